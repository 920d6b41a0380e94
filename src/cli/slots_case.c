#include "cli/slots_case.h"

#include "base/json.h"
#include "cli/slots_words.h"
#include "core/slots.h"

enum { MINUTES_MAX = 100000 };

/* A member of an object as minutes, given out in seconds. */
static bool read_minutes(const struct json *j, const char *key, int64_t min,
	int64_t otherwise, int *seconds, struct err *e)
{
	int64_t minutes;

	if (!json_get_int(j, key, min, MINUTES_MAX, otherwise, &minutes, e))
		return false;
	*seconds = (int)minutes * CIVIL_MINUTE_S;
	return true;
}

static bool read_horizon_days(
	const struct json *j, struct slots_horizon *h, struct err *e)
{
	int64_t days;

	if (!json_get_int(j, "days", 0, CASE_WINDOW_DAYS_MAX, 0, &days, e) ||
		!json_get_bool(
			j, "business_only", false, &h->is_business_only, e))
		return false;
	h->days = (int)days;
	return true;
}

static bool read_horizon(const struct json *j, const struct zone *otherwise,
	struct slots_horizon *h, struct err *e)
{
	static const char *const keys[] = {
		"tz", "type", "days", "business_only", "from", "to", NULL};
	static const char *const kinds[] = {
		[SLOTS_ROLLING] = "rolling",
		[SLOTS_ROLLING_BOOKABLE] = "rolling-bookable",
		[SLOTS_RANGE] = "range",
		[SLOTS_HORIZONS] = NULL,
	};
	int kind;

	h->kind = SLOTS_ENDLESS;
	if (!j)
		return true;
	if (!json_only(j, keys, e) ||
		!words_zone(j, "tz", otherwise, &h->zone, e) ||
		!words_choice(j, "type", kinds + 1, -1, &kind, e) ||
		!read_horizon_days(j, h, e))
		return false;
	h->kind = (enum slots_horizon_kind)(kind + 1);
	return h->kind != SLOTS_RANGE ||
	       (words_day(j, "from", h->zone, INT64_MIN, &h->from_day, e) &&
		       words_day(j, "to", h->zone, INT64_MAX, &h->to_day, e));
}

static bool read_limits(const struct json *j, const struct zone *otherwise,
	struct arena *a, struct slots_limits *l, struct err *e)
{
	static const char *const keys[] = {
		"tz", "per_day", "minutes_per_day", "counted", NULL};
	int64_t per_day, minutes;

	l->per_day = l->minutes_per_day = -1;
	if (!j)
		return true;
	if (!json_only(j, keys, e) ||
		!words_zone(j, "tz", otherwise, &l->zone, e) ||
		!json_get_int(j, "per_day", 0, MINUTES_MAX, -1, &per_day, e) ||
		!json_get_int(
			j, "minutes_per_day", 0, MINUTES_MAX, -1, &minutes, e))
		return false;
	l->per_day = (int)per_day;
	l->minutes_per_day = (int)minutes;
	return words_intervals(j, "counted", a, &l->counted, &l->counted_n, e);
}

static bool read_service(
	const struct json *j, struct slots_service *s, struct err *e)
{
	static const char *const keys[] = {"duration_min", "step_min",
		"offset_min", "notice_min", "buffer_before_min",
		"buffer_after_min", "buffers_inside_hours", "capacity",
		"horizon", "limits", NULL};
	int64_t capacity;

	if (!json_only(j, keys, e) ||
		!read_minutes(j, "duration_min", 1, 0, &s->duration_s, e))
		return false;
	if (s->duration_s == 0)
		return err_field(e, ERR_INVALID, "duration_min", "missing");
	if (!read_minutes(j, "step_min", 1, s->duration_s / CIVIL_MINUTE_S,
		    &s->step_s, e) ||
		!read_minutes(j, "offset_min", 0, 0, &s->offset_s, e) ||
		!read_minutes(j, "notice_min", 0, 0, &s->notice_s, e) ||
		!read_minutes(
			j, "buffer_before_min", 0, 0, &s->buffer_before_s, e) ||
		!read_minutes(
			j, "buffer_after_min", 0, 0, &s->buffer_after_s, e) ||
		!json_get_bool(j, "buffers_inside_hours", false,
			&s->has_buffers_inside, e) ||
		!json_get_int(j, "capacity", 1, MINUTES_MAX, 1, &capacity, e))
		return false;
	s->capacity = (int)capacity;
	return true;
}

