#include "core/talk.h"

#include <string.h>

#include "base/limits.h"
#include "core/offer.h"
#include "core/wording.h"
#include "lang/decline.h"

enum { WINDOW_DAYS = 31, PROFESSIONS_SHOWN = 3, PROFESSION_BUTTONS = 5 };

const char *talk_text(struct talk *t, int text, const struct script_var *vars)
{
	return script_say(t->w->script, text, t->w->is_english, vars, t->a);
}

struct dialogue_action *talk_do(struct talk *t, enum dialogue_action_kind kind)
{
	struct dialogue_action *action;

	BUG_ON(t->out->n == DIALOGUE_ACTIONS_MAX);
	action = &t->out->action[t->out->n++];
	*action = (struct dialogue_action){.kind = kind};
	return action;
}

struct dialogue_action *talk_say(struct talk *t, const char *text)
{
	struct dialogue_action *action = talk_do(t, ACTION_SAY);

	action->text = text;
	return action;
}

void talk_button(struct talk *t, struct dialogue_action *said, enum say label,
	const char *send)
{
	if (said->buttons_n < DIALOGUE_BUTTONS_MAX)
		said->button[said->buttons_n++] = (struct dialogue_button){
			talk_text(t, (int)label, NULL), send};
}

void talk_lead(struct talk *t, const char *text)
{
	t->f->lead = talk_with_lead(t, text);
}

const char *talk_with_lead(struct talk *t, const char *text)
{
	const char *lead = t->f->lead;

	t->f->lead = NULL;
	if (lead == NULL || lead[0] == '\0')
		return text;
	return arena_print(t->a, "%s %s", lead, text);
}

void talk_hand(struct talk *t, enum dialogue_hand why)
{
	struct dialogue_action *action = talk_do(t, ACTION_HAND);

	action->hand = why;
	t->f->is_handed = true;
}

int talk_intent(const struct talk *t, enum intent intent)
{
	return understanding_score(t->ev->said, intent);
}

bool talk_wants(const struct talk *t, enum intent intent)
{
	return talk_intent(t, intent) >= TALK_SCORE_MIN;
}

bool talk_heard_anything(const struct talk *t)
{
	const struct heard *h = &t->heard;

	return h->has_name || h->has_phone || h->has_subject || h->has_when ||
	       h->has_age || h->problem != NULL || h->subject.service_id != 0 ||
	       h->subject.doctor_id != 0 || h->subject.has_symptom ||
	       h->subject.is_absent;
}

const struct service *talk_service(const struct talk *t)
{
	int at = catalogue_service(t->w->catalogue, t->f->service_id);

	return at < 0 ? NULL : &t->w->catalogue->services[at];
}

const char *talk_phone(struct talk *t)
{
	return wording_phone(t->w->catalogue->clinic.phone, t->a);
}

int64_t talk_today(const struct talk *t)
{
	return zone_day(offer_zone(t->w, t->f->branch_id), t->w->now);
}

/* «терапевту Петровой А. А.», the dative; English keeps the nominative. */
static const char *to_doctor(struct talk *t, const struct resource *r)
{
	const char *full =
		arena_print(t->a, "%s %s %s", r->last, r->first, r->middle);

	if (t->w->is_english)
		return arena_print(t->a, "%s %s", r->profession,
			wording_short_name(r, t->a));
	return arena_print(t->a, "%s %s",
		decline_profession(r->profession, CASE_DATV, t->a),
		decline_initials(full, r->sex, CASE_DATV, t->a));
}

const char *talk_visit(struct talk *t, const struct frame_visit *visit)
{
	const struct catalogue *c = t->w->catalogue;
	int doctor = catalogue_resource(c, visit->at.doctor_id);
	const struct zone *zone = offer_zone(t->w, visit->at.branch_id);
	const char *when = wording_start(
		zone, visit->at.start_at, t->w->now, t->w->is_english, t->a);

	return talk_text(t, SAY_VISIT_LINE,
		TALK_VARS({"name", doctor < 0 ? ""
					      : to_doctor(t,
							&c->resources[doctor])},
			{"when", when}));
}

/* The professions of the catalogue, each once, in its order. */
static size_t professions(
	const struct catalogue *c, const char **out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < c->resources_n && n < max; i++) {
		const char *p = c->resources[i].profession;
		bool is_new = c->resources[i].kind == RESOURCE_DOCTOR && p[0];

		for (size_t k = 0; k < n; k++)
			is_new &= strcmp(out[k], p) != 0;
		if (is_new)
			out[n++] = p;
	}
	return n;
}

