/*
 * core/own - the visits booked in this very dialogue: move, cancel, confirm,
 * "when am I booked?".  Others are never looked for: a typed phone opens
 * nobody's visits.
 */
#include "base/limits.h"
#include "core/offer.h"
#include "core/talk.h"
#include "core/wording.h"

static const struct frame_visit *last_visit(const struct frame *f)
{
	return &f->visit[f->visits_n - 1];
}

/* The visit that the turn means: by its number, doctor or service, or the
 * only one; NULL: must be asked. */
static const struct frame_visit *meant(const struct talk *t)
{
	const struct frame *f = t->f;
	const struct subject *s = &t->heard.subject;
	int choice = t->ev->said->choice;

	if (f->visits_n == 1)
		return &f->visit[0];
	if (f->question == FILL_WHICH && choice == -1)
		return last_visit(f);
	if (f->question == FILL_WHICH && choice > 0 &&
		(size_t)choice <= f->visits_n)
		return &f->visit[choice - 1];
	for (size_t i = 0; i < f->visits_n; i++)
		if ((s->doctor_id != 0 &&
			    f->visit[i].at.doctor_id == s->doctor_id) ||
			(s->service_id != 0 &&
				f->visit[i].service_id == s->service_id))
			return &f->visit[i];
	return NULL;
}

static void ask_which(struct talk *t)
{
	struct dialogue_action *said;
	struct buf b;

	buf_init(&b, t->a, SCRIPT_TEXT_BYTES_MAX);
	for (size_t i = 0; i < t->f->visits_n; i++)
		buf_print(&b, "%s%zu) %s", i > 0 ? "; " : "", i + 1,
			talk_visit(t, &t->f->visit[i]));
	said = talk_say(
		t, talk_with_lead(t, talk_text(t, SAY_WHICH_VISIT,
					     TALK_VARS({"list", b.p}))));
	for (size_t i = 0; i < t->f->visits_n; i++)
		if (said->buttons_n < DIALOGUE_BUTTONS_MAX) {
			const char *n = arena_print(t->a, "%zu", i + 1);

			said->button[said->buttons_n++] =
				(struct dialogue_button){n, n};
		}
	t->f->question = FILL_WHICH;
}

static void ask_sure(struct talk *t, const struct frame_visit *visit)
{
	struct dialogue_action *said = talk_say(
		t, talk_with_lead(t,
			   talk_text(t, SAY_CANCEL_SURE,
				   TALK_VARS({"what", talk_visit(t, visit)}))));

	talk_button(t, said, SAY_BUTTON_YES, "да");
	talk_button(t, said, SAY_BUTTON_NO, "нет");
	talk_button(t, said, SAY_BUTTON_MOVE, "перенести");
	t->f->cancelling_id = visit->id;
	t->f->question = FILL_SURE;
}

void own_visit_ask_again(struct talk *t)
{
	const struct frame_visit *visit =
		frame_visit(t->f, t->f->cancelling_id);

	if (t->f->question == FILL_WHICH)
		ask_which(t);
	else if (visit != NULL)
		ask_sure(t, visit);
}

/* «пораньше», «на час позже»: said of the visit's own time. */
static bool wants_nearby(const struct talk *t)
{
	return t->ev->said->shift_min != 0 || talk_wants(t, INTENT_EARLIER) ||
	       talk_wants(t, INTENT_LATER);
}

static void wish_nearby(struct talk *t, const struct frame_visit *visit)
{
	struct frame *f = t->f;
	int64_t day = zone_day(
		offer_zone(t->w, visit->at.branch_id), visit->at.start_at);

	if (t->ev->said->shift_min != 0) {
		choice_shift(t, &visit->at);
		return;
	}
	f->seek_at = visit->at.start_at;
	f->seek = SEEK_EARLIER;
	f->wish.is_any = true;
	if (talk_wants(t, INTENT_LATER)) {
		f->seek = SEEK_LATER;
		f->wish.has_day = true;
		f->wish.day_first = f->wish.day_last = day;
	}
}

/* From now on the dialogue looks for a new time for this visit. */
static void start_move(struct talk *t, const struct frame_visit *visit)
{
	struct frame *f = t->f;
	struct wish wish = f->wish;

	frame_next(f);
	f->moving_id = visit->id;
	f->service_id = visit->service_id;
	f->doctor_id = visit->at.doctor_id;
	f->branch_id = visit->at.branch_id;
	if (t->heard.has_when) {
		f->wish = wish;
		/* «нет, лучше на 11»: on the same day. */
		if (!wish.has_day) {
			f->wish.has_day = true;
			f->wish.day_first = f->wish.day_last =
				zone_day(offer_zone(t->w, visit->at.branch_id),
					visit->at.start_at);
		}
		talk_find(t);
		return;
	}
	if (wants_nearby(t)) {
		wish_nearby(t, visit);
		talk_find(t);
		return;
	}
	talk_say(t, talk_text(t, SAY_MOVE_WHEN,
			    TALK_VARS({"what", talk_visit(t, visit)})));
	f->question = FILL_WHEN;
}