static bool read_alignment(const struct json *j, const struct zone *otherwise,
	struct slots_alignment *al, struct err *e)
{
	static const char *const keys[] = {"mode", "tz", "interval_min",
		"offset_min", "strict_future", NULL};
	static const char *const modes[] = {
		[SLOTS_HOUR_GRID] = "hour-grid",
		[SLOTS_MAX_FIT] = "max-fit",
		[SLOTS_GRID] = "grid",
		[SLOTS_RANGE_START] = "range-start",
		[SLOTS_MODES] = NULL,
	};
	int64_t interval, offset;
	int mode;

	*al = (struct slots_alignment){.zone = otherwise};
	if (!j)
		return true;
	if (!json_only(j, keys, e) ||
		!words_zone(j, "tz", otherwise, &al->zone, e) ||
		!words_choice(j, "mode", modes, SLOTS_HOUR_GRID, &mode, e) ||
		!json_get_int(j, "interval_min", 1, 1440, 0, &interval, e) ||
		!json_get_int(j, "offset_min", -1440, 1440, 0, &offset, e) ||
		!json_get_bool(
			j, "strict_future", false, &al->has_strict_future, e))
		return false;
	if (mode == SLOTS_GRID && interval == 0)
		return err_field(e, ERR_INVALID, "interval_min", "missing");
	al->mode = (enum slots_mode)mode;
	al->interval_min = (int)interval;
	al->offset_min = (int)offset;
	return true;
}

/* ---- Resources. ---- */

static bool read_busy_one(
	const struct json *j, struct slots_busy *b, bool *blocks, struct err *e)
{
	static const char *const keys[] = {"start", "end", "own_before_min",
		"own_after_min", "blocks", "kind", "status", "service", NULL};

	return json_only(j, keys, e) &&
	       words_instant(j, "start", &b->start, e) &&
	       words_instant(j, "end", &b->end, e) &&
	       read_minutes(j, "own_before_min", 0, 0, &b->own_before_s, e) &&
	       read_minutes(j, "own_after_min", 0, 0, &b->own_after_s, e) &&
	       json_get_bool(j, "blocks", true, blocks, e);
}

static bool read_busy(const struct json *j, struct arena *a,
	struct slots_resource *r, struct err *e)
{
	const struct json *list;
	struct slots_busy *busy;
	size_t n;
	bool blocks;

	if (!json_get_list(j, "busy", &list, &n, e))
		return false;
	r->busy = busy = arena_new(a, struct slots_busy, n);
	for (size_t i = 0; i < n; i++) {
		if (!read_busy_one(&list[i], &busy[r->busy_n], &blocks, e))
			return false;
		r->busy_n += blocks;
	}
	return true;
}

static bool read_resource(const struct json *j, struct arena *a,
	struct slots_resource *r, struct err *e)
{
	*r = (struct slots_resource){0};
	if (!json_get_text(j, "id", NULL, &r->name, e) ||
		!words_hours(j, true, a, &r->hours, e))
		return false;
	return read_busy(j, a, r, e);
}

/* A resource that nobody asks for by name needs none. */
static bool is_named(const struct slots_resource *r, const char *name)
{
	return r->name && name && strcmp(r->name, name) == 0;
}

static bool read_resources(const struct json *j, struct arena *a,
	struct slots_case *q, struct err *e)
{
	const struct json *list;
	struct slots_resource *r;

	if (!json_get_list(j, "resources", &list, &q->resources_n, e))
		return false;
	q->resources = r = arena_new(a, struct slots_resource, q->resources_n);
	for (size_t i = 0; i < q->resources_n; i++) {
		if (!read_resource(&list[i], a, &r[i], e))
			return false;
		for (size_t k = 0; k < i; k++)
			if (is_named(&r[k], r[i].name))
				return err_field(
					e, ERR_INVALID, "id", "the same twice");
	}
	return true;
}

/* ---- Combining. ---- */

static struct slots_group *add_group(
	struct slots_case *q, size_t n, struct arena *a)
{
	struct slots_group *g = &q->groups[q->groups_n++];

	g->n = n;
	g->members = arena_new(a, struct slots_member, n);
	return g;
}

/* One member of all the resources in `ids`. */
static void add_together(
	struct slots_case *q, const int *ids, size_t n, struct arena *a)
{
	struct slots_member *m = arena_new(a, struct slots_member, 1);

	*m = (struct slots_member){ids, n, 0};
	if (n > 0)
		add_group(q, 1, a)->members = m;
}

