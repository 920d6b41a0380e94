#include "app/messenger.h"

#include "app/chat.h"
#include "app/consent.h"
#include "app/link.h"
#include "app/outbox.h"
#include "app/visit.h"
#include "base/json.h"
#include "db/db_fault.h"
#include "lang/lang.h"
#include "store/address.h"
#include "store/dialogue.h"
#include "store/message.h"
#include "store/outbox.h"
#include "store/patient.h"
#include "store/visit.h"
#include "test/desk.h"

#define CHAT "7001"
#define OTHER_CHAT "7002"

enum { N_MAX = 600 };

static struct arena words;
static int64_t number;
static int64_t now;
static struct messenger bot = {.clinic = "zdorovie", .bot = "our_bot"};

/* --- a channel that takes everything -------------------------------------- */

static int64_t last_provider_id;
static int sent_n;

static void wire_send(struct channel *ch, const struct out_msg *msgs, size_t n,
	int64_t deadline_ms, struct outcome *outcomes)
{
	(void)ch;
	(void)deadline_ms;
	for (size_t i = 0; i < n; i++) {
		char id[24];

		CHECK(msgs[i].text[0]);
		snprintf(id, sizeof(id), "%lld", (long long)++last_provider_id);
		outcome_accepted(&outcomes[i], id);
		sent_n++;
	}
}

static const struct channel_ops wire_ops = {.name = "telegram",
	.can = CHANNEL_BUTTONS,
	.text_max = 4096,
	.send_many = wire_send};
static struct channel wire = {&wire_ops};

static void send_all(enum outbox_queue queue)
{
	struct sender s = {.n = 1, .queue = queue};
	struct call c = desk_call(now, app_system());
	struct outbox_round out;

	s.lanes[0] = (struct sender_lane){
		.ops = &wire_ops, .ch = &wire, .window = window_made()};
	do {
		if (!app_outbox_round(&c, &s, &out, &both.e))
			fail_msg("%s", both.e.text);
	} while (out.next_at <= now);
}

/* --- what the tests say ----------------------------------------------------
 */

static void start(void)
{
	desk_before();
	arena_init(&words);
	CHECK(chat_rules_open(lang_open(&words), &desk.chat, &both.e));
	bot.ops = channel_named("telegram");
	desk.messenger = &bot;
	number = 100;
	now = DESK_NOW;
	last_provider_id = 0;
	sent_n = 0;
}

static void stop(void)
{
	desk_after();
	arena_release(&words);
}

static bool try_event(struct call *c, const struct in_event *ev)
{
	return app_messenger_take(c, CLINIC_ID, "telegram", ev, &both.e);
}

static void take(struct in_event ev)
{
	struct call c = desk_call(now, app_system());

	ev.number = ++number;
	if (!ev.answers)
		ev.answers = "";
	if (!ev.text)
		ev.text = "";
	if (!try_event(&c, &ev))
		fail_msg("%s: %s", both.e.field, both.e.text);
	send_all(OUTBOX_TALK);
}

static void hears(const char *chat, enum in_kind kind, const char *text)
{
	take((struct in_event){
		.kind = kind, .address = chat, .text = text, .button = -1});
}

static void says(const char *text)
{
	hears(CHAT, IN_TEXT, text);
}

/* Presses a button of the message that Telegram gave this id. */
static void presses(int64_t provider_id, const char *text)
{
	take((struct in_event){.kind = IN_PRESS,
		.address = CHAT,
		.text = text,
		.answers = arena_print(&both.a, "%lld", (long long)provider_id),
		.button = -1});
}

/* The text of the n-th newest answer. */
static const char *answer(int back)
{
	const char *body = desk_answer(back), *text;
	const struct json *j;

	if (*body == '\0')
		return body;
	CHECK(json_parse(&both.a, body, strlen(body), &j, &both.e));
	CHECK(json_get_text(j, "text", "", &text, &both.e));
	return text;
}

static bool heard(const char *part)
{
	if (strstr(answer(0), part))
		return true;
	print_error("«%s» is not in «%s»\n", part, answer(0));
	return false;
}

