#include "cli/slots_words.h"

#include "os/zone.h"

const struct json *words_given(const struct json *j, const char *key)
{
	const struct json *m = json_get(j, key);

	return m && m->kind != JSON_KIND_NULL ? m : NULL;
}

/* A text that must be there. */
static bool read_text(
	const struct json *j, const char *key, const char **out, struct err *e)
{
	if (!json_get_text(j, key, NULL, out, e))
		return false;
	return *out || err_field(e, ERR_INVALID, key, "missing");
}

bool words_instant(
	const struct json *j, const char *key, int64_t *unix_s, struct err *e)
{
	const char *text;

	return read_text(j, key, &text, e) &&
	       civil_read_instant(text, key, unix_s, e);
}

static bool day_of_text(const char *text, const char *key, const struct zone *z,
	int64_t *day, struct err *e)
{
	int64_t at;

	if (!strchr(text, ':'))
		return civil_read_date(text, key, day, e);
	if (!civil_read_instant(text, key, &at, e))
		return false;
	*day = zone_day(z, at);
	return true;
}

bool words_day(const struct json *j, const char *key, const struct zone *z,
	int64_t otherwise, int64_t *day, struct err *e)
{
	const char *text;

	*day = otherwise;
	return json_get_text(j, key, NULL, &text, e) &&
	       (!text || day_of_text(text, key, z, day, e));
}

bool words_zone(const struct json *j, const char *key,
	const struct zone *otherwise, const struct zone **out, struct err *e)
{
	const char *name;

	*out = otherwise;
	if (!json_get_text(j, key, NULL, &name, e))
		return false;
	if (name && !zone_find(NULL, name, out, e))
		return err_field(e, e->kind, key, "no such time zone");
	return true;
}

bool words_choice(const struct json *j, const char *key,
	const char *const *names, int otherwise, int *out, struct err *e)
{
	const char *text;

	*out = otherwise;
	if (!json_get_text(j, key, NULL, &text, e))
		return false;
	if (!text)
		return otherwise >= 0 ||
		       err_field(e, ERR_INVALID, key, "missing");
	for (int i = 0; names[i]; i++)
		if (strcmp(names[i], text) == 0) {
			*out = i;
			return true;
		}
	return err_field(e, ERR_INVALID, key, "unknown word");
}

static bool read_pair(const struct json *j, struct interval *v, struct err *e)
{
	const struct json *p = j->child;

	if (j->n != 2 || p[0].kind != JSON_KIND_TEXT ||
		p[1].kind != JSON_KIND_TEXT)
		return err_set(e, ERR_INVALID, "interval: not two instants");
	return civil_read_instant(p[0].text, "interval", &v->start, e) &&
	       civil_read_instant(p[1].text, "interval", &v->end, e);
}

static bool read_interval(
	const struct json *j, struct interval *v, struct err *e)
{
	static const char *const keys[] = {"start", "end", NULL};

	if (j->kind == JSON_KIND_LIST)
		return read_pair(j, v, e);
	return json_only(j, keys, e) &&
	       words_instant(j, "start", &v->start, e) &&
	       words_instant(j, "end", &v->end, e);
}

static bool read_list(const struct json *list, size_t n, struct arena *a,
	const struct interval **out, struct err *e)
{
	struct interval *p = arena_new(a, struct interval, n);

	for (size_t i = 0; i < n; i++)
		if (!read_interval(&list[i], &p[i], e))
			return false;
	*out = p;
	return true;
}

bool words_intervals(const struct json *j, const char *key, struct arena *a,
	const struct interval **out, size_t *n, struct err *e)
{
	const struct json *list;

	return json_get_list(j, key, &list, n, e) &&
	       read_list(list, *n, a, out, e);
}

bool words_set(const struct json *list, struct arena *a, struct intervals *out,
	struct err *e)
{
	const struct interval *p;

	if (list->kind != JSON_KIND_LIST)
		return err_field(e, ERR_INVALID, "lists", "not lists");
	if (!read_list(list->child, list->n, a, &p, e))
		return false;
	*out = interval_join(p, list->n, a);
	return true;
}

/* ---- Schedules. ---- */

static bool read_clocks(
	const struct json *j, int *from_s, int *to_s, struct err *e)
{
	const char *from, *to;

	return read_text(j, "from", &from, e) && read_text(j, "to", &to, e) &&
	       civil_read_clock(from, "from", from_s, e) &&
	       civil_read_clock(to, "to", to_s, e);
}

