#include "core/scenario.h"

#include "core/quiet.h"

static const char *const trigger_names[TRIGGERS] = {
	[TRIGGER_BOOKED] = "booked",
	[TRIGGER_MOVED] = "moved",
	[TRIGGER_CANCELLED] = "cancelled",
};

/* The file's settings; the order is that of `setters`. */
enum setting {
	SET_TRIGGER,
	SET_BEFORE,
	SET_FROM,
	SET_UNTIL,
	SET_COUNTED,
	SET_TEMPLATE,
	SET_CHANNELS,
	SETTINGS /* how many */
};

struct reader {
	struct arena *a;
	struct scenario *all;
	size_t n;
	unsigned seen; /* settings of the last scenario, 1 << enum setting */
};

/* Cuts the next word; its p is NULL at the end of the line. */
static struct str next_word(struct str *line)
{
	*line = str_trim(*line);
	if (line->n == 0)
		return (struct str){NULL, 0};
	return str_split(line, ' ');
}

static bool is_name(struct str s)
{
	if (s.n == 0 || s.n > SCENARIO_NAME_BYTES_MAX)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && s.p[i] != '_')
			return false;
	return true;
}

/* "24h", "15m". */
static bool read_span(struct str s, int *out)
{
	int64_t n;
	int unit_s;

	if (s.n < 2)
		return false;
	if (s.p[s.n - 1] == 'h')
		unit_s = CIVIL_HOUR_S;
	else if (s.p[s.n - 1] == 'm')
		unit_s = CIVIL_MINUTE_S;
	else
		return false;
	if (!text_to_int((struct str){s.p, s.n - 1}, 0, 1000, &n))
		return false;
	*out = (int)n * unit_s;
	return true;
}

static bool set_trigger(struct reader *r, struct scenario *s, struct str v)
{
	(void)r;
	for (struct str w = next_word(&v); w.p; w = next_word(&v)) {
		unsigned bit = 0;

		for (int t = 0; t < TRIGGERS; t++)
			if (str_equal(w, trigger_names[t]))
				bit = 1u << t;
		if (bit == 0)
			return false;
		s->triggers |= bit;
	}
	return s->triggers != 0;
}

static bool set_before(struct reader *r, struct scenario *s, struct str v)
{
	(void)r;
	return read_span(v, &s->before_s) && s->before_s > 0;
}

static bool set_from(struct reader *r, struct scenario *s, struct str v)
{
	struct err e;

	return civil_read_clock(
		       arena_copy(r->a, v.p, v.n), "from", &s->from_s, &e) &&
	       s->from_s > 0;
}

static bool set_until(struct reader *r, struct scenario *s, struct str v)
{
	(void)r;
	return read_span(v, &s->until_s);
}

static bool set_counted(struct reader *r, struct scenario *s, struct str v)
{
	(void)r;
	s->is_counted = str_equal(v, "yes");
	return s->is_counted || str_equal(v, "no");
}

static bool set_template(struct reader *r, struct scenario *s, struct str v)
{
	s->template = arena_copy(r->a, v.p, v.n);
	return is_name(v);
}

static bool set_channels(struct reader *r, struct scenario *s, struct str v)
{
	for (struct str w = next_word(&v); w.p; w = next_word(&v)) {
		if (!is_name(w) || s->channels_n == SCENARIO_CHANNELS_MAX)
			return false;
		s->channels[s->channels_n++] = arena_copy(r->a, w.p, w.n);
	}
	return s->channels_n > 0;
}

static const struct {
	const char *name;
	bool (*set)(struct reader *r, struct scenario *s, struct str value);
} setters[SETTINGS] = {
	[SET_TRIGGER] = {"trigger", set_trigger},
	[SET_BEFORE] = {"before", set_before},
	[SET_FROM] = {"from", set_from},
	[SET_UNTIL] = {"until", set_until},
	[SET_COUNTED] = {"counted", set_counted},
	[SET_TEMPLATE] = {"template", set_template},
	[SET_CHANNELS] = {"channels", set_channels},
};

