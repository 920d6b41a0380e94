#include "core/offer.h"

#include <stdlib.h>
#include <string.h>

#include "core/wording.h"

/* What of the wish a candidate must meet; given up from top to bottom. */
enum {
	MUST_DAY = 1,
	MUST_CLOCK = 2,
	MUST_DOCTOR = 4,
	MUST_HOME = 8, /* the zone of the first branch */
};
static const struct {
	unsigned must;
	enum offer_match match;
} levels[] = {
	{MUST_DAY | MUST_CLOCK | MUST_DOCTOR | MUST_HOME, OFFER_FITS},
	{MUST_DAY | MUST_CLOCK | MUST_DOCTOR, OFFER_FITS},
	{MUST_DAY | MUST_DOCTOR, OFFER_OTHER_TIME},
	{MUST_CLOCK | MUST_DOCTOR | MUST_HOME, OFFER_OTHER_DAY},
	{MUST_DOCTOR | MUST_HOME, OFFER_OTHER_DAY},
	{MUST_DOCTOR, OFFER_OTHER_DAY},
	{MUST_DAY | MUST_CLOCK, OFFER_OTHER_DOCTOR},
	{0, OFFER_OTHER_DOCTOR},
};

enum {
	SECOND_CHOICE_S = 3600,   /* how far apart two choices are */
	CHOICE_WAIT_S = 2 * 3600, /* later by so much to have a choice */
};

const struct zone *offer_zone(const struct dialogue_world *w, int64_t branch_id)
{
	int at = catalogue_branch(w->catalogue, branch_id);

	return w->zones[at < 0 ? 0 : at];
}

static int minute_of(const struct zone *zone, int64_t at)
{
	struct civil c;

	zone_local(zone, at, &c);
	return c.hour * 60 + c.minute;
}

static bool meets_clock(const struct wish *wish, int minute)
{
	if (!wish->has_clock)
		return true;
	if (wish->clock_from == wish->clock_to)
		return minute == wish->clock_from;
	return minute >= wish->clock_from && minute < wish->clock_to;
}

static bool was_offered(const struct frame *f, const struct offer *o)
{
	for (size_t i = 0; i < f->offers_n; i++)
		if (f->offer[i].start_at == o->start_at)
			return true;
	return false;
}

static bool meets_seek(
	const struct frame *f, const struct zone *zone, const struct offer *o)
{
	switch (f->seek) {
	case SEEK_WISH:
		return true;
	case SEEK_EARLIER:
		return o->start_at < f->seek_at;
	case SEEK_LATER:
		return o->start_at > f->seek_at;
	case SEEK_OTHER:
		return !was_offered(f, o);
	case SEEK_OTHER_DAY:
		return zone_day(zone, o->start_at) > zone_day(zone, f->seek_at);
	}
	return true;
}

/* A visit is not moved to where it is. */
static bool is_own_time(const struct frame *f, const struct offer *o)
{
	const struct frame_visit *visit = frame_visit(f, f->moving_id);

	return f->moving_id != 0 && visit != NULL &&
	       visit->at.start_at == o->start_at &&
	       visit->at.doctor_id == o->doctor_id;
}

static bool is_home(const struct dialogue_world *w, const struct zone *zone)
{
	return strcmp(zone_name(zone), zone_name(w->zones[0])) == 0;
}

static bool meets(const struct dialogue_world *w, const struct frame *f,
	unsigned must, const struct offer *o)
{
	const struct zone *zone = offer_zone(w, o->branch_id);
	int64_t day = zone_day(zone, o->start_at);

	if (frame_has_refused(f, o->doctor_id) || is_own_time(f, o) ||
		!meets_seek(f, zone, o))
		return false;
	if (f->branch_id != 0 && o->branch_id != f->branch_id)
		return false;
	if ((must & MUST_HOME) && f->branch_id == 0 && !is_home(w, zone))
		return false;
	if ((must & MUST_DOCTOR) && f->doctor_id != 0 &&
		o->doctor_id != f->doctor_id)
		return false;
	if ((must & MUST_DAY) && f->wish.has_day &&
		(day < f->wish.day_first || day > f->wish.day_last))
		return false;
	return !(must & MUST_CLOCK) ||
	       meets_clock(&f->wish, minute_of(zone, o->start_at));
}

/* How far a candidate is from what was said; the nearest is offered. */
static int64_t distance(const struct dialogue_world *w, const struct frame *f,
	const struct offer *o)
{
	const struct zone *zone = offer_zone(w, o->branch_id);
	int minute = minute_of(zone, o->start_at);
	int64_t day = zone_day(zone, o->start_at);
	int64_t off = 0;

	if (f->seek == SEEK_EARLIER)
		return f->seek_at - o->start_at;
	if (f->wish.has_day && day < f->wish.day_first)
		off = f->wish.day_first - day;
	if (f->wish.has_day && day > f->wish.day_last)
		off = day - f->wish.day_last;
	if (f->wish.has_clock && minute < f->wish.clock_from)
		return off * 1440 + f->wish.clock_from - minute;
	if (f->wish.has_clock && minute >= f->wish.clock_to)
		return off * 1440 + minute - f->wish.clock_to;
	return off * 1440;
}

