#include "lang/when.h"

#include "base/zone.h"

#include "lang/lang_tables.h"
#include "lang/retype.h"
#include "lang/when_join.h"
#include "lang/when_rule.h"

/*
 * From left to right: a *core* is what one rule takes; a *group* is cores side
 * by side that speak of one moment ("завтра, 24 ноября, в 15:30"); a *phrase*
 * is a group with the prepositions that bound it, or two joined into a range
 * ("с 10 до 12"); a *span* is phrases side by side ("в пятницу с 10 до 12").
 * Each atom is looked at a bounded number of times.
 */
enum { FILLERS_MAX = 3, LIST_MAX = 6 };

struct reader {
	const struct when_rules *rules;
	const struct when_atom *atom;
	size_t n;
	int64_t today;
	bool is_expected;
};

static bool is_at(const struct reader *r, size_t at, int class)
{
	return at < r->n && when_set_has(r->atom[at].classes, class);
}
#define IS(r, at, name) is_at(r, at, WHEN_INDEX_##name)

/* How prepositions in front of a group bound it. */
struct prefix {
	enum said_bound bound;
	bool is_in, is_on, is_any, is_about, is_negated, is_between;
	size_t n;
};

static bool read_not(const struct reader *r, size_t at, struct prefix *p)
{
	if (!IS(r, at, NOT))
		return false;
	p->n++;
	if (IS(r, at + 1, BEFORE))
		p->bound = BOUND_FROM;
	else if (IS(r, at + 1, AFTER))
		p->bound = BOUND_UPTO;
	else
		p->is_negated = true;
	p->is_any = p->bound != BOUND_NONE;
	p->n += p->is_any;
	return true;
}

static bool read_preposition(
	const struct reader *r, size_t at, struct prefix *p)
{
	if (read_not(r, at, p))
		return true;
	if (IS(r, at, IN))
		p->is_in = true;
	else if (IS(r, at, ON))
		p->is_on = true;
	else if (IS(r, at, FROM))
		p->bound = BOUND_FROM;
	else if (IS(r, at, AFTER))
		p->bound = BOUND_AFTER;
	else if (IS(r, at, UNTIL) || IS(r, at, BEFORE))
		p->bound = BOUND_UNTIL;
	else if (IS(r, at, UPTO))
		p->bound = BOUND_UPTO;
	else if (IS(r, at, ABOUT) || IS(r, at, CLOSER))
		p->is_about = true;
	else if (IS(r, at, BETWEEN))
		p->is_between = true;
	else if (!IS(r, at, TOWARD))
		return false;
	p->is_any = true;
	p->n++;
	return true;
}

static void read_prefix(const struct reader *r, size_t at, struct prefix *p)
{
	*p = (struct prefix){BOUND_NONE};
	while (p->n < FILLERS_MAX && read_preposition(r, at + p->n, p))
		;
}

/* Whether what follows makes a number count things ("в 5 клиниках"). */
static bool is_counting(const struct reader *r, size_t at)
{
	static const int units[] = {WHEN_INDEX_BLOCK, WHEN_INDEX_SECOND,
		WHEN_INDEX_MINUTE, WHEN_INDEX_HOUR, WHEN_INDEX_DAY,
		WHEN_INDEX_WEEK, WHEN_INDEX_MONTHWORD, WHEN_INDEX_QUARTER,
		WHEN_INDEX_YEAR, WHEN_INDEX_NUM};

	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (is_at(r, at, units[i]))
			return true;
	return IS(r, at, WORD) && !IS(r, at, VERBISH);
}

static size_t read_bare(const struct reader *r, size_t at, struct said *out)
{
	const struct when_atom *num = &r->atom[at];

	if (!IS(r, at, NUM) || num->value > 31 || is_counting(r, at + 1) ||
		(num->is_word && num->value <= 1))
		return 0;
	*out = (struct said){.bare = num->value, .need = NEED_COMPANY};
	out->first = out->last = at;
	return 1;
}

static size_t read_core(const struct reader *r, size_t at, struct said *out)
{
	size_t took;

	if (at >= r->n || (at && IS(r, at - 1, STREET)))
		return 0;
	if (at && IS(r, at - 1, WITHOUT) && IS(r, at, WEEKEND))
		return 0; /* "без выходных" */
	took = when_rule_match(r->rules, r->atom, r->n, at, out);
	if (took && out->need == NEED_COMPANY && IS(r, at, ORD) &&
		is_counting(r, at + took))
		return 0; /* "к первому врачу" */
	return took ? took : read_bare(r, at, out);
}