/* A member for each resource in `ids`. */
static void add_any(
	struct slots_case *q, const int *ids, size_t n, struct arena *a)
{
	struct slots_member *m = arena_new(a, struct slots_member, n);

	for (size_t i = 0; i < n; i++)
		m[i] = (struct slots_member){&ids[i], 1, 0};
	if (n > 0)
		add_group(q, n, a)->members = m;
}

static bool find_resource(const struct slots_case *q, const struct json *id,
	int *out, struct err *e)
{
	if (id->kind == JSON_KIND_TEXT)
		for (size_t i = 0; i < q->resources_n; i++)
			if (is_named(&q->resources[i], id->text)) {
				*out = (int)i;
				return true;
			}
	return err_field(e, ERR_INVALID, "combine", "no such resource");
}

static bool read_ids(const struct slots_case *q, const struct json *list,
	size_t n, struct arena *a, int **out, struct err *e)
{
	int *ids = arena_new(a, int, n);

	for (size_t i = 0; i < n; i++)
		if (!find_resource(q, &list[i], &ids[i], e))
			return false;
	*out = ids;
	return true;
}

/* any_of is a list of ids, or a list of such lists. */
static bool read_any_of(const struct json *list, size_t n, struct arena *a,
	struct slots_case *q, struct err *e)
{
	int *ids;

	if (n == 0 || list[0].kind != JSON_KIND_LIST) {
		if (!read_ids(q, list, n, a, &ids, e))
			return false;
		add_any(q, ids, n, a);
		return true;
	}
	if (n > SLOTS_GROUPS_MAX - 1)
		return err_field(e, ERR_INVALID, "any_of", "over %d lists",
			SLOTS_GROUPS_MAX - 1);
	for (size_t i = 0; i < n; i++) {
		if (list[i].kind != JSON_KIND_LIST)
			return err_field(
				e, ERR_INVALID, "any_of", "not a list");
		if (!read_ids(q, list[i].child, list[i].n, a, &ids, e))
			return false;
		add_any(q, ids, list[i].n, a);
	}
	return true;
}

static bool read_combine_object(const struct json *j, struct arena *a,
	struct slots_case *q, struct err *e)
{
	static const char *const keys[] = {"fixed", "any_of", NULL};
	const struct json *fixed, *any;
	size_t fixed_n, any_n;
	int *ids;

	if (!json_only(j, keys, e) ||
		!json_get_list(j, "fixed", &fixed, &fixed_n, e) ||
		!json_get_list(j, "any_of", &any, &any_n, e) ||
		!read_ids(q, fixed, fixed_n, a, &ids, e))
		return false;
	add_together(q, ids, fixed_n, a);
	return read_any_of(any, any_n, a, q, e);
}

static bool read_combine(const struct json *j, struct arena *a,
	struct slots_case *q, struct err *e)
{
	const struct json *how = json_get(j, "combine");
	int *ids = arena_new(a, int, q->resources_n);

	for (size_t i = 0; i < q->resources_n; i++)
		ids[i] = (int)i;
	if (how && how->kind == JSON_KIND_OBJECT)
		return read_combine_object(how, a, q, e);
	if (!how || how->kind == JSON_KIND_NULL ||
		(how->kind == JSON_KIND_TEXT && !strcmp(how->text, "all")))
		add_together(q, ids, q->resources_n, a);
	else if (how->kind == JSON_KIND_TEXT && !strcmp(how->text, "any"))
		add_any(q, ids, q->resources_n, a);
	else
		return err_field(e, ERR_INVALID, "combine",
			"not all, any or {fixed, any_of}");
	return true;
}

/* ---- Holds. ---- */

static bool read_hold(const struct json *j, const char *viewer,
	struct slots_hold *h, bool *hides, struct err *e)
{
	static const char *const keys[] = {"start", "end", "expires_at",
		"owner", "resource", "service", "seat", NULL};
	const char *owner;
	bool is_seat;

	*h = (struct slots_hold){
		.expires_at = INT64_MAX, .resource = SLOTS_EVERYBODY};
	if (!json_only(j, keys, e) ||
		!words_instant(j, "start", &h->start, e) ||
		!words_instant(j, "end", &h->end, e) ||
		!json_get_text(j, "owner", NULL, &owner, e) ||
		!json_get_bool(j, "seat", false, &is_seat, e) ||
		(words_given(j, "expires_at") &&
			!words_instant(j, "expires_at", &h->expires_at, e)))
		return false;
	*hides = !is_seat && !(owner && viewer && !strcmp(owner, viewer));
	return true;
}

