/* What the desk looks up: the owner's figures, why a time is not offered, and
 * who did what. */
#include "app/report.h"

#include "api/routes.h"
#include "api/view.h"
#include "api/words.h"
#include "app/audit.h"
#include "app/catalogue.h"
#include "app/slots.h"
#include "base/civil.h"
#include "base/limits.h"
#include "core/wording.h"

/* ---- the owner's page --------------------------------------------------- */

struct answer_view {
	int64_t p50, p99; /* milliseconds */
};

static const struct form_field answer_fields[] = {
	FORM_INT(struct answer_view, p50, 0, 0, 0),
	FORM_INT(struct answer_view, p99, 0, 0, 0),
	{0},
};

struct no_show_view {
	double before, after;
};

static const struct form_field no_show_fields[] = {
	FORM_REAL(struct no_show_view, before),
	FORM_REAL(struct no_show_view, after),
	{0},
};

struct saved_view {
	struct report_saved n;
	const char *formula;
};

#define SAVED_INT(member)                                                      \
	{                                                                      \
		.name = #member, .type = FORM_TYPE_INT,                        \
		.at = offsetof(struct saved_view, n.member)                    \
	}

static const struct form_field saved_fields[] = {
	SAVED_INT(no_shows_prevented),
	SAVED_INT(visit_price_rub),
	SAVED_INT(prevented_rub),
	SAVED_INT(hours_saved_per_day),
	SAVED_INT(hour_price_rub),
	SAVED_INT(work_days),
	SAVED_INT(hours_rub),
	SAVED_INT(messages_rub),
	SAVED_INT(total_rub),
	FORM_TEXT(struct saved_view, formula, 0, 0, FORM_REQUIRED),
	{0},
};

struct report_day_view {
	const char *date;
	int64_t booked, by_bot, at_night, cancelled, missed;
};

static const struct form_field report_day_fields[] = {
	FORM_TEXT(struct report_day_view, date, 0, 0, FORM_REQUIRED),
	FORM_INT(struct report_day_view, booked, 0, 0, 0),
	FORM_INT(struct report_day_view, by_bot, 0, 0, 0),
	FORM_INT(struct report_day_view, at_night, 0, 0, 0),
	FORM_INT(struct report_day_view, cancelled, 0, 0, 0),
	FORM_INT(struct report_day_view, missed, 0, 0, 0),
	{0},
};

struct heat_row {
	const int64_t *hours;
	size_t hours_n;
};

static const struct form_field bare_count[] = {FORM_BARE(INT), {0}};
static const struct form_field heat_fields[] = {
	FORM_BARE_LIST(struct heat_row, hours, bare_count),
	{0},
};

struct report_view {
	const char *from, *to;
	int64_t booked, booked_by_bot, booked_at_night;
	double share_by_bot;
	const struct answer_view *first_answer_ms;
	int64_t reminded, confirmed, moved, cancelled, missed, done;
	int64_t freed, filled;
	struct no_show_view no_show;
	struct saved_view saved;
	struct report_day_view *days;
	size_t days_n;
	struct heat_row *heat;
	size_t heat_n;
};

static const struct form_field report_fields[] = {
	FORM_TEXT(struct report_view, from, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct report_view, to, 0, 0, FORM_REQUIRED),
	FORM_INT(struct report_view, booked, 0, 0, 0),
	FORM_INT(struct report_view, booked_by_bot, 0, 0, 0),
	FORM_INT(struct report_view, booked_at_night, 0, 0, 0),
	FORM_REAL(struct report_view, share_by_bot),
	FORM_MAYBE(struct report_view, first_answer_ms, answer_fields),
	FORM_INT(struct report_view, reminded, 0, 0, 0),
	FORM_INT(struct report_view, confirmed, 0, 0, 0),
	FORM_INT(struct report_view, moved, 0, 0, 0),
	FORM_INT(struct report_view, cancelled, 0, 0, 0),
	FORM_INT(struct report_view, missed, 0, 0, 0),
	FORM_INT(struct report_view, done, 0, 0, 0),
	FORM_INT(struct report_view, freed, 0, 0, 0),
	FORM_INT(struct report_view, filled, 0, 0, 0),
	FORM_OBJECT(struct report_view, no_show, no_show_fields),
	FORM_OBJECT(struct report_view, saved, saved_fields),
	FORM_LIST(struct report_view, days, report_day_fields),
	FORM_LIST(struct report_view, heat, heat_fields),
	{0},
};

