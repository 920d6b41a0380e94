/*
 * core/choice - the answer to an open offer: one of the times, another time,
 * another doctor, another branch.
 */
#include "core/offer.h"
#include "core/talk.h"

/* Of a working day: a smaller number is an hour after noon. */
enum { HOUR_FIRST = 7, HOUR_LAST = 22 };

static void seek(struct talk *t, enum frame_seek what, int64_t at)
{
	t->f->seek = what;
	t->f->seek_at = at;
	t->f->has_chosen = false;
	talk_find(t);
}

static void forget_times(struct frame *f)
{
	f->wish.has_clock = false;
	f->wish.is_any = true;
}

void choice_shift(struct talk *t, const struct offer *from)
{
	const struct zone *zone = offer_zone(t->w, from->branch_id);
	int64_t at = from->start_at + (int64_t)t->ev->said->shift_min * 60;
	struct civil c;

	zone_local(zone, at, &c);
	t->f->wish = (struct wish){.has_day = true, .has_clock = true};
	t->f->wish.day_first = t->f->wish.day_last = zone_day(zone, at);
	t->f->wish.clock_from = t->f->wish.clock_to = c.hour * 60 + c.minute;
}

/* «попозже», «раньше нет?», «другой день», «другого врача» */
bool choice_other(struct talk *t)
{
	struct frame *f = t->f;
	const struct offer *first = &f->offer[0];
	const struct offer *last =
		&f->offer[f->offers_n > 0 ? f->offers_n - 1 : 0];

	if (f->question != FILL_OFFER || f->offers_n == 0 || t->heard.has_when)
		return false;
	if (t->ev->said->shift_min != 0) {
		choice_shift(t, first);
		seek(t, SEEK_WISH, 0);
	} else if (talk_wants(t, INTENT_EARLIER)) {
		f->wish = (struct wish){.is_any = true};
		seek(t, SEEK_EARLIER, first->start_at);
	} else if (talk_wants(t, INTENT_LATER)) {
		forget_times(f);
		seek(t, SEEK_LATER, last->start_at);
	} else if (talk_wants(t, INTENT_OTHER_DAY)) {
		f->wish.has_day = false;
		f->wish.is_any = true;
		seek(t, SEEK_OTHER_DAY, last->start_at);
	} else if (talk_wants(t, INTENT_OTHER_TIME)) {
		f->wish.is_any = true;
		seek(t, SEEK_OTHER, last->start_at);
	} else {
		return false;
	}
	return true;
}

bool choice_other_doctor(struct talk *t)
{
	struct frame *f = t->f;
	int64_t refused = t->heard.subject.not_doctor_id;

	if (refused == 0 && talk_wants(t, INTENT_OTHER_DOCTOR))
		refused =
			f->offers_n > 0 ? f->offer[0].doctor_id : f->doctor_id;
	if (refused == 0 || t->heard.subject.doctor_id != 0)
		return false;
	frame_refuse(f, refused);
	f->doctor_id = 0;
	if (f->service_id != 0 && subject_doctors_n(t->w->catalogue,
					  f->service_id, refused) == 0) {
		f->refused_n = 0;
		talk_lead(t, talk_text(t, SAY_NO_OTHER_DOCTOR,
				     TALK_VARS({"phone", talk_phone(t)})));
		talk_ask_again(t);
		return true;
	}
	f->offers_n = 0;
	talk_advance(t);
	return true;
}

bool choice_other_branch(struct talk *t)
{
	struct frame *f = t->f;
	const struct catalogue *c = t->w->catalogue;
	int64_t now_at = f->offers_n > 0 ? f->offer[0].branch_id : f->branch_id;
	const struct service *s = talk_service(t);

	if (!talk_wants(t, INTENT_OTHER_BRANCH) ||
		t->heard.subject.branch_id != 0 || s == NULL)
		return false;
	for (size_t i = 0; i < s->resources_n; i++) {
		const struct resource *r =
			&c->resources[s->resources[i].resource];

		if (r->kind == RESOURCE_DOCTOR &&
			c->branches[r->branch].id != now_at) {
			f->branch_id = c->branches[r->branch].id;
			f->doctor_id = 0;
			f->offers_n = 0;
			talk_advance(t);
			return true;
		}
	}
	talk_lead(t, talk_text(t, SAY_NO_OTHER_BRANCH, NULL));
	talk_ask_again(t);
	return true;
}