static bool read_week(const struct json *j, struct hours_week *w, struct err *e)
{
	static const char *const keys[] = {"days", "from", "to", NULL};
	const struct json *days;
	size_t n;

	w->days = 0;
	if (!json_only(j, keys, e) || !json_get_list(j, "days", &days, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (days[i].kind != JSON_KIND_INT || days[i].i < 0 ||
			days[i].i > 6)
			return err_field(
				e, ERR_INVALID, "days", "not weekdays 0 to 6");
		w->days |= 1u << days[i].i;
	}
	return read_clocks(j, &w->from_s, &w->to_s, e);
}

static bool read_weekly(
	const struct json *j, struct arena *a, struct hours *h, struct err *e)
{
	const struct json *list;
	struct hours_week *p;

	if (!json_get_list(j, "weekly", &list, &h->weekly_n, e))
		return false;
	h->weekly = p = arena_new(a, struct hours_week, h->weekly_n);
	for (size_t i = 0; i < h->weekly_n; i++)
		if (!read_week(&list[i], &p[i], e))
			return false;
	return true;
}

static bool read_date(const struct json *j, struct hours_date *d, struct err *e)
{
	static const char *const keys[] = {"date", "from", "to", NULL};
	const char *date;

	return json_only(j, keys, e) && read_text(j, "date", &date, e) &&
	       civil_read_date(date, "date", &d->day, e) &&
	       read_clocks(j, &d->from_s, &d->to_s, e);
}

static bool read_overrides(
	const struct json *j, struct arena *a, struct hours *h, struct err *e)
{
	const struct json *list;
	struct hours_date *p;

	if (!json_get_list(j, "overrides", &list, &h->overrides_n, e))
		return false;
	h->overrides = p = arena_new(a, struct hours_date, h->overrides_n);
	for (size_t i = 0; i < h->overrides_n; i++)
		if (!read_date(&list[i], &p[i], e))
			return false;
	return true;
}

static bool read_closed(
	const struct json *j, struct arena *a, struct hours *h, struct err *e)
{
	const struct json *list;
	int64_t *p;

	if (!json_get_list(j, "closed_dates", &list, &h->closed_n, e))
		return false;
	h->closed = p = arena_new(a, int64_t, h->closed_n);
	for (size_t i = 0; i < h->closed_n; i++) {
		if (list[i].kind != JSON_KIND_TEXT)
			return err_field(
				e, ERR_INVALID, "closed_dates", "not dates");
		if (!civil_read_date(list[i].text, "closed_dates", &p[i], e))
			return false;
	}
	return true;
}

static bool read_trip(const struct json *j, const struct zone *home,
	struct hours_trip *t, struct err *e)
{
	static const char *const keys[] = {"from", "to", "tz", NULL};

	if (!json_only(j, keys, e) || !words_zone(j, "tz", NULL, &t->zone, e) ||
		!words_day(j, "from", home, INT64_MIN, &t->from_day, e) ||
		!words_day(j, "to", home, INT64_MAX, &t->to_day, e))
		return false;
	return t->zone || err_field(e, ERR_INVALID, "tz", "missing");
}

static bool read_trips(
	const struct json *j, struct arena *a, struct hours *h, struct err *e)
{
	const struct json *list;
	struct hours_trip *p;

	if (!json_get_list(j, "tz_overrides", &list, &h->travels_n, e))
		return false;
	h->travels = p = arena_new(a, struct hours_trip, h->travels_n);
	for (size_t i = 0; i < h->travels_n; i++)
		if (!read_trip(&list[i], h->zone, &p[i], e))
			return false;
	return true;
}

bool words_hours(const struct json *j, bool is_resource, struct arena *a,
	struct hours *h, struct err *e)
{
	static const char *const keys[] = {"busy", "id", "tz", "weekly",
		"overrides", "closed_dates", "tz_overrides", "overnight",
		"ranges", "extra", NULL};

	*h = (struct hours){.has_ranges = words_given(j, "ranges") != NULL};
	return json_only(j, is_resource ? keys : keys + 1, e) &&
	       words_zone(j, "tz", zone_utc(), &h->zone, e) &&
	       read_weekly(j, a, h, e) && read_overrides(j, a, h, e) &&
	       read_closed(j, a, h, e) && read_trips(j, a, h, e) &&
	       json_get_bool(j, "overnight", false, &h->is_overnight, e) &&
	       words_intervals(j, "ranges", a, &h->ranges, &h->ranges_n, e) &&
	       words_intervals(j, "extra", a, &h->extra, &h->extra_n, e);
}