static int64_t answers_n(void)
{
	return desk_rows_where("outbox", "kind = 'chat'");
}

static int64_t visits_n(void)
{
	return desk_rows_where("visit", "state = 'booked'");
}

static void agree(void)
{
	hears(CHAT, IN_START, "");
	CHECK(heard("/notice"));
	presses(last_provider_id, "/agree 1");
	CHECK(heard("назовите"));
}

static void book_by_talking(void)
{
	agree();
	says("Анна Иванова, +7 900 123-45-67");
	says("к терапевту завтра");
	CHECK(heard("Могу предложить завтра"));
	says("да");
	CHECK(heard("запись подтверждена"));
	CHECK(visits_n() == 1);
}

/* How many of a kind have left by the messenger. */
static int64_t told_n(const char *kind)
{
	return desk_rows_where(
		"outbox", arena_print(&both.a,
				  "channel = 'telegram' AND state = 'sent'"
				  " AND kind = '%s'",
				  kind));
}

/* --- talking ----------------------------------------------------------------
 */

static void test_a_visit_is_booked_in_a_messenger(void)
{
	book_by_talking();
	CHECK(sent_n == answers_n());
	CHECK(desk_rows_where("visit", "source = 'telegram'") == 1);
	CHECK(desk_rows_where("consent", "how = 'button'") == 1);
	/* What is told of the visit comes here, not by SMS, and he knows. */
	CHECK(heard("Пришлём сюда ссылку"));
	send_all(OUTBOX_PLANNED);
	CHECK(told_n("visit_booked") == 1);
}

static void test_nothing_is_kept_before_the_consent(void)
{
	says("Меня зовут Анна, болит зуб");
	CHECK(heard("/notice") && !strstr(answer(0), "нажмите кнопку"));
	says("да");
	CHECK(heard("нажмите кнопку"));
	hears(CHAT, IN_OTHER, "");
	CHECK(heard("нажмите кнопку"));
	CHECK(desk_rows_where("message", "author = 'patient'") == 0);
	CHECK(desk_rows("turn") == 0);
	/* An old notice does not count. */
	presses(last_provider_id, "/agree 0");
	CHECK(heard("/notice"));
	CHECK(desk_rows("consent") == 0);
	presses(last_provider_id, "/agree 1");
	CHECK(strstr(desk_answer(0), "gives_phone"));
	presses(last_provider_id - 1, "/agree 1");
	CHECK(heard("уже есть"));
	CHECK(desk_rows("consent") == 1);
}

static void test_whatever_cannot_be_read_is_answered(void)
{
	static const struct {
		enum in_kind kind;
		const char *part;
	} rows[] = {{IN_OTHER, "только текст"}, {IN_CARD, "не вашего"},
		{IN_EDITED, "новым сообщением"}};

	agree();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		hears(CHAT, rows[i].kind, "");
		CHECK_ROW(heard(rows[i].part), i);
	}
	CHECK(answers_n() == 5);
	hears("", IN_NOTHING, "");
	CHECK(answers_n() == 5);
	hears(CHAT, IN_TEXT, "/help");
	CHECK(answers_n() > 5);
}

static void test_an_event_that_comes_again_does_nothing(void)
{
	struct call c = desk_call(now, app_system());
	struct in_event ev = {.number = 7,
		.kind = IN_TEXT,
		.address = CHAT,
		.text = "Анна, +7 900 123-45-67",
		.answers = "",
		.button = -1};
	int64_t before;

	agree();
	CHECK(try_event(&c, &ev));
	before = desk_rows("message");
	for (int i = 0; i < 3; i++)
		CHECK(try_event(&c, &ev));
	CHECK(desk_rows("message") == before);
	CHECK(desk_rows("turn") == 1);
}