static bool read_holds(const struct json *j, struct arena *a,
	struct slots_case *q, struct err *e)
{
	const struct json *list;
	const char *viewer;
	struct slots_hold *holds;
	size_t n;
	bool hides;

	if (!json_get_list(j, "holds", &list, &n, e) ||
		!json_get_text(j, "viewer", NULL, &viewer, e))
		return false;
	q->holds = holds = arena_new(a, struct slots_hold, n);
	for (size_t i = 0; i < n; i++) {
		if (!read_hold(&list[i], viewer, &holds[q->holds_n], &hides, e))
			return false;
		q->holds_n += hides;
	}
	return true;
}

/* ---- The whole case. ---- */

static bool read_window(const struct json *j, struct interval *w, struct err *e)
{
	static const char *const keys[] = {"from", "to", NULL};
	const struct json *window = words_given(j, "window");

	if (!window)
		return err_field(e, ERR_INVALID, "window", "missing");
	if (!json_only(window, keys, e) ||
		!words_instant(window, "from", &w->start, e) ||
		!words_instant(window, "to", &w->end, e))
		return false;
	if (w->end - w->start > CASE_WINDOW_DAYS_MAX * (int64_t)CIVIL_DAY_S)
		return err_field(e, ERR_TOO_LARGE, "window", "over %d days",
			CASE_WINDOW_DAYS_MAX);
	return true;
}

static bool read_restriction(const struct json *j, struct arena *a,
	struct slots_case *q, struct err *e)
{
	const struct json *r = words_given(j, "restriction");
	struct hours *h;

	if (!r)
		return true;
	h = arena_new(a, struct hours, 1);
	q->restriction = h;
	return words_hours(r, false, a, h, e);
}

/* Days that are walked times rows of hours: what a search costs. */
static bool check_size(const struct slots_case *q, struct err *e)
{
	int64_t rows = 1, from = q->window.start;

	for (size_t i = 0; i < q->resources_n; i++)
		rows += 1 + (int64_t)q->resources[i].hours.weekly_n +
			(int64_t)q->resources[i].hours.overrides_n;
	if (q->horizon.kind == SLOTS_ROLLING_BOOKABLE && q->has_now &&
		q->now < from)
		from = q->now;
	if ((q->window.end - from) / CIVIL_DAY_S * rows > CASE_DAYS_ROWS_MAX)
		return err_set(e, ERR_TOO_LARGE, "too many days and hours");
	return true;
}

static bool read_rules(const struct json *j, const struct zone *first,
	struct arena *a, struct slots_case *q, struct err *e)
{
	const struct json *service = words_given(j, "service");

	return read_alignment(
		       words_given(j, "alignment"), first, &q->alignment, e) &&
	       read_service(service, &q->service, e) &&
	       read_horizon(words_given(service, "horizon"), q->alignment.zone,
		       &q->horizon, e) &&
	       read_limits(words_given(service, "limits"), q->alignment.zone, a,
		       &q->limits, e);
}

/* A schedule's windows need no service. */
static void set_no_rules(struct slots_case *q, const struct zone *first)
{
	q->service = (struct slots_service){
		.duration_s = CIVIL_MINUTE_S,
		.step_s = CIVIL_MINUTE_S,
		.capacity = 1,
	};
	q->alignment.zone = first;
	q->limits.per_day = q->limits.minutes_per_day = -1;
}

static bool read_case(const struct json *j, struct arena *a,
	struct slots_case *q, struct err *e)
{
	const struct zone *first;

	*q = (struct slots_case){.has_now = words_given(j, "now") != NULL};
	if ((q->has_now && !words_instant(j, "now", &q->now, e)) ||
		!read_window(j, &q->window, e) || !read_resources(j, a, q, e) ||
		!read_combine(j, a, q, e) || !read_holds(j, a, q, e) ||
		!read_restriction(j, a, q, e))
		return false;
	first = q->resources_n ? q->resources[0].hours.zone : zone_utc();
	set_no_rules(q, first);
	return (!words_given(j, "service") || read_rules(j, first, a, q, e)) &&
	       check_size(q, e);
}

/* ---- Answers. ---- */

static void put_instant(struct json_out *w, const char *key, int64_t t)
{
	char text[CIVIL_TEXT_BYTES];

	json_put_text(w, key, civil_write_utc(text, t));
}