/* The last scenario has what it must have, and nothing that contradicts. */
static bool is_whole(const struct reader *r)
{
	const unsigned must =
		1u << SET_TRIGGER | 1u << SET_TEMPLATE | 1u << SET_CHANNELS;
	const unsigned hours = 1u << SET_FROM | 1u << SET_UNTIL;
	const struct scenario *last;

	if (r->n == 0)
		return true;
	last = &r->all[r->n - 1];
	if ((r->seen & must) != must)
		return false;
	if (r->seen & 1u << SET_BEFORE)
		return last->until_s < last->before_s;
	return !(r->seen & hours);
}

static bool begin_scenario(struct reader *r, struct str name)
{
	const struct scenarios sofar = {r->all, r->n};
	const char *text = arena_copy(r->a, name.p, name.n);

	if (!is_name(name) || r->n == SCENARIOS_MAX ||
		scenario_find(&sofar, text) || !is_whole(r))
		return false;
	r->all[r->n++] = (struct scenario){.name = text};
	r->seen = 0;
	return true;
}

static bool read_line(struct reader *r, struct str line)
{
	struct str word = next_word(&line);
	struct str value = str_trim(line);

	if (!word.p || word.p[0] == '#')
		return true;
	if (str_equal(word, "scenario"))
		return begin_scenario(r, value);
	for (int i = 0; i < SETTINGS && r->n > 0; i++) {
		if (!str_equal(word, setters[i].name))
			continue;
		if (r->seen & 1u << i || value.n == 0)
			return false;
		r->seen |= 1u << i;
		return setters[i].set(r, &r->all[r->n - 1], value);
	}
	return false;
}

bool scenarios_load(const char *text, size_t n, struct arena *a,
	struct scenarios *out, struct err *e)
{
	struct reader r = {
		a, arena_new(a, struct scenario, SCENARIOS_MAX), 0, 0};
	struct str rest = {text, n};

	for (int line = 1; rest.p; line++)
		if (!read_line(&r, str_split(&rest, '\n')))
			return err_set(e, ERR_INVALID,
				"scenarios: line %d: not understood", line);
	if (!is_whole(&r))
		return err_set(
			e, ERR_INVALID, "scenarios: the last one is not whole");
	out->all = r.all;
	out->n = r.n;
	return true;
}

const struct scenario *scenario_find(
	const struct scenarios *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->all[i].name, name) == 0)
			return &s->all[i];
	return NULL;
}

/*
 * Where the message of `s` stands.  A moment after 21:00 goes back to that same
 * evening; one before 08:00, and a visit that is too early in the day, to the
 * evening of the day before the visit.
 */
static void place(const struct scenario *s, int64_t start_at,
	const struct zone *zone, struct scenario_moment *m)
{
	int64_t at = start_at - s->before_s;
	int64_t day = zone_day(zone, start_at);
	bool is_early =
		s->from_s > 0 && start_at < zone_at(zone, day, s->from_s);

	m->at = at;
	m->is_evening = is_early || quiet_is(zone, at);
	if (!m->is_evening)
		return;
	if (at >=
		zone_at(zone, zone_day(zone, at), QUIET_FROM_H * CIVIL_HOUR_S))
		m->at = quiet_evening(zone, zone_day(zone, at));
	else
		m->at = quiet_evening(zone, day - 1);
}

static bool stands_already(
	const struct scenario_moment *out, size_t n, int64_t at)
{
	for (size_t i = 0; i < n; i++)
		if (out[i].scenario->before_s > 0 && out[i].at == at)
			return true;
	return false;
}

size_t scenario_plan(const struct scenarios *s, enum scenario_trigger trigger,
	int64_t start_at, const struct zone *zone, int64_t now,
	struct scenario_moment out[SCENARIOS_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct scenario_moment m = {.scenario = &s->all[i], .at = now};

		if (!(s->all[i].triggers & 1u << trigger) || start_at <= now)
			continue;
		if (m.scenario->before_s > 0) {
			place(m.scenario, start_at, zone, &m);
			if (start_at - now < m.scenario->before_s ||
				m.at < now || stands_already(out, n, m.at))
				continue;
		}
		m.expires_at = start_at - m.scenario->until_s;
		if (m.at >= m.expires_at)
			continue;
		out[n++] = m;
	}
	return n;
}