/* Steps over commas and words that may stand inside one date. */
static size_t skip_fillers(const struct reader *r, size_t at)
{
	for (int i = 0; i < FILLERS_MAX; i++) {
		if (IS(r, at, IN) && IS(r, at + 1, FILLER))
			at++; /* "завтра в промежутке с 11" */
		if (!IS(r, at, COMMA) && !IS(r, at, FILLER))
			break;
		at++;
	}
	return at;
}

/* A core whose need is met by what stands in front of it. */
static bool is_met(
	const struct said *s, const struct prefix *p, bool is_day_before)
{
	switch (s->need) {
	case NEED_NOTHING:
		return true;
	case NEED_COMPANY:
		return p->is_any || is_day_before;
	case NEED_IN:
		return p->is_in || is_day_before ||
		       (p->is_any && !p->is_on && p->bound != BOUND_FROM);
	case NEED_OF:
		return p->bound != BOUND_NONE || (p->is_about && is_day_before);
	}
	return false;
}

/* Adds to *s the cores behind it that speak of the same moment. */
static void extend_group(const struct reader *r, struct said *s)
{
	for (;;) {
		size_t at = skip_fillers(r, s->last + 1);
		struct prefix p;
		struct said more;
		size_t took;

		read_prefix(r, at, &p);
		if (p.bound || p.is_negated || p.is_between) {
			took = read_core(r, at, &more); /* "после обеда" */
			p.n = 0;
			if (!took || more.need)
				return;
		} else {
			took = read_core(r, at + p.n, &more);
		}
		if (!took || !is_met(&more, &p, s->day.has || more.day.has))
			return;
		if (more.bare >= 0 && IS(r, more.last + 1, DASH))
			return; /* "завтра 10-12": a range follows */
		when_settle(&more);
		if (!when_agree(r->today, s, &more))
			return;
		more.is_about |= p.is_about;
		when_join(s, &more);
	}
}

static bool read_group(const struct reader *r, size_t at, struct said *s)
{
	if (!read_core(r, at, s))
		return false;
	if (s->bare < 0)
		extend_group(r, s);
	return true;
}

/* Ranges. */

static bool is_connector(
	const struct reader *r, size_t at, const struct prefix *p)
{
	if (p->is_between)
		return IS(r, at, AND);
	return IS(r, at, UNTIL) || IS(r, at, UPTO) || IS(r, at, DASH);
}

/* Reads the second end of a range behind `s`, if there is one. */
static bool read_range(const struct reader *r, const struct prefix *p,
	bool is_day_before, struct said *s)
{
	size_t at = s->last + 1;
	bool is_dash = IS(r, at, DASH);
	struct said y;

	if (!is_connector(r, at, p) ||
		!(p->bound == BOUND_FROM || p->bound == BOUND_NONE))
		return false;
	if (!read_group(r, at + 1, &y))
		return false;
	if (!p->bound && !p->is_between && !is_dash && s->day.has && !y.day.has)
		return false; /* "завтра до 12" is no range */
	if (is_dash && s->bare >= 0 && y.bare >= 0 && !p->is_any &&
		!r->is_expected && !is_day_before)
		return false; /* "3-4" may be anything */
	if (IS(r, at, UNTIL) && (s->bare >= 0 || s->clock.has & CLOCK_TIME) &&
		y.clock.has == CLOCK_PART)
		y.clock.part_to = y.clock.part_from; /* "с 9 до обеда" */
	return when_join_range(s, y, IS(r, at, UPTO) && s->bare >= 0);
}

/* Phrases and spans. */

static void bound_phrase(const struct prefix *p, struct said *s)
{
	if (p->bound && s->clock.has)
		s->clock_bound = p->bound;
	else if (p->bound)
		s->day_bound = p->bound;
}