static void put_ranges(struct json_out *w, struct intervals set)
{
	json_open(w, "ranges", '[');
	for (size_t i = 0; i < set.n; i++) {
		json_open(w, NULL, '[');
		put_instant(w, NULL, set.p[i].start);
		put_instant(w, NULL, set.p[i].end);
		json_close(w, ']');
	}
	json_close(w, ']');
}

static void put_why(struct json_out *w, const struct slots_case *q,
	int64_t start, struct arena *a)
{
	struct slots_why why = slots_explain(q, start, a);

	json_open(w, "why", '{');
	put_instant(w, "start", start);
	json_put_text(w, "reason", slots_reason_name(why.reason));
	json_put_text(w, "resource",
		why.resource < 0 ? NULL : q->resources[why.resource].name);
	json_close(w, '}');
}

static bool answer_starts(const struct json *j, const int64_t *explain,
	struct arena *a, struct json_out *w, struct err *e)
{
	struct slots_case q;
	const int64_t *starts;
	size_t n;

	if (!read_case(j, a, &q, e))
		return false;
	if (!words_given(j, "service"))
		return err_field(e, ERR_INVALID, "service", "missing");
	if (!slots_starts(slots_open(&q, a), &starts, &n, e))
		return false;
	json_open(w, "starts", '[');
	for (size_t i = 0; i < n; i++)
		put_instant(w, NULL, starts[i]);
	json_close(w, ']');
	if (explain)
		put_why(w, &q, *explain, a);
	return true;
}

static bool answer_ranges(const struct json *j, struct arena *a,
	struct json_out *w, struct err *e)
{
	struct slots_case q;

	if (!read_case(j, a, &q, e))
		return false;
	put_ranges(w, slots_free(slots_open(&q, a)));
	return true;
}

static bool answer_algebra(const struct json *j, bool is_subtract,
	struct arena *a, struct json_out *w, struct err *e)
{
	const struct json *lists;
	struct intervals sum = {NULL, 0}, next;
	size_t n;

	if (!json_get_list(j, "lists", &lists, &n, e))
		return false;
	if (is_subtract && n != 2)
		return err_field(e, ERR_INVALID, "lists", "not two lists");
	for (size_t i = 0; i < n; i++) {
		if (!words_set(&lists[i], a, &next, e))
			return false;
		if (i == 0)
			sum = next;
		else if (is_subtract)
			sum = interval_subtract(sum, next, a);
		else
			sum = interval_intersect(sum, next, a);
	}
	put_ranges(w, sum);
	return true;
}

enum kind { KIND_SLOTS, KIND_RANGES, KIND_INTERSECT, KIND_SUBTRACT };

static bool answer(const struct json *j, const int64_t *explain,
	struct arena *a, struct json_out *w, struct err *e)
{
	static const char *const keys[] = {"id", "viewer_tz", "kind", "now",
		"window", "service", "alignment", "combine", "resources",
		"holds", "viewer", "restriction", "lists", NULL};
	static const char *const kinds[] = {[KIND_SLOTS] = "slots",
		[KIND_RANGES] = "ranges",
		[KIND_INTERSECT] = "intersect",
		[KIND_SUBTRACT] = "subtract",
		NULL};
	int kind;

	if (!json_only(j, keys, e) ||
		!words_choice(j, "kind", kinds, KIND_SLOTS, &kind, e))
		return false;
	if (json_get(j, "id"))
		json_put(w, "id", json_get(j, "id"));
	switch ((enum kind)kind) {
	case KIND_SLOTS:
		return answer_starts(j, explain, a, w, e);
	case KIND_RANGES:
		return answer_ranges(j, a, w, e);
	case KIND_INTERSECT:
	case KIND_SUBTRACT:
		break;
	}
	return answer_algebra(j, kind == KIND_SUBTRACT, a, w, e);
}

bool slots_case_answer(const char *json, size_t n, const int64_t *explain,
	struct arena *a, struct buf *out, struct err *e)
{
	const struct json *j;
	struct buf text;
	struct json_out w = {.b = &text};

	buf_init(&text, a, CASE_ANSWER_BYTES_MAX);
	if (!json_parse(a, json, n, &j, e))
		return false;
	json_open(&w, NULL, '{');
	if (!answer(j, explain, a, &w, e))
		return false;
	json_close(&w, '}');
	if (!buf_done(&text, e))
		return false;
	buf_add(out, text.p, text.n);
	return buf_done(out, e);
}