static bool is_second_choice(const struct dialogue_world *w,
	const struct frame *f, const struct offer *first, const struct offer *o,
	int64_t gap_s)
{
	const struct zone *zone = offer_zone(w, o->branch_id);

	return o->doctor_id == first->doctor_id &&
	       o->branch_id == first->branch_id &&
	       llabs(o->start_at - first->start_at) >= gap_s &&
	       (f->seek == SEEK_EARLIER || o->start_at > first->start_at) &&
	       zone_day(zone, o->start_at) == zone_day(zone, first->start_at);
}

/* A search among the free times at one level of what must be met. */
struct search {
	const struct dialogue_world *w;
	const struct frame *f;
	unsigned must;
	const struct offer *free;
	size_t n;
};

static const struct offer *second_of(
	const struct search *s, const struct offer *first)
{
	static const int64_t gaps_s[] = {SECOND_CHOICE_S, 1};

	for (size_t g = 0; g < ARRAY_LEN(gaps_s); g++)
		for (size_t i = 0; i < s->n; i++)
			if (meets(s->w, s->f, s->must, &s->free[i]) &&
				is_second_choice(s->w, s->f, first, &s->free[i],
					gaps_s[g]))
				return &s->free[i];
	return NULL;
}

static const struct offer *first_of(const struct search *s)
{
	const struct offer *first = NULL;

	for (size_t i = 0; i < s->n; i++)
		if (meets(s->w, s->f, s->must, &s->free[i]) &&
			(first == NULL || distance(s->w, s->f, &s->free[i]) <
						  distance(s->w, s->f, first)))
			first = &s->free[i];
	return first;
}

/* A doctor with a choice a little later is better than one without. */
static const struct offer *first_with_second(
	const struct search *s, const struct offer *first)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct offer *o = &s->free[i];

		if (o->start_at >= first->start_at &&
			o->start_at <= first->start_at + CHOICE_WAIT_S &&
			meets(s->w, s->f, s->must, o) &&
			second_of(s, o) != NULL)
			return o;
	}
	return first;
}

static bool is_exact(const struct wish *wish)
{
	return wish->has_clock && wish->clock_from == wish->clock_to;
}

static size_t pick_at(const struct search *s, struct offer *out)
{
	const struct offer *first = first_of(s), *second;

	if (first == NULL)
		return 0;
	if (s->f->seek != SEEK_EARLIER && !is_exact(&s->f->wish))
		first = first_with_second(s, first);
	out[0] = *first;
	if (is_exact(&s->f->wish) && (s->must & MUST_CLOCK))
		return 1;
	second = second_of(s, first);
	if (second == NULL)
		return 1;
	out[second->start_at < first->start_at ? 0 : 1] = *second;
	out[second->start_at < first->start_at ? 1 : 0] = *first;
	return 2;
}

size_t offer_pick(const struct dialogue_world *w, const struct frame *f,
	const struct offer *free, size_t n, struct offer out[FRAME_OFFERS_MAX],
	enum offer_match *match)
{
	for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
		struct search s = {w, f, levels[i].must, free, n};
		size_t picked;

		/* «а вечером?»: the evening counts more than the day. */
		if (f->wish.is_day_guessed &&
			levels[i].match == OFFER_OTHER_TIME)
			continue;
		picked = pick_at(&s, out);

		if (picked > 0) {
			*match = levels[i].match;
			return picked;
		}
	}
	*match = OFFER_NONE;
	return 0;
}

const char *offer_when(const struct dialogue_world *w,
	const struct offer *offer, size_t n, struct arena *a)
{
	const struct zone *zone = offer_zone(w, offer[0].branch_id);
	const char *first = wording_start(
		zone, offer[0].start_at, w->now, w->is_english, a);

	if (n < 2)
		return first;
	/* Both are on one day: see is_second_choice. */
	return arena_print(a, "%s %s %s %s", first,
		script_say(w->script, SAY_OR, w->is_english, NULL, a),
		w->is_english ? "at" : "в",
		wording_clock(zone, offer[1].start_at, a));
}

/* «приём» for a doctor's first visit, else the name of the service, which
 * then does not begin the sentence. */
static const char *service_word(const struct dialogue_world *w,
	const struct service *s, struct arena *a)
{
	const char *p = s->name, *end = p + strlen(p), *q;
	char low[5] = {0};
	uint32_t first, second;

	if (s->is_first_visit)
		return w->is_english ? "visit" : "приём";
	first = text_next(&p, end);
	q = p;
	second = q < end ? text_next(&q, end) : 0;
	if (text_lower_char(second) != second)
		return s->name; /* УЗИ, ЭКГ */
	text_put(low, text_lower_char(first));
	return arena_print(a, "%s%s", low, p);
}

const char *offer_what(const struct dialogue_world *w, int64_t service_id,
	const struct offer *offer, struct arena *a)
{
	const struct catalogue *c = w->catalogue;
	int doctor = catalogue_resource(c, offer->doctor_id);
	int branch = catalogue_branch(c, offer->branch_id);
	int service = catalogue_service(c, service_id);
	const struct script_var vars[] = {
		{"profession",
			doctor < 0 ? "" : c->resources[doctor].profession},
		{"name", doctor < 0 ? ""
				    : wording_short_name(
					      &c->resources[doctor], a)},
		{"branch", branch < 0 ? "" : c->branches[branch].name},
		{"service", service < 0 ? ""
					: service_word(
						  w, &c->services[service], a)},
		{"price", wording_money(offer->price_kop, a)},
		{0},
	};

	return script_say(w->script, SAY_WHAT, w->is_english, vars, a);
}