static bool read_phrase(
	const struct reader *r, size_t at, bool is_day_before, struct said *s)
{
	struct prefix p;
	bool is_range;

	read_prefix(r, at, &p);
	/* A rule that begins with the preposition itself knows better. */
	if (p.n && when_rule_match(r->rules, r->atom, r->n, at, s)) {
		p = (struct prefix){BOUND_NONE};
	}
	if (!read_group(r, at + p.n, s))
		return false;
	is_range = read_range(r, &p, is_day_before, s);
	if (!is_range && !is_met(s, &p, false))
		return false;
	if (s->need && p.is_in && IS(r, at + p.n, ORD) && s->day.has)
		return false; /* "в третьем" */
	if (!is_range && p.is_between)
		return false;
	when_settle(s);
	if (!is_range)
		bound_phrase(&p, s);
	s->is_about |= p.is_about;
	s->is_negated = p.is_negated;
	s->first = at;
	return true;
}

/* "с 9 до 18, в субботу с 10 до 15": the day belongs to what follows it. */
static bool belongs_ahead(
	const struct reader *r, const struct said *s, const struct said *day)
{
	struct said next;

	if (s->day.has || day->clock.has || !(s->clock.has & CLOCK_TIME) ||
		!IS(r, s->last + 1, COMMA))
		return false;
	return read_phrase(r, skip_fillers(r, day->last + 1), true, &next) &&
	       next.clock.has & CLOCK_TIME && !next.day.has;
}

static bool read_span(const struct reader *r, size_t at, struct said *s)
{
	if (!read_phrase(r, at, false, s))
		return false;
	for (;;) {
		struct said more;

		if (!read_phrase(r, skip_fillers(r, s->last + 1),
			    s->day.has != 0, &more))
			return true;
		more.is_negated |= s->is_negated;
		if (!when_agree(r->today, s, &more) ||
			belongs_ahead(r, s, &more))
			return true;
		when_join(s, &more);
	}
}

/*
 * "15, 16 и 17 марта", "в 10 или 12 часов": where the list ends whose first
 * number stands at `at`; the same place if it is no list.
 */
static size_t list_end(const struct reader *r, size_t at)
{
	size_t end = at;

	for (int i = 0; i < LIST_MAX; i++) {
		if (!IS(r, end + 1, COMMA) && !IS(r, end + 1, AND) &&
			!IS(r, end + 1, OR))
			break;
		if (!IS(r, end + 2, MDAYNUM) && !IS(r, end + 2, ORD))
			break;
		end += 2;
	}
	return end;
}

/* A number of a list is a day or an hour as the last of the list is. */
static bool read_listed(
	const struct reader *r, size_t at, bool is_listed, struct said *s)
{
	size_t first = at + IS(r, at, IN), end;
	int value;

	if (!IS(r, first, MDAYNUM) && !IS(r, first, ORD))
		return false;
	end = list_end(r, first);
	if (end == first || !read_core(r, end, s))
		return false;
	if (s->bare >= 0 && (first > at || is_listed))
		when_bare_hour(s);
	value = r->atom[first].value;
	if (s->day.has & DAY_MDAY && s->need == NEED_NOTHING)
		s->day.mday = value;
	else if (s->clock.has == CLOCK_TIME && s->clock.grain == WHEN_HOUR &&
		 value <= 24)
		s->clock.second = value * 3600;
	else
		return false;
	s->need = NEED_NOTHING;
	s->first = at;
	s->last = first;
	return true;
}

/* "завтра в 10 или 12": another hour of the day just read. */
static bool read_other_hour(
	const struct reader *r, const struct said *last, struct said *s)
{
	size_t at = last->last + 2;

	if (last->clock.has != CLOCK_TIME || last->has_clock_to ||
		last->clock_bound || last->clock.grain != WHEN_HOUR ||
		!IS(r, at - 1, OR) || !read_bare(r, at, s) || s->bare > 24)
		return false;
	when_bare_hour(s);
	s->need = NEED_NOTHING;
	return true;
}

/* A whole text of "15" or "второго" that answers "when?". */
static bool read_answer(const struct reader *r, size_t at, struct said *s)
{
	size_t took;

	if (!IS(r, at, NUM) && !IS(r, at, ORD) && !IS(r, at, HOURONE))
		return false;
	took = read_core(r, at, s);
	if (!took || s->need == NEED_IN)
		return false;
	if (!r->is_expected && (!IS(r, at, ORDWORD) || r->atom[at].value < 10))
		return false;
	extend_group(r, s);
	when_settle(s);
	return true;
}