static const char *profession_list(struct talk *t)
{
	const char *name[PROFESSIONS_SHOWN];
	size_t n = professions(t->w->catalogue, name, PROFESSIONS_SHOWN);
	struct buf b;

	buf_init(&b, t->a, SCRIPT_TEXT_BYTES_MAX);
	for (size_t i = 0; i < n; i++)
		buf_print(&b, "%s%s", i > 0 ? ", " : "", name[i]);
	buf_text(&b, "…");
	return b.p;
}

static void step_buttons(struct talk *t, const struct script_step *step,
	struct dialogue_action *said)
{
	const char *name[PROFESSION_BUTTONS];
	size_t n = 0;

	for (size_t i = 0;
		i < step->buttons_n && said->buttons_n < DIALOGUE_BUTTONS_MAX;
		i++)
		said->button[said->buttons_n++] = (struct dialogue_button){
			step->button[i].label[t->w->is_english],
			step->button[i].send};
	if (step->fill == FILL_SUBJECT)
		n = professions(t->w->catalogue, name, PROFESSION_BUTTONS);
	for (size_t i = 0; i < n; i++)
		if (said->buttons_n < DIALOGUE_BUTTONS_MAX)
			said->button[said->buttons_n++] =
				(struct dialogue_button){
					wording_capital(name[i], t->a),
					name[i]};
}

void talk_ask(struct talk *t, enum script_fill fill)
{
	const struct script_step *step = script_step_for(t->w->script, fill);
	const struct service *service = talk_service(t);
	const struct script_var vars[] = {
		{"list", fill == FILL_SUBJECT ? profession_list(t) : ""},
		{"service", service != NULL ? service->name : ""},
		{0},
	};
	const char *text = talk_text(t, step->ask, vars);

	step_buttons(t, step, talk_say(t, talk_with_lead(t, text)));
	t->f->question = fill;
}

static const char *offer_first(struct talk *t)
{
	const struct offer *o = &t->f->offer[0];

	return wording_clock(offer_zone(t->w, o->branch_id), o->start_at, t->a);
}

void talk_offer_buttons(struct talk *t, struct dialogue_action *said)
{
	for (size_t i = 0; i < t->f->offers_n; i++) {
		const struct offer *o = &t->f->offer[i];
		const char *clock = wording_clock(
			offer_zone(t->w, o->branch_id), o->start_at, t->a);

		said->button[said->buttons_n++] = (struct dialogue_button){
			clock, arena_print(t->a, "на %s", clock)};
	}
	talk_button(t, said, SAY_BUTTON_OTHER_TIME, "другое время");
	talk_button(t, said, SAY_BUTTON_OPERATOR, "позовите администратора");
}

/* The open offer once more, shorter. */
static void offer_again(struct talk *t)
{
	const char *when = offer_when(t->w, t->f->offer, t->f->offers_n, t->a);
	const char *text = talk_text(t, SAY_OFFER_AGAIN,
		TALK_VARS({"when", when}, {"first", offer_first(t)}));

	talk_offer_buttons(t, talk_say(t, talk_with_lead(t, text)));
	t->f->question = FILL_OFFER;
}

void talk_ask_again(struct talk *t)
{
	struct frame *f = t->f;

	switch (f->question) {
	case FILL_NOTHING:
		if (f->lead != NULL)
			talk_say(t, talk_with_lead(t,
					    talk_text(t, SAY_ASK_NEXT, NULL)));
		break;
	case FILL_OFFER:
		if (f->offers_n > 0)
			offer_again(t);
		break;
	case FILL_WHICH:
	case FILL_SURE:
		own_visit_ask_again(t);
		break;
	case FILL_CONTACT:
	case FILL_NAME:
	case FILL_PHONE:
	case FILL_SUBJECT:
	case FILL_WHEN:
		talk_ask(t, f->question);
		break;
	case FILLS:
		break;
	}
}

void talk_release_hold(struct talk *t)
{
	if (t->f->hold_id != 0)
		talk_do(t, ACTION_RELEASE)->visit_id = t->f->hold_id;
	t->f->hold_id = 0;
}

void talk_find(struct talk *t)
{
	struct frame *f = t->f;
	struct dialogue_action *find = talk_do(t, ACTION_FIND);
	int64_t from = t->w->now;

	if (f->wish.has_day && f->seek != SEEK_EARLIER) {
		int64_t day_at = zone_at(
			offer_zone(t->w, f->branch_id), f->wish.day_first, 0);

		from = day_at > from ? day_at : from;
	}
	f->has_chosen = false;
	find->service_id = f->service_id;
	find->from_at = from;
	find->to_at = from + WINDOW_DAYS * (int64_t)CIVIL_DAY_S;
	find->visit_id = f->moving_id;
}

