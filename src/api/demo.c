/* The demo's clock and phones; elsewhere these routes answer 404. */
#include "app/demo.h"

#include "api/api.h"
#include "api/routes.h"
#include "api/thread.h"
#include "api/view.h"
#include "api/words.h"
#include "app/app.h"

struct next_view {
	const char *at, *what, *text;
};

static const struct form_field next_fields[] = {
	FORM_TEXT(struct next_view, at, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct next_view, what, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct next_view, text, 0, 0, FORM_REQUIRED),
	{0},
};

struct clock_view {
	const char *now, *zone;
	int64_t offset_s;
	const struct next_view *next;
};

static const struct form_field clock_fields[] = {
	FORM_TEXT(struct clock_view, now, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct clock_view, zone, 0, 0, FORM_REQUIRED),
	FORM_INT(struct clock_view, offset_s, 0, 0, 0),
	FORM_MAYBE(struct clock_view, next, next_fields),
	{0},
};

/* What a planned message is, for who turns the clock. */
static const char *kind_text(const char *kind)
{
	static const char *const rows[][2] = {
		{"visit_booked", "сообщение о записи"},
		{"visit_moved", "сообщение о переносе"},
		{"visit_cancelled", "сообщение об отмене"},
		{"reminder_day", "напоминание накануне"},
		{"reminder_hours", "напоминание за 2 часа"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(kind, rows[i][0]) == 0)
			return rows[i][1];
	return "сообщение";
}

static bool reply_clock(
	struct call *c, const struct demo_clock *clock, struct err *e)
{
	struct next_view next = {0};
	struct clock_view v = {
		.now = words_time(c->a, clock->zone, clock->now),
		.zone = zone_name(clock->zone),
		.offset_s = clock->offset_s,
	};

	if (clock->next_at) {
		next = (struct next_view){
			words_time(c->a, clock->zone, clock->next_at),
			clock->next_kind, kind_text(clock->next_kind)};
		v.next = &next;
	}
	return view_reply(c, 200, clock_fields, &v, e);
}

static bool get_clock(struct call *c, struct err *e)
{
	struct demo_clock clock;

	return app_demo_clock(c, &clock, e) && reply_clock(c, &clock, e);
}

struct turn_clock {
	int64_t advance_s;
	const char *to;
};

static const struct form_field turn_clock_fields[] = {
	FORM_INT(struct turn_clock, advance_s, 1, DEMO_ADVANCE_MAX_S, 0),
	FORM_TEXT(struct turn_clock, to, 1, 10, 0),
	{0},
};

static bool post_clock(struct call *c, struct err *e)
{
	struct turn_clock in = {0};
	struct demo_clock clock;

	if (!form_read(c->request, turn_clock_fields, &in, e))
		return false;
	if (in.to && strcmp(in.to, "next") != 0)
		return err_field(e, ERR_INVALID, "to", "only \"next\"");
	if (!in.to && !in.advance_s)
		return err_field(e, ERR_INVALID, "advance_s", "missing");
	return app_demo_advance(c, in.to ? 0 : in.advance_s, &clock, e) &&
	       reply_clock(c, &clock, e);
}

struct phone_view {
	int64_t patient_id;
	const char *name, *phone, *last_at;
	int64_t unread;
};

static const struct form_field phone_fields[] = {
	FORM_ID(struct phone_view, patient_id, 0),
	FORM_TEXT(struct phone_view, name, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct phone_view, phone, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct phone_view, last_at, 0, 0, FORM_REQUIRED),
	FORM_INT(struct phone_view, unread, 0, 0, 0),
	{0},
};

struct phones_view {
	struct phone_view *phones;
	size_t phones_n;
};

static const struct form_field phones_fields[] = {
	FORM_LIST(struct phones_view, phones, phone_fields),
	{0},
};

static bool get_phones(struct call *c, struct err *e)
{
	const struct demo_phone *phones;
	struct phones_view v = {0};
	struct demo_clock clock;
	const char *clinic;

	if (!http_query_text(c->request, "clinic", NULL, &clinic, e))
		return false;
	if (!clinic)
		return err_field(e, ERR_INVALID, "clinic", "missing");
	if (!app_demo_clock(c, &clock, e) ||
		!app_demo_phones(c, clinic, &phones, &v.phones_n, e))
		return false;
	v.phones = arena_new(c->a, struct phone_view, v.phones_n);
	for (size_t i = 0; i < v.phones_n; i++)
		v.phones[i] = (struct phone_view){phones[i].patient_id,
			phones[i].name, phones[i].phone,
			words_time(c->a, clock.zone, phones[i].last_at), 0};
	return view_reply(c, 200, phones_fields, &v, e);
}

struct thread_view {
	const char *phone, *name;
	struct thread_message *messages;
	size_t messages_n;
};

static const struct form_field thread_fields[] = {
	FORM_TEXT(struct thread_view, phone, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct thread_view, name, 0, 0, FORM_REQUIRED),
	FORM_LIST(struct thread_view, messages, thread_message_fields),
	{0},
};

static bool reply_thread(struct call *c, int64_t patient_id, struct err *e)
{
	struct demo_thread t;
	struct thread_view v;

	if (!app_demo_thread(c, patient_id, &t, e))
		return false;
	v = (struct thread_view){t.phone.phone, t.phone.name,
		arena_new(c->a, struct thread_message, t.messages_n), 0};
	for (size_t i = 0; i < t.messages_n; i++) {
		/* what was said on the site is not on the phone */
		if (strcmp(t.message[i].channel, "site") == 0)
			continue;
		if (!thread_message_view(&t.message[i], t.sent, t.sent_n,
			    t.zone, c->a, &v.messages[v.messages_n++], e))
			return false;
	}
	return view_reply(c, 200, thread_fields, &v, e);
}

static bool get_phone(struct call *c, struct err *e)
{
	int64_t patient_id;

	return view_param_id(c, "patient", &patient_id, e) &&
	       reply_thread(c, patient_id, e);
}

struct reply_in {
	const char *text, *button;
	int64_t message_id;
};

static const struct form_field reply_in_fields[] = {
	FORM_TEXT(struct reply_in, text, 1, 4096, FORM_REQUIRED),
	FORM_TEXT(struct reply_in, button, 1, 200, 0),
	FORM_ID(struct reply_in, message_id, 0),
	{0},
};

static bool post_reply(struct call *c, struct err *e)
{
	struct reply_in in = {0};
	int64_t patient_id;

	return view_param_id(c, "patient", &patient_id, e) &&
	       form_read(c->request, reply_in_fields, &in, e) &&
	       app_demo_reply(c, patient_id, in.button ? in.button : in.text,
		       in.message_id, e) &&
	       reply_thread(c, patient_id, e);
}

static bool get_demo_events(struct call *c, struct err *e)
{
	struct live_watcher w = {.topic = TOPIC_DEMO};

	if (!c->app->parts.is_demo)
		return err_set(e, ERR_NOT_FOUND, "no demo");
	return live_join(api_live_of(c), c->request, c->reply, &w, e);
}

const struct route demo_routes[] = {
	ROUTE(GET, "/api/v1/demo/clock", MAY_ALL, LIMIT_READ, get_clock,
		.out = clock_fields),
	ROUTE(POST, "/api/v1/demo/clock", MAY_ALL, LIMIT_WRITE, post_clock,
		.in = turn_clock_fields, .out = clock_fields),
	ROUTE(GET, "/api/v1/demo/phones", MAY_ALL, LIMIT_READ, get_phones,
		.out = phones_fields),
	ROUTE(GET, "/api/v1/demo/phones/{patient}", MAY_ALL, LIMIT_READ,
		get_phone, .out = thread_fields),
	ROUTE(POST, "/api/v1/demo/phones/{patient}/reply", MAY_ALL, LIMIT_WRITE,
		post_reply, .in = reply_in_fields, .out = thread_fields),
	ROUTE(GET, "/api/v1/demo/events", MAY_ALL, LIMIT_READ, get_demo_events),
	{0},
};