static void view_report_days(
	struct report_view *v, const struct report_owner *r, struct arena *a)
{
	v->days = arena_new(a, struct report_day_view, r->days_n);
	v->days_n = r->days_n;
	for (size_t i = 0; i < r->days_n; i++) {
		const struct report_day *d = &r->days[i];

		v->days[i] = (struct report_day_view){words_date(a, d->day),
			d->booked, d->by_bot, d->at_night, d->cancelled,
			d->missed};
	}
	v->heat_n = ARRAY_LEN(r->heat);
	v->heat = arena_new(a, struct heat_row, v->heat_n);
	for (size_t i = 0; i < v->heat_n; i++)
		v->heat[i] =
			(struct heat_row){r->heat[i], ARRAY_LEN(r->heat[i])};
}

static bool reply_report(
	struct call *c, const struct report_owner *r, struct err *e)
{
	struct report_view v = {
		.from = words_date(c->a, r->from_day),
		.to = words_date(c->a, r->to_day),
		.booked = r->booked,
		.booked_by_bot = r->booked_by_bot,
		.booked_at_night = r->booked_at_night,
		.share_by_bot = r->share_by_bot,
		.reminded = r->reminded,
		.confirmed = r->confirmed,
		.moved = r->moved,
		.cancelled = r->cancelled,
		.missed = r->missed,
		.done = r->done,
		.freed = r->freed,
		.filled = r->filled,
		.no_show = {r->no_show_before, r->no_show_after},
		.saved = {r->saved, r->formula},
	};

	view_report_days(&v, r, c->a);
	return view_reply(c, 200, report_fields, &v, e);
}

struct period_in {
	const char *from, *to;
};

static const struct form_field period_fields[] = {
	FORM_TEXT(struct period_in, from, 10, 10, FORM_REQUIRED),
	FORM_TEXT(struct period_in, to, 10, 10, FORM_REQUIRED),
	{0},
};

static bool get_report_owner(struct call *c, struct err *e)
{
	struct period_in in = {0};
	struct report_owner r;
	int64_t from, to;

	return form_read_query(c->request, period_fields, &in, e) &&
	       civil_read_date(in.from, "from", &from, e) &&
	       civil_read_date(in.to, "to", &to, e) &&
	       app_report_owner(c, c->who.clinic_id, from, to, &r, e) &&
	       reply_report(c, &r, e);
}

/* ---- why a time is not offered ------------------------------------------ */

static const char *const reasons[][2] = {
	{"closed", "В этот день филиал закрыт."},
	{"outside-hours", "Приём не помещается в рабочие часы."},
	{"busy", "В это время уже есть другой приём."},
	{"buffer", "Слишком близко к соседнему приёму или к концу смены: не "
		   "хватает времени на подготовку."},
	{"past", "Это время уже прошло."},
	{"notice", "До начала меньше времени, чем нужно для записи на эту "
		   "услугу."},
	{"horizon", "Так далеко вперёд запись на эту услугу ещё не открыта."},
	{"held", "Это время сейчас держит за собой другой пациент, который "
		 "ещё решает."},
	{"limit", "На этот день записей больше не принимаем."},
	{"restriction", "Услуга в это время не оказывается."},
	{"off-grid", "Время свободно, но не попадает в сетку начал приёма."},
	{"offered", "Это время предлагается."},
};

static const char *reason_text(const char *reason)
{
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (strcmp(reasons[i][0], reason) == 0)
			return reasons[i][1];
	return "";
}

struct explain_in {
	int64_t service, doctor, branch;
	const char *start;
};

static const struct form_field explain_in_fields[] = {
	FORM_ID(struct explain_in, service, FORM_REQUIRED),
	FORM_ID(struct explain_in, doctor, 0),
	FORM_ID(struct explain_in, branch, 0),
	FORM_TEXT(struct explain_in, start, 16, 40, FORM_REQUIRED),
	{0},
};

struct explain_view {
	const char *start, *reason, *resource, *text;
};

static const struct form_field explain_fields[] = {
	FORM_TEXT(struct explain_view, start, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct explain_view, reason, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct explain_view, resource, 0, 0, 0),
	FORM_TEXT(struct explain_view, text, 0, 0, FORM_REQUIRED),
	{0},
};

static bool resource_name(
	struct call *c, int64_t id, const char **name, struct err *e)
{
	const struct catalogue *cat;
	int at;

	*name = NULL;
	if (id == 0)
		return true;
	if (!app_catalogue(c, c->who.clinic_id, &cat, e))
		return false;
	at = catalogue_resource(cat, id);
	if (at >= 0)
		*name = wording_short_name(&cat->resources[at], c->a);
	return true;
}