void own_visit_keep(struct talk *t)
{
	const struct frame_visit *visit = frame_visit(t->f, t->f->moving_id);
	const char *lead = t->f->lead;

	frame_next(t->f);
	if (visit == NULL)
		return;
	t->f->lead = lead;
	talk_say(
		t, talk_with_lead(t,
			   talk_text(t, SAY_MOVE_KEPT,
				   TALK_VARS({"what", talk_visit(t, visit)}))));
}

/* «оставьте как есть», «нет» to another time: nothing is moved. */
static bool keeps(const struct talk *t)
{
	const struct frame *f = t->f;

	return f->moving_id != 0 &&
	       (t->heard.subject.phrase[PHRASE_KEEP] ||
		       (f->question == FILL_WHEN && talk_wants(t, INTENT_NO) &&
			       !talk_heard_anything(t)));
}

static void tell_visits(struct talk *t)
{
	struct buf b;

	buf_init(&b, t->a, SCRIPT_TEXT_BYTES_MAX);
	for (size_t i = 0; i < t->f->visits_n; i++)
		buf_print(&b, "%s%s", i > 0 ? "; " : "",
			talk_visit(t, &t->f->visit[i]));
	talk_say(t, talk_text(t, SAY_MY_VISITS, TALK_VARS({"list", b.p})));
}

static void change(struct talk *t, bool wants_cancel)
{
	const struct frame_visit *visit = meant(t);

	t->f->wants_cancel = wants_cancel;
	if (visit == NULL)
		ask_which(t);
	else if (wants_cancel)
		ask_sure(t, visit);
	else
		start_move(t, visit);
}

/* The answer to "really cancel?". */
static bool answer_sure(struct talk *t)
{
	struct frame *f = t->f;
	const struct frame_visit *visit = frame_visit(f, f->cancelling_id);

	if (visit == NULL)
		return false;
	if (talk_wants(t, INTENT_MOVE) || t->heard.has_when) {
		start_move(t, visit);
		return true;
	}
	if (talk_wants(t, INTENT_YES) || talk_wants(t, INTENT_CANCEL)) {
		talk_do(t, ACTION_CANCEL)->visit_id = visit->id;
		return true;
	}
	if (talk_wants(t, INTENT_NO)) {
		talk_say(t, talk_text(t, SAY_CANCEL_KEPT,
				    TALK_VARS({"what", talk_visit(t, visit)})));
		f->question = FILL_NOTHING;
		f->cancelling_id = 0;
		return true;
	}
	return false;
}

/* Asked about other visits than those of this dialogue. */
static bool refer_to_link(struct talk *t)
{
	struct dialogue_action *said =
		talk_say(t, talk_text(t, SAY_NO_VISITS,
				    TALK_VARS({"phone", talk_phone(t)})));

	talk_button(t, said, SAY_BUTTON_OPERATOR, "позовите администратора");
	return true;
}

/* Named a new day right after booking: the visit is meant. */
static bool is_afterthought(const struct talk *t)
{
	return t->f->question == FILL_NOTHING && t->f->visits_n > 0 &&
	       (t->heard.has_when || wants_nearby(t)) &&
	       !t->heard.has_subject && t->heard.subject.service_id == 0 &&
	       !talk_wants(t, INTENT_BOOK);
}

