/*
 * core/result - what app brings back: free times to offer, a time held, booked
 * or taken meanwhile.
 */
#include <string.h>

#include "core/offer.h"
#include "core/talk.h"
#include "core/wording.h"

static bool is_one_day(const struct wish *wish)
{
	return wish->has_day && wish->day_first == wish->day_last;
}

/* Nobody who does the service works on that day at all. */
static bool is_closed_day(const struct talk *t, int64_t day)
{
	const struct catalogue *c = t->w->catalogue;
	const struct service *s = talk_service(t);
	char date[CIVIL_TEXT_BYTES];

	civil_write_date(date, day);
	for (size_t i = 0; s != NULL && i < s->resources_n; i++) {
		const struct resource *r =
			&c->resources[s->resources[i].resource];
		bool is_open = false;

		if (r->kind != RESOURCE_DOCTOR)
			continue;
		for (size_t h = 0; h < r->weekly_n; h++)
			is_open |= r->weekly[h].day == civil_weekday(day);
		for (size_t o = 0; o < r->overrides_n; o++)
			if (strcmp(r->overrides[o].date, date) == 0)
				is_open = r->overrides[o].from_min <
					  r->overrides[o].to_min;
		for (size_t k = 0; k < c->closed_n; k++)
			if ((c->closed[k].branch < 0 ||
				    c->closed[k].branch == r->branch) &&
				strcmp(c->closed[k].date, date) == 0)
				is_open = false;
		if (is_open)
			return false;
	}
	return s != NULL;
}

/* Why it is not what was wished; NULL: it is. */
static const char *why_other(struct talk *t, enum offer_match match)
{
	const struct wish *wish = &t->f->wish;
	int64_t today = talk_today(t);
	const char *date;

	if (t->f->lead != NULL)
		return NULL; /* said already */
	if (match == OFFER_OTHER_TIME)
		return talk_text(t, SAY_NONE_THAT_TIME, NULL);
	if (match == OFFER_OTHER_DOCTOR)
		return talk_text(t, SAY_NONE_DOCTOR, NULL);
	if (match != OFFER_OTHER_DAY || !wish->has_day)
		return NULL;
	if (t->f->seek == SEEK_LATER)
		return talk_text(t, SAY_NONE_LATER_DAY, NULL);
	if (wish->is_day_guessed)
		return talk_text(t, SAY_NONE_SUCH_TIME, NULL);
	if (!is_one_day(wish))
		return talk_text(t, SAY_NONE_DAYS, NULL);
	date = wording_for_day(wish->day_first, today, t->w->is_english, t->a);
	if (is_closed_day(t, wish->day_first))
		return talk_text(t, SAY_CLOSED_DAY,
			TALK_VARS({"date",
				wording_capital(
					wording_day(wish->day_first, today,
						t->w->is_english, t->a),
					t->a)}));
	return talk_text(t, SAY_NONE_THAT_DAY, TALK_VARS({"date", date}));
}

static void say_offer(struct talk *t)
{
	struct frame *f = t->f;
	const struct offer *o = f->offer;
	bool is_first = !f->was_offered && f->lead == NULL;
	int text = f->offers_n > 1 ? SAY_OFFER_TWO : SAY_OFFER_ONE;
	const struct script_var vars[] = {
		{"check", is_first ? talk_text(t, SAY_CHECKING, NULL) : ""},
		{"when", offer_when(t->w, o, f->offers_n, t->a)},
		{"what", offer_what(t->w, f->service_id, o, t->a)},
		{"first", wording_clock(offer_zone(t->w, o->branch_id),
				  o->start_at, t->a)},
		{0},
	};

	if (f->moving_id != 0)
		text = SAY_OFFER_MOVE;
	talk_offer_buttons(
		t, talk_say(t, talk_with_lead(t, talk_text(t, text, vars))));
	f->was_offered = true;
	f->question = FILL_OFFER;
}

/* Nothing to offer: back to the open offer if there is one, else a person
 * keeps looking. */
static void say_none(struct talk *t)
{
	struct frame *f = t->f;

	if (f->moving_id != 0 && f->seek != SEEK_WISH && f->offers_n == 0) {
		talk_lead(t, talk_text(t,
				     f->seek == SEEK_EARLIER ? SAY_NONE_EARLIER
							     : SAY_NONE_LATER,
				     NULL));
		own_visit_keep(t);
		return;
	}
	if (f->seek == SEEK_WISH || f->offers_n == 0) {
		talk_say(t,
			talk_with_lead(t,
				talk_text(t, SAY_NONE_AT_ALL,
					TALK_VARS({"phone", talk_phone(t)}))));
		talk_hand(t, HAND_WAITLIST);
		f->offers_n = 0;
		f->wish = (struct wish){0};
		f->question = FILL_WHEN;
		return;
	}
	talk_lead(t, talk_text(t,
			     f->seek == SEEK_EARLIER ? SAY_NONE_EARLIER
						     : SAY_NONE_LATER,
			     NULL));
	f->question = FILL_OFFER;
	talk_ask_again(t);
}

static void take_free(struct talk *t)
{
	struct frame *f = t->f;
	struct offer picked[FRAME_OFFERS_MAX];
	enum offer_match match;
	const char *why;
	size_t n =
		offer_pick(t->w, f, t->ev->free, t->ev->free_n, picked, &match);

	if (n == 0) {
		say_none(t);
		return;
	}
	memcpy(f->offer, picked, n * sizeof(picked[0]));
	f->offers_n = n;
	why = why_other(t, match);
	if (why != NULL)
		talk_lead(t, why);
	say_offer(t);
}

/* The time is lost to somebody else, or to another visit of the patient. */
static void take_lost(struct talk *t)
{
	struct frame *f = t->f;
	bool is_clash = t->ev->kind == EVENT_CLASH;

	f->has_chosen = false;
	f->hold_id = 0;
	f->seek = is_clash ? SEEK_OTHER : SEEK_WISH;
	if (!is_clash)
		f->offers_n = 0;
	talk_lead(t, talk_text(t, is_clash ? SAY_CLASH : SAY_TAKEN, NULL));
	talk_find(t);
}

static void take_held(struct talk *t)
{
	struct frame *f = t->f;
	const struct offer *o = &f->offer[0];
	const char *clock = wording_clock(
		offer_zone(t->w, o->branch_id), o->start_at, t->a);

	f->hold_id = t->ev->visit.id;
	talk_lead(t, talk_text(t, SAY_CHOSEN, TALK_VARS({"first", clock})));
	talk_advance(t);
}

static void take_failed(struct talk *t)
{
	frame_next(t->f);
	talk_say(t,
		talk_text(t, SAY_FAILED, TALK_VARS({"phone", talk_phone(t)})));
	talk_hand(t, HAND_TROUBLE);
}

void result_take(struct talk *t)
{
	switch (t->ev->kind) {
	case EVENT_FREE:
		take_free(t);
		break;
	case EVENT_HELD:
		take_held(t);
		break;
	case EVENT_BOOKED:
	case EVENT_MOVED:
	case EVENT_CANCELLED:
	case EVENT_CONFIRMED:
		own_visit_event(t);
		break;
	case EVENT_TAKEN:
	case EVENT_CLASH:
		take_lost(t);
		break;
	case EVENT_FAILED:
	case EVENT_SAID:
	case DIALOGUE_EVENTS:
		take_failed(t);
		break;
	}
}