static bool get_explain(struct call *c, struct err *e)
{
	struct explain_in in = {0};
	struct explain_view v;
	struct slot_reason why;
	struct slots_query q;

	if (!form_read_query(c->request, explain_in_fields, &in, e))
		return false;
	q = (struct slots_query){.clinic_id = c->who.clinic_id,
		.service_id = in.service,
		.doctor_id = in.doctor,
		.branch_id = in.branch};
	if (!civil_read_instant(in.start, "start", &q.wish_at, e) ||
		!app_slots_explain(c, &q, &why, e) ||
		!resource_name(c, why.resource_id, &v.resource, e))
		return false;
	v.start = in.start;
	v.reason = why.reason;
	v.text = reason_text(why.reason);
	return view_reply(c, 200, explain_fields, &v, e);
}

/* ---- who did what ------------------------------------------------------- */

enum {
	AUDIT_PAGE = 50,
	OBJECTS_SHOWN = 5, /* of one row; a day's reading names hundreds */
};

struct audit_in {
	int64_t before, n;
};

static const struct form_field audit_in_fields[] = {
	FORM_INT(struct audit_in, before, 1, INT64_MAX, 0),
	FORM_INT(struct audit_in, n, 1, PAGE_ROWS_MAX, 0),
	{0},
};

struct audit_view {
	int64_t seq;
	const char *at, *who, *action, *object;
};

static const struct form_field audit_fields[] = {
	FORM_INT(struct audit_view, seq, 0, 0, 0),
	FORM_TEXT(struct audit_view, at, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct audit_view, who, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct audit_view, action, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct audit_view, object, 0, 0, FORM_REQUIRED),
	{0},
};

/* "patient 1, 2, 3, 4, 5, … (40)" */
static const char *object_text(const struct audit_line *in, struct arena *a)
{
	struct str rest = str_of(in->objects);
	struct buf b;
	size_t n = 0;

	buf_init(&b, a, AUDIT_WORD_MAX + 200);
	buf_text(&b, in->object_kind);
	for (; rest.p && *in->objects; n++) {
		struct str id = str_split(&rest, ',');

		if (n >= OBJECTS_SHOWN)
			continue;
		buf_text(&b, n == 0 ? " " : ", ");
		buf_add(&b, id.p, id.n);
	}
	if (n > OBJECTS_SHOWN)
		buf_print(&b, ", … (%zu)", n);
	return b.p;
}

/* Whoever is no employee, in words. */
static const char *who_text(const struct audit_entry *in)
{
	static const char *const words[][2] = {
		{"visitor", "посетитель сайта или чата"},
		{"patient_link", "пациент по ссылке"},
		{"patient_code", "пациент по коду"},
		{"staff", "сотрудник"},
		{"machine", "внешняя система"},
		{"system", "программа"},
	};

	for (size_t i = 0; !in->name && i < ARRAY_LEN(words); i++)
		if (strcmp(words[i][0], in->line.actor) == 0)
			return words[i][1];
	return in->name ? in->name : "";
}

static bool get_audit(struct call *c, struct err *e)
{
	const struct audit_entry *rows;
	struct audit_in in = {0};
	struct audit_view *v;
	const struct zone *zone;
	size_t n;

	if (!form_read_query(c->request, audit_in_fields, &in, e) ||
		!app_audit_page(c, in.before, in.n ? (int)in.n : AUDIT_PAGE,
			&rows, &n, &zone, e))
		return false;
	v = arena_new(c->a, struct audit_view, n);
	for (size_t i = 0; i < n; i++) {
		const struct audit_line *line = &rows[i].line;

		v[i] = (struct audit_view){line->seq,
			words_time(c->a, zone, line->at_us / 1000000),
			who_text(&rows[i]), line->action,
			object_text(line, c->a)};
	}
	return view_reply_rows(c, audit_fields, v, n, sizeof(*v), e);
}

const struct route report_routes[] = {
	ROUTE(GET, "/api/v1/report/owner", MAY_REPORT, LIMIT_READ,
		get_report_owner, .in = period_fields, .out = report_fields),
	ROUTE(GET, "/api/v1/explain", MAY_DESK, LIMIT_READ, get_explain,
		.in = explain_in_fields, .out = explain_fields),
	ROUTE(GET, "/api/v1/audit", MAY_AUDIT, LIMIT_READ, get_audit,
		.in = audit_in_fields),
	{0},
};