static void test_a_press_of_an_old_button_answers_nothing(void)
{
	int64_t offer;

	agree();
	says("Анна Иванова, +7 900 123-45-67");
	says("к терапевту завтра");
	offer = last_provider_id;
	presses(offer, "да");
	CHECK(heard("запись подтверждена") && visits_n() == 1);
	presses(offer, "да");
	CHECK(heard("прежнему вопросу") && visits_n() == 1);
	CHECK(desk_rows("turn") == 3);
	/* One whose number cannot be found any more. */
	take((struct in_event){.kind = IN_PRESS,
		.address = CHAT,
		.answers = "99999",
		.button = 2});
	CHECK(heard("прежнему вопросу"));
}

static void test_the_bot_is_blocked_and_let_in_again(void)
{
	agree();
	hears(CHAT, IN_LEFT, "");
	CHECK(desk_rows_where("address", "dead_at > 0") == 1);
	hears(CHAT, IN_BACK, "");
	CHECK(desk_rows_where("address", "dead_at > 0") == 0);
	hears(CHAT, IN_LEFT, "");
	says("Анна, +7 900 123-45-67"); /* whoever writes is there */
	CHECK(desk_rows_where("address", "dead_at > 0") == 0);
}

/* --- reminders --------------------------------------------------------------
 */

static void test_a_reminder_is_confirmed_by_its_button(void)
{
	int64_t reminder;

	book_by_talking();
	send_all(OUTBOX_PLANNED);
	for (int i = 0; i < 48 && told_n("reminder_hours") == 0; i++) {
		now += HOUR;
		send_all(OUTBOX_PLANNED);
	}
	reminder = last_provider_id;
	CHECK(told_n("reminder_hours") == 1);
	presses(reminder, "Подтверждаю");
	CHECK(heard("приём подтверждён"));
	CHECK(desk_rows_where("visit", "state = 'confirmed'") == 1);
	presses(reminder, "Подтверждаю");
	CHECK(heard("приём подтверждён"));
	/* «да» after it is the dialogue's again. */
	says("да");
	CHECK(!strstr(answer(0), "приём подтверждён"));
}

/* --- joining ----------------------------------------------------------------
 */

static struct chat_peer site(void)
{
	return (struct chat_peer){CLINIC_ID, "site", "501", "site", 0, false};
}

static void says_on_site(const char *client_id, const char *text)
{
	struct chat_peer peer = site();
	struct call c = desk_visitor(now, 501);
	struct chat_answer a;

	if (!app_chat_turn(
		    &c, &peer, client_id, text, strlen(text), &a, &both.e))
		fail_msg("%s", both.e.text);
}