struct saids {
	struct said *said;
	size_t n, room;
};

static void add_said(struct saids *list, const struct said *s, struct arena *a)
{
	if (list->n == list->room) {
		size_t room = list->room ? list->room * 2 : 4;
		struct said *bigger = arena_new(a, struct said, room);

		if (list->n)
			memcpy(bigger, list->said, list->n * sizeof(*bigger));
		list->said = bigger;
		list->room = room;
	}
	list->said[list->n++] = *s;
}

static bool is_sentence_between(
	const struct reader *r, const struct said *x, const struct said *y)
{
	for (size_t i = x->last + 1; i < y->first; i++)
		if (IS(r, i, STOP))
			return true;
	return false;
}

/* Whether only "или", "и" or a comma, and prepositions, stand between. */
static bool is_beside(
	const struct reader *r, const struct said *x, const struct said *y)
{
	size_t joint = x->last + 1;

	return y->first > x->last + 1 && y->first <= x->last + 3 &&
	       (IS(r, joint, OR) || IS(r, joint, AND) || IS(r, joint, COMMA));
}

/* Gives the bare day *to the week or month that `from` names. */
static void lend_frame(const struct day_said *from, struct day_said *to)
{
	if (to->has == DAY_WEEKDAY && to->which == WHICH_PLAIN) {
		if (from->has == (DAY_PERIOD | DAY_WEEKDAY)) {
			to->has = from->has;
			to->period = from->period;
			to->period_shift = from->period_shift;
		} else if (from->has == DAY_WEEKDAY) {
			to->which = from->which;
		}
	} else if (to->has == DAY_MDAY && (from->has & ~(unsigned)DAY_YEAR) ==
						  (DAY_MDAY | DAY_MONTH)) {
		to->has = from->has;
		to->month = from->month;
		to->year = from->year;
	}
}

/*
 * "на следующей неделе в среду или четверг", "15 апреля или 17-го"; backwards
 * "в среду или четверг на следующей неделе".
 */
static void lend_frames(const struct reader *r, struct saids *list)
{
	for (size_t i = 1; i < list->n; i++) {
		struct said *x = &list->said[i - 1], *y = x + 1;

		if (is_beside(r, x, y) && !x->has_day_to && !y->has_day_to)
			lend_frame(&x->day, &y->day);
	}
	for (size_t i = list->n; i-- > 1;) {
		struct said *x = &list->said[i - 1], *y = x + 1;

		if (is_beside(r, x, y) && !x->has_day_to && !y->has_day_to &&
			y->day.has == (DAY_PERIOD | DAY_WEEKDAY) &&
			(IS(r, y->first, WEEKDAY) ||
				IS(r, y->first + 1, WEEKDAY)))
			lend_frame(&y->day, &x->day);
	}
}

/*
 * "завтра к Петровой в 15:30": an hour without a day belongs to the day named
 * before it in the sentence, or else behind it.
 */
static void lend_days(const struct reader *r, struct saids *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct said *s = &list->said[i];
		const struct said *from = NULL;

		if (s->day.has || s->has_moment)
			continue;
		if (i && !is_sentence_between(r, s - 1, s))
			from = s - 1;
		else if (i + 1 < list->n && !s[1].clock.has &&
			 !is_sentence_between(r, s, s + 1))
			from = s + 1;
		if (!from || !from->day.has || from->has_day_to ||
			from->is_negated || from->day_bound)
			continue;
		s->day = from->day;
	}
}

/* The date behind "улица", which is a name and no date. */
static size_t street_name(const struct reader *r, size_t at)
{
	struct said s;
	size_t dot = IS(r, at + 1, STOP);

	if (!IS(r, at, STREET) || at + 1 + dot >= r->n)
		return 0;
	return dot + when_rule_match(r->rules, r->atom, r->n, at + 1 + dot, &s);
}