static void choose(struct talk *t, size_t which)
{
	struct frame *f = t->f;

	f->offer[0] = f->offer[which];
	f->offers_n = 1;
	f->has_chosen = true;
	talk_advance(t);
}

/* Whether a span of the text means exactly this offer. */
static bool names_offer(
	const struct talk *t, const struct when *when, const struct offer *o)
{
	const struct zone *zone = offer_zone(t->w, o->branch_id);
	struct civil c;

	zone_local(zone, o->start_at, &c);
	return when->has_clock && !when->is_negated && !when->is_invalid &&
	       when->clock_from == when->clock_to &&
	       when->clock_from == c.hour * 60 + c.minute &&
	       (!when->has_day ||
		       zone_day(zone, o->start_at) == when->day_first);
}

static int choice_by_time(const struct talk *t)
{
	const struct understanding *u = t->ev->said;

	for (size_t i = 0; i < u->whens_n; i++)
		for (size_t k = 0; k < t->f->offers_n; k++)
			if (names_offer(t, &u->when[i], &t->f->offer[k]))
				return (int)k;
	return -1;
}

/*
 * The hour that a bare number means: «10», «давайте на 3»; -1: it means none.
 * As many as the times offered are their places.
 */
static int hour_of(const struct talk *t)
{
	int64_t n = t->ev->said->number;

	if (!t->ev->said->has_number || t->heard.has_when ||
		n <= (int64_t)t->f->offers_n)
		return -1;
	if (n < HOUR_FIRST)
		n += 12;
	return n <= HOUR_LAST ? (int)n : -1;
}

/* Takes the time offered at that hour, or looks for one that day. */
static bool take_hour(struct talk *t)
{
	struct frame *f = t->f;
	const struct zone *zone = offer_zone(t->w, f->offer[0].branch_id);
	int hour = hour_of(t);

	if (hour < 0)
		return false;
	for (size_t i = 0; i < f->offers_n; i++) {
		struct civil c;

		zone_local(zone, f->offer[i].start_at, &c);
		if (c.hour == hour) {
			choose(t, i);
			return true;
		}
	}
	f->wish = (struct wish){.has_day = true,
		.has_clock = true,
		.clock_from = hour * 60,
		.clock_to = hour * 60};
	f->wish.day_first = f->wish.day_last =
		zone_day(zone, f->offer[0].start_at);
	seek(t, SEEK_WISH, 0);
	return true;
}

/* Which offer the turn takes: 0...; -1 none; -2 one that was not offered. */
static int choice_of(const struct talk *t)
{
	const struct frame *f = t->f;
	int choice = t->ev->said->choice, by_time = choice_by_time(t);

	if (by_time >= 0)
		return by_time;
	/* «да, но к Смирновой» does not take the time of another doctor. */
	if (t->heard.has_when || t->heard.has_subject)
		return -1;
	if (choice == -1)
		return (int)f->offers_n - 1;
	if (choice > 0)
		return (size_t)choice <= f->offers_n ? choice - 1 : -2;
	if ((talk_wants(t, INTENT_YES) || talk_wants(t, INTENT_CONFIRM)) &&
		!talk_wants(t, INTENT_NO))
		return 0;
	return talk_wants(t, INTENT_ANY) || talk_wants(t, INTENT_SOONEST) ? 0
									  : -1;
}

bool choice_offer(struct talk *t)
{
	struct frame *f = t->f;
	int which;

	if (f->question != FILL_OFFER || f->offers_n == 0)
		return false;
	if (take_hour(t))
		return true;
	which = choice_of(t);
	if (which >= 0) {
		choose(t, (size_t)which);
		return true;
	}
	if (which == -2) {
		talk_lead(t, talk_text(t, SAY_CHOICE_OUT, NULL));
		talk_ask_again(t);
		return true;
	}
	if (talk_wants(t, INTENT_NO) && !talk_heard_anything(t)) {
		f->wish = (struct wish){0};
		talk_say(t, talk_text(t, SAY_OTHER_TIME_WHICH, NULL));
		f->question = FILL_WHEN;
		return true;
	}
	return false;
}