static const char *invitation(void)
{
	struct chat_peer peer = site();
	struct call c = desk_visitor(now, 501);
	const char *url;

	if (!app_messenger_invite(&c, &peer, "zdorovie", &url, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(strncmp(url, "https://t.me/our_bot?start=", 27) == 0);
	return url + 27;
}

static void begin_on_site(void)
{
	struct chat_peer peer = site();
	struct call c = desk_visitor(now, 501);

	CHECK(app_chat_consent(&c, &peer, "1", "checkbox", &both.e));
	says_on_site("a", "Анна Иванова, +7 900 123-45-67");
	says_on_site("b", "к терапевту завтра");
}

static void test_a_conversation_goes_on_after_the_link(void)
{
	struct chat_peer peer = site();
	struct call c = desk_visitor(now, 501);
	struct chat_answer a;
	const char *token;

	begin_on_site();
	token = invitation();
	hears(CHAT, IN_START, token);
	CHECK(strstr(answer(1), "Продолжаем здесь"));
	CHECK(heard("Могу предложить завтра")); /* with its buttons */
	says("да");
	CHECK(heard("запись подтверждена") && visits_n() == 1);
	/* One dialogue, one patient, seen on both sides. */
	CHECK(desk_rows("dialogue") == 1);
	CHECK(desk_rows("patient") == 1);
	CHECK(app_chat_history(&c, &peer, 0, &a, &both.e));
	CHECK(strstr(a.message[a.messages_n - 1].text, "запись подтверждена"));
	says_on_site("c", "спасибо");
	CHECK(desk_rows_where("address", "proof = 'link'") == 1);
}

static void test_a_link_is_good_once(void)
{
	const char *token;

	begin_on_site();
	token = invitation();
	hears(CHAT, IN_START, token);
	hears(CHAT, IN_START, token); /* a second tap */
	CHECK(heard("уже использована"));
	hears(OTHER_CHAT, IN_START, token);
	CHECK(strstr(answer(1), "уже использована"));
	CHECK(heard("/notice")); /* he is a stranger */
	CHECK(desk_rows("joined_peer") == 1);
	hears(CHAT, IN_START, invitation()); /* a new one, the same man */
	CHECK(heard("Мы уже на связи"));
}

static void test_a_link_that_is_too_old(void)
{
	const char *token;

	begin_on_site();
	token = invitation();
	now += INVITATION_S;
	hears(CHAT, IN_START, token);
	CHECK(strstr(answer(1), "устарела"));
	CHECK(desk_rows("joined_peer") == 0);
	hears(CHAT, IN_START, "made-up");
	CHECK(strstr(answer(1), "устарела"));
}

/* He who holds a link from an SMS is known in the messenger at once. */
static void test_a_link_of_a_message_leads_here(void)
{
	struct call c = desk_visitor(now, 501);
	const char *url, *page;
	struct link_view view;
	struct visit v;

	if (!app_visit_book(&c,
		    &(struct visit_book_request){
			    .wish = {CLINIC_ID, SERVICE_THERAPY, DOCTOR_PETROVA,
				    0, DESK_TUESDAY_9},
			    .person = {.last = "Иванова",
				    .first = "Зоя",
				    .phone = "+79001234567"},
			    .source = "site"},
		    &v, &both.e))
		fail_msg("%s", both.e.text);
	c = desk_call(now, app_system());
	CHECK(app_consent_give(&c,
		&(struct consent_request){.clinic_id = CLINIC_ID,
			.patient_id = v.patient_id,
			.purpose = "data",
			.channel = "",
			.how = "checkbox"},
		&both.e));
	CHECK(app_link_make(&c, &v, &page, &both.e));
	CHECK(app_link_open(
		&c, "zdorovie", strrchr(page, '/') + 1, &view, &both.e));
	if (!app_messenger_invite_holder(&c, "zdorovie", &url, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(strncmp(url, "https://t.me/our_bot?start=", 27) == 0);
	hears(CHAT, IN_START, url + 27);
	CHECK(heard("Теперь мы на связи и здесь"));
	says("отмените запись");
	CHECK(heard("Отменить")); /* no question who he is */
	says("да");
	CHECK(visits_n() == 0);
	CHECK(desk_rows("patient") == 1);
	CHECK(desk_rows_where("address", "proof = 'link'") == 1);
	hears(OTHER_CHAT, IN_START, url + 27);
	CHECK(strstr(answer(1), "уже использована"));
}

/* Whoever had talked here as a stranger goes on as the one of the link. */
static void test_a_link_outweighs_what_was_begun_here(void)
{
	agree();
	begin_on_site();
	hears(CHAT, IN_START, invitation());
	CHECK(heard("Могу предложить завтра"));
	says("да");
	CHECK(heard("запись подтверждена"));
	CHECK(desk_rows_where("dialogue", "state = 'closed'") == 1);
}

static struct visit known_patient(const char *first, const char *phone)
{
	struct call c = desk_staff(now);
	struct visit v = {0};

	CHECK(app_visit_book(&c,
		&(struct visit_book_request){
			.wish = {.clinic_id = CLINIC_ID,
				.service_id = SERVICE_THERAPY,
				.doctor_id = DOCTOR_ORLOV,
				.start_at = DESK_TUESDAY_9 + visits_n() * HOUR},
			.person = {.first = first, .phone = phone},
			.source = "desk"},
		&v, &both.e));
	return v;
}

static void test_a_number_proves_who_he_is(void)
{
	struct visit v = known_patient("Ольга", "+79001112233");

	agree();
	hears(CHAT, IN_CONTACT, "79001112233");
	CHECK(strstr(answer(1), "Ольга, рады снова"));
	CHECK(heard("К какому врачу")); /* neither name nor phone */
	CHECK(desk_rows_where("address", "proof = 'contact'") == 1);
	/* His visits are his here too, though they were booked elsewhere. */
	says("отмените запись");
	says("да");
	CHECK(desk_rows_where("visit", "state = 'cancelled'") == 1);
	(void)v;
}

static void test_a_number_of_two_proves_nobody(void)
{
	known_patient("Ольга", "+79001112233");
	known_patient("Пётр", "+79001112233");
	agree();
	hears(CHAT, IN_CONTACT, "+79001112233");
	CHECK(heard("зовут"));
	CHECK(!strstr(answer(1), "рады снова"));
	/* A typed number opens nobody's visits either. */
	says("Ольга");
	says("отмените запись");
	says("да");
	CHECK(visits_n() == 2);
}

/* --- faults ------------------------------------------------------------------
 */

struct sight {
	int64_t numbers, messages, turns, answers, visits, audited;
};

static struct sight look(void)
{
	return (struct sight){desk_rows("inbound"), desk_rows("message"),
		desk_rows("turn"), answers_n(), visits_n(),
		desk_look().audited};
}

/*
 * Call n of the database fails, for every n; the platform brings the event
 * again until it is taken: then it was done exactly once.
 */
static void every_call(const char *text, bool for_ever)
{
	struct db_fault fault = {0};
	struct storage *storage = both_open(&fault);
	struct sight before, all = {0};
	struct store store;
	int n;

	CHECK(store_init(&store, storage, &both.e));
	for (n = 1; n < N_MAX; n++) {
		struct call c = desk_call(now, app_system());
		struct in_event ev = {.number = ++number,
			.kind = IN_TEXT,
			.address = CHAT,
			.text = text,
			.answers = "",
			.button = -1};
		struct sight after;

		c.store = &store;
		before = look();
		fault = (struct db_fault){.fail_at = n, .for_ever = for_ever};
		if (!try_event(&c, &ev)) {
			CHECK_ROW(both.e.kind == ERR_UNAVAILABLE ||
					  both.e.kind == ERR_UNCERTAIN,
				n);
			fault.fail_at = 0;
			after = look();
			CHECK_ROW(
				memcmp(&before, &after, sizeof(after)) == 0, n);
			CHECK_ROW(try_event(&c, &ev), n);
		}
		fault.fail_at = 0;
		after = look();
		CHECK_ROW(after.numbers - before.numbers == 1, n);
		CHECK_ROW(after.turns - before.turns == 1, n);
		CHECK_ROW(after.answers > before.answers, n);
		all.turns++;
		now += 10; /* no more a minute than a person types */
		if (fault.calls < n)
			break;
	}
	CHECK(n < N_MAX && all.turns > 5);
	store_release(&store);
	storage_close(storage);
}

static void test_a_broken_database_does_all_or_nothing(void)
{
	agree();
	says("Анна Иванова, +7 900 123-45-67");
	every_call("сколько стоит терапевт?", false);
	every_call("сколько стоит терапевт?", true);
}

ENGINE_MAIN(start, stop, test_a_visit_is_booked_in_a_messenger,
	test_nothing_is_kept_before_the_consent,
	test_whatever_cannot_be_read_is_answered,
	test_an_event_that_comes_again_does_nothing,
	test_a_press_of_an_old_button_answers_nothing,
	test_the_bot_is_blocked_and_let_in_again,
	test_a_reminder_is_confirmed_by_its_button,
	test_a_conversation_goes_on_after_the_link, test_a_link_is_good_once,
	test_a_link_of_a_message_leads_here, test_a_link_that_is_too_old,
	test_a_link_outweighs_what_was_begun_here,
	test_a_number_proves_who_he_is, test_a_number_of_two_proves_nobody,
	test_a_broken_database_does_all_or_nothing)