/* "на этой неделе или на следующей": the unit is said once. */
static bool read_other_period(
	const struct reader *r, const struct said *last, struct said *s)
{
	size_t at = last->last + 2;

	if (last->day.has != DAY_PERIOD || last->clock.has ||
		last->has_day_to || last->day.third || !IS(r, at - 1, OR))
		return false;
	at += IS(r, at, IN) || IS(r, at, ON);
	if (!IS(r, at, NEXT) && !IS(r, at, THIS) && !IS(r, at, LAST))
		return false;
	*s = *last;
	s->day.period_shift = IS(r, at, NEXT) ? 1 : IS(r, at, LAST) ? -1 : 0;
	s->first = last->last + 2;
	s->last = at;
	return !is_counting(r, at + 1) &&
	       s->day.period_shift != last->day.period_shift;
}

static void read_all(
	const struct reader *r, struct saids *list, struct arena *a)
{
	size_t at = 0;
	bool is_listed = false;

	while (at < r->n) {
		struct said s;

		if (read_listed(r, at, is_listed, &s)) {
			is_listed = true;
			add_said(list, &s, a);
			at = s.last + 2; /* behind "," or "и" */
			continue;
		}
		if (!read_span(r, at, &s) && !read_answer(r, at, &s) &&
			!(is_listed && read_core(r, at, &s))) {
			at += 1 + street_name(r, at);
			is_listed = false;
			continue;
		}
		when_settle(&s);
		add_said(list, &s, a);
		if (read_other_hour(r, &list->said[list->n - 1], &s) ||
			read_other_period(r, &list->said[list->n - 1], &s))
			add_said(list, &s, a);
		at = s.last + 1;
		is_listed = false;
	}
}

/* "через день после операции": the day is counted from what we do not know. */
static bool hangs(const struct reader *r, const struct said *s)
{
	return s->day.has & (DAY_AWAY | DAY_STEP) && !s->clock.has &&
	       IS(r, s->last + 1, AFTER) && s->last + 2 < r->n;
}

/*
 * Joins steps with the days they are counted from; those counted from anything
 * else go.
 */
static void anchor_days(const struct reader *r, struct saids *list)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++) {
		struct said *s = &list->said[i];

		if (i + 1 < list->n && when_anchor(s, s + 1))
			continue;
		if (s->day.has == DAY_STEP && s->clock.has)
			s->day.has = 0; /* "в другой день после обеда" */
		if (s->day.has != DAY_AHEAD && s->day.has != DAY_STEP &&
			!hangs(r, s))
			list->said[n++] = *s;
	}
	list->n = n;
}

/* "в пятницу не могу": what is refused behind it is named to be excluded. */
static bool is_refused(const struct tokens *t, size_t next)
{
	static const char *const refusals[] = {"мог", "смог", "получ", "подход",
		"подойд", "удобн", "устраив", "хоч", "буд", "надо", "вариант"};

	if (next + 1 >= t->n || strcmp(t->token[next].low, "не") != 0)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++)
		if (strncmp(t->token[next + 1].low, refusals[i],
			    strlen(refusals[i])) == 0)
			return true;
	return false;
}

size_t when_find(const struct when_context *ctx, const struct tokens *t,
	struct arena *a, const struct when **out)
{
	struct when_atom *atom;
	struct saids list = {NULL, 0, 0};
	struct reader r = {.rules = ctx->lang->when_rules};
	struct when *when;
	size_t n = 0;

	t = retype_tokens(ctx->lang, t, a);
	r.n = when_atoms(ctx->lang->when_words, t, a, &atom);
	r.atom = atom;
	r.today = zone_day(ctx->zone, ctx->now);
	r.is_expected = ctx->is_expected;
	read_all(&r, &list, a);
	anchor_days(&r, &list);
	lend_frames(&r, &list);
	lend_days(&r, &list);
	when = arena_new(a, struct when, list.n + 1);
	for (size_t i = 0; i < list.n; i++) {
		const struct said *s = &list.said[i];

		when[n] = (struct when){
			.begin = t->token[atom[s->first].first].begin,
			.end = t->token[atom[s->last].last].end};
		if (!when_resolve(ctx, s, &when[n]) && !when[n].is_invalid)
			continue;
		when[n].is_negated |= is_refused(t, atom[s->last].last + 1);
		n++;
	}
	*out = when;
	return n;
}

const char *when_grain_name(enum when_grain grain)
{
	static const char *const names[WHEN_GRAINS] = {"second", "minute",
		"hour", "day", "week", "month", "quarter", "year"};

	return names[grain];
}