bool own_visit_take(struct talk *t)
{
	struct frame *f = t->f;
	bool wants_cancel = talk_wants(t, INTENT_CANCEL);
	bool wants_move = talk_wants(t, INTENT_MOVE);

	if (keeps(t)) {
		own_visit_keep(t);
		return true;
	}
	if (f->moving_id != 0 && f->question == FILL_WHEN && wants_nearby(t) &&
		frame_visit(f, f->moving_id) != NULL) {
		start_move(t, frame_visit(f, f->moving_id));
		return true;
	}
	if (f->question == FILL_SURE && answer_sure(t))
		return true;
	if (f->question == FILL_WHICH && !wants_cancel && !wants_move &&
		f->visits_n > 0 && meant(t) != NULL) {
		change(t, f->wants_cancel);
		return true;
	}
	if (wants_cancel && f->visits_n == 0 && f->service_id != 0) {
		talk_release_hold(t);
		frame_next(f);
		talk_say(t, talk_text(t, SAY_STOPPED, NULL));
		return true;
	}
	if (wants_move && f->visits_n == 0 && f->question == FILL_OFFER) {
		if (t->heard.has_when)
			return false;
		talk_say(t, talk_text(t, SAY_OTHER_TIME_WHICH, NULL));
		f->question = FILL_WHEN;
		return true;
	}
	if (wants_cancel || wants_move) {
		if (f->visits_n == 0)
			return refer_to_link(t);
		change(t, wants_cancel && !wants_move);
		return true;
	}
	if (talk_wants(t, INTENT_MY_VISIT)) {
		if (f->visits_n == 0)
			return refer_to_link(t);
		tell_visits(t);
		return true;
	}
	if (talk_wants(t, INTENT_CONFIRM) && f->visits_n > 0 &&
		f->question == FILL_NOTHING) {
		talk_do(t, ACTION_CONFIRM)->visit_id = last_visit(f)->id;
		return true;
	}
	if (is_afterthought(t)) {
		start_move(t, last_visit(f));
		return true;
	}
	return false;
}

/* What the patient is promised: exactly what the plan holds. */
static const char *promise(struct talk *t, unsigned plan)
{
	const char *day = NULL, *hours = NULL, *both;
	const char *what = talk_text(
		t, plan & PLANNED_HERE ? SAY_PLAN_HERE : SAY_PLAN_BY_SMS, NULL);

	if (plan & PLANNED_DAY)
		day = talk_text(t, SAY_PLAN_DAY, NULL);
	else if (plan & PLANNED_EVE)
		day = talk_text(t, SAY_PLAN_EVE, NULL);
	if (plan & PLANNED_HOURS)
		hours = talk_text(t, SAY_PLAN_HOURS, NULL);
	if (day == NULL && hours == NULL)
		return plan & PLANNED_LINK ? talk_text(t, SAY_PLAN_LINK,
						     TALK_VARS({"what", what}))
					   : "";
	both = day != NULL && hours != NULL
		       ? arena_print(t->a, "%s %s %s", day,
				 talk_text(t, SAY_PLAN_AND, NULL), hours)
	       : day != NULL ? day
			     : hours;
	return talk_text(t,
		plan & PLANNED_LINK ? SAY_PLAN_ALL : SAY_PLAN_REMIND,
		TALK_VARS({"list", both}, {"what", what}));
}

static void prepare_too(struct talk *t, const struct frame_visit *visit)
{
	int at = catalogue_service(t->w->catalogue, visit->service_id);
	const char *text =
		at < 0 ? "" : t->w->catalogue->services[at].preparation;

	if (text[0])
		talk_say(t, talk_text(t, SAY_PREPARE_TOO,
				    TALK_VARS({"preparation", text})));
}

static const char *start_of(struct talk *t, const struct frame_visit *visit)
{
	return wording_start(offer_zone(t->w, visit->at.branch_id),
		visit->at.start_at, t->w->now, t->w->is_english, t->a);
}

static void say_done(struct talk *t, enum say text, const char *old)
{
	const struct frame_visit *visit = &t->ev->visit;
	struct dialogue_action *said = talk_say(
		t, talk_with_lead(t,
			   talk_text(t, (int)text,
				   TALK_VARS({"plan", promise(t, t->ev->plan)},
					   {"when", start_of(t, visit)},
					   {"old", old},
					   {"new", start_of(t, visit)}))));

	talk_button(t, said, SAY_BUTTON_MOVE, "перенести");
	talk_button(t, said, SAY_BUTTON_CANCEL, "отменить");
}

void own_visit_event(struct talk *t)
{
	const struct frame_visit *visit = &t->ev->visit;
	const struct frame_visit *was = frame_visit(t->f, visit->id);
	const char *old = was != NULL ? start_of(t, was) : "";

	frame_next(t->f);
	if (t->ev->kind == EVENT_BOOKED) {
		frame_add_visit(t->f, visit);
		say_done(t, SAY_BOOKED, "");
		prepare_too(t, visit);
	} else if (t->ev->kind == EVENT_MOVED) {
		frame_add_visit(t->f, visit);
		say_done(t, SAY_MOVED, old);
	} else if (t->ev->kind == EVENT_CANCELLED) {
		frame_drop_visit(t->f, visit->id);
		talk_say(t,
			talk_text(t, SAY_CANCELLED, TALK_VARS({"when", old})));
	} else {
		say_done(t, SAY_CONFIRMED, "");
	}
}
