#ifndef TEST_SENDING_H
#define TEST_SENDING_H
/*
 * test/sending - a desk with a channel that does as it is told, for tests of
 * app/outbox.
 */
#include "app/outbox.h"
#include "app/visit.h"
#include "base/json.h"
#include "store/address.h"
#include "store/message.h"
#include "test/desk.h"

/* --- a channel that does as it is told ------------------------------------ */

static struct {
	enum outcome_kind kind;
	int wait_s;
	int calls_n, sent_n; /* attempts that reached it */
	bool is_bot_blocked; /* the messenger says so of everybody */
	int bot_n;           /* attempts that reached the messenger */
	size_t buttons_n;    /* of the last of them */
} wire;

static struct channel wire_channel;
static inline void wire_close(struct channel *ch)
{
	(void)ch;
}

static inline void wire_send(struct channel *ch, const struct out_msg *msgs,
	size_t n, int64_t deadline_ms, struct outcome *outcomes)
{
	(void)ch;
	(void)deadline_ms;
	wire.calls_n++;
	for (size_t i = 0; i < n; i++) {
		wire.sent_n++;
		CHECK(msgs[i].address[0] == '+' && msgs[i].text[0]);
		if (wire.kind == OUTCOME_ACCEPTED)
			outcome_accepted(&outcomes[i], "w");
		else if (wire.kind == OUTCOME_DEFERRED)
			outcome_deferred(&outcomes[i], wire.wait_s, "busy");
		else if (wire.kind == OUTCOME_REFUSED)
			outcome_refused(&outcomes[i], "bad_number");
		else
			outcome_unclear(&outcomes[i], "unanswered");
	}
}

static const struct channel_ops wire_ops = {
	.name = "phone",
	.can = CHANNEL_BUTTONS | CHANNEL_PHONE,
	.text_max = 1000,
	.close = wire_close,
	.send_many = wire_send,
};

static struct channel bot_channel;

static inline void bot_send(struct channel *ch, const struct out_msg *msgs,
	size_t n, int64_t deadline_ms, struct outcome *outcomes)
{
	(void)ch;
	(void)deadline_ms;
	for (size_t i = 0; i < n; i++) {
		wire.bot_n++;
		wire.buttons_n = msgs[i].buttons_n;
		CHECK_TEXT(msgs[i].address, "7001");
		if (wire.is_bot_blocked)
			outcome_dead(&outcomes[i], "blocked");
		else
			outcome_accepted(&outcomes[i], "71");
	}
}

static const struct channel_ops bot_ops = {
	.name = "telegram",
	.can = CHANNEL_BUTTONS,
	.text_max = 4096,
	.close = wire_close,
	.send_many = bot_send,
};

static struct sender sender;

/* A second lane, and where he is on it. */
static inline void open_bot(int64_t patient_id)
{
	const struct address at = {.id = 1,
		.clinic_id = CLINIC_ID,
		.patient_id = patient_id,
		.channel = "telegram",
		.value = "7001",
		.proof = "link",
		.heard_at = DESK_NOW};

	bot_channel.ops = &bot_ops;
	sender.lanes[sender.n++] = (struct sender_lane){
		.ops = &bot_ops, .ch = &bot_channel, .window = window_made()};
	CHECK(store_address_put(&both.store, &at, &both.a, &both.e));
}

static inline void start(void)
{
	desk_before();
	memset(&wire, 0, sizeof(wire));
	wire_channel.ops = &wire_ops;
	sender = (struct sender){.n = 1};
	sender.lanes[0] = (struct sender_lane){
		.ops = &wire_ops, .ch = &wire_channel, .window = window_made()};
}

/* --- what the tests say --------------------------------------------------- */

static const struct person anna = {
	.first = "Анна", .last = "Иванова", .phone = "+79001234567"};

static inline struct visit book_service(struct call c, int64_t service,
	int64_t doctor, int64_t start_at, const char *phone)
{
	struct person p = anna;
	struct visit v = {0};

	p.phone = phone;
	if (!app_visit_book(&c,
		    &(struct visit_book_request){
			    .wish = {.clinic_id = CLINIC_ID,
				    .service_id = service,
				    .doctor_id = doctor,
				    .start_at = start_at},
			    .person = p,
			    .sex = SEX_FEMALE,
			    .source = "site"},
		    &v, &both.e))
		fail_msg("%s: %s", both.e.field, both.e.text);
	return v;
}

static inline struct visit book(int64_t now, int64_t start_at)
{
	return book_service(desk_visitor(now, 501), SERVICE_THERAPY,
		DOCTOR_ORLOV, start_at, anna.phone);
}

static inline struct outbox_round round_at(int64_t now)
{
	struct call c = desk_call(now, app_system());
	struct outbox_round out = {0};

	if (!app_outbox_round(&c, &sender, &out, &both.e))
		fail_msg("%s: %s", both.e.field, both.e.text);
	return out;
}

/* Runs all rounds until `until`, as the loop of main does; how many sent. */
static inline int run_until(int64_t from, int64_t until)
{
	int sent_n = 0;

	for (int64_t now = from; now < until;) {
		struct outbox_round r = round_at(now);

		sent_n += r.sent_n;
		if (r.next_at >= until)
			break;
		now = r.next_at > now ? r.next_at : now + 1;
	}
	return sent_n;
}

/* The patient's n-th message from the end, 0 the last; its text. */
static inline const char *message(
	const struct visit *v, size_t back, int64_t *at)
{
	const struct message_row *rows;
	const struct json *j;
	const char *text;
	size_t n;

	CHECK(store_message_of_patient(&both.store, CLINIC_ID, v->patient_id, 0,
		100, &both.a, &rows, &n, &both.e));
	if (back >= n)
		return "";
	CHECK(json_parse(&both.a, rows[n - 1 - back].body,
		strlen(rows[n - 1 - back].body), &j, &both.e));
	CHECK(json_get_text(j, "text", "", &text, &both.e));
	if (at)
		*at = rows[n - 1 - back].at;
	return text;
}

static inline size_t messages_n(const struct visit *v)
{
	const struct message_row *rows;
	size_t n;

	CHECK(store_message_of_patient(&both.store, CLINIC_ID, v->patient_id, 0,
		100, &both.a, &rows, &n, &both.e));
	return n;
}

/* State and reason of the visit's row of that kind, the newest one. */
static inline const char *state(const struct visit *v, const char *kind)
{
	const char *found = "none";
	struct outbox_row *rows;
	size_t n;

	CHECK(store_outbox_of_visit(
		&both.store, CLINIC_ID, v->id, &both.a, &rows, &n, &both.e));
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].kind, kind) == 0)
			found = arena_print(&both.a, "%s %s",
				delivery_name(rows[i].delivery.state),
				rows[i].reason);
	return found;
}

static inline bool holds(const char *text, const char *part)
{
	if (strstr(text, part))
		return true;
	print_error("«%s» is not in «%s»\n", part, text);
	return false;
}

/* Thursday 2026-11-26 15:00 in Moscow. */
enum { THURSDAY_15 = DESK_NOW + 3 * DAY + 7 * HOUR };

#endif