static bool is_filled(const struct talk *t, enum script_fill fill)
{
	const struct frame *f = t->f;

	switch (fill) {
	case FILL_CONTACT:
		return f->first[0] || f->phone[0];
	case FILL_NAME:
		return f->first[0] != '\0';
	case FILL_PHONE:
		return f->phone[0] != '\0';
	case FILL_SUBJECT:
		return talk_service(t) != NULL;
	case FILL_WHEN:
		return f->wish.has_day || f->wish.has_clock || f->wish.is_any;
	case FILL_OFFER:
		return f->has_chosen;
	case FILL_NOTHING:
	case FILL_WHICH:
	case FILL_SURE:
	case FILLS:
		break;
	}
	return true;
}

/*
 * The first step of the chain whose fact is missing.  A step that may wait
 * does so when everything behind it up to the offer is known: who has said
 * what and when hears times first, and is asked for his name afterwards.
 */
static enum script_fill next_fill(const struct talk *t)
{
	const struct script *s = t->w->script;
	enum script_fill waits = FILL_NOTHING;

	for (int at = s->start; at >= 0; at = s->step[at].next) {
		const struct script_step *step = &s->step[at];

		if (is_filled(t, step->fill))
			continue;
		if (step->fill == FILL_OFFER)
			return FILL_OFFER;
		if (!step->may_wait)
			return waits != FILL_NOTHING ? waits : step->fill;
		if (waits == FILL_NOTHING)
			waits = step->fill;
	}
	return waits;
}

void talk_forget_name(struct talk *t)
{
	struct frame *f = t->f;

	f->last = f->first = f->middle = "";
	f->sex = SEX_UNKNOWN;
}

static bool is_wrong_sex(struct talk *t, const struct service *s)
{
	enum say text =
		s->sex == SEX_FEMALE ? SAY_SEX_LIMIT_F : SAY_SEX_LIMIT_M;

	if (s->sex == SEX_UNKNOWN || t->f->sex == SEX_UNKNOWN ||
		s->sex == t->f->sex)
		return false;
	talk_forget_name(t);
	t->f->question = FILL_NAME;
	talk_say(
		t, talk_with_lead(t, talk_text(t, (int)text,
					     TALK_VARS({"service", s->name}))));
	return true;
}

/* The first visit that is made for children of this age, or NULL. */
static const struct service *children_service(const struct talk *t, int age)
{
	const struct catalogue *c = t->w->catalogue;

	for (size_t i = 0; i < c->services_n; i++)
		if (c->services[i].is_first_visit &&
			c->services[i].age_max >= age &&
			c->services[i].age_min <= age)
			return &c->services[i];
	return NULL;
}

/* Too young or too old: another doctor, at once if there is one for him. */
static bool is_wrong_age(struct talk *t, const struct service *s)
{
	struct frame *f = t->f;
	bool is_under = f->age >= 0 && f->age < s->age_min;
	bool is_over = s->age_max > 0 && f->age > s->age_max;
	const struct service *instead =
		is_under ? children_service(t, f->age) : NULL;
	int limit = is_under ? s->age_min : s->age_max;
	int text = is_under ? SAY_AGE_UNDER : SAY_AGE_OVER;

	if (!is_under && !is_over)
		return false;
	if (instead != NULL)
		text = SAY_AGE_CHILD;
	talk_lead(
		t, talk_text(t, text,
			   TALK_VARS({"service", s->name},
				   {"limit", wording_years(limit,
						     t->w->is_english, t->a)},
				   {"profession", instead != NULL
							  ? instead->profession
							  : ""})));
	f->doctor_id = 0;
	f->service_id = instead != NULL ? instead->id : 0;
	if (instead == NULL)
		talk_ask(t, FILL_SUBJECT);
	return instead == NULL;
}

/* Somebody of the other sex or age is told before times are shown. */
static bool is_limited(struct talk *t)
{
	const struct service *s = talk_service(t);

	return s != NULL && (is_wrong_sex(t, s) || is_wrong_age(t, s));
}

static void book(struct talk *t)
{
	if (t->f->moving_id != 0)
		talk_do(t, ACTION_MOVE)->visit_id = t->f->moving_id;
	else
		talk_do(t, ACTION_BOOK);
}

void talk_advance(struct talk *t)
{
	enum script_fill fill;

	if (is_limited(t))
		return;
	fill = next_fill(t);
	if (fill == FILL_NOTHING)
		book(t);
	else if (fill == FILL_OFFER)
		talk_find(t);
	else if (t->f->has_chosen && t->f->hold_id == 0)
		talk_do(t, ACTION_HOLD);
	else
		talk_ask(t, fill);
}
