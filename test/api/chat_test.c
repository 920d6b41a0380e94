/*
 * The chat over HTTP: the same text twice is one turn, however it comes; two
 * who want the same time do not both get it; whatever people type, they are
 * answered.
 */
#include "base/json.h"
#include "test/whole.h"

enum { AT_ONCE = 20, TALKERS = 12 };

static struct guest talker(void)
{
	struct guest g = whole_visitor();
	struct http_answer a = whole_post(&g, "/api/v1/consents",
		"{\"clinic\":\"zdorovie\",\"version\":\"1\"}");

	CHECK(a.status == 204);
	return g;
}

static const char *turn_body(const char *client_id, const char *text)
{
	struct buf b;
	struct json_out w = {.b = &b};

	buf_init(&b, &both.a, 1 << 20);
	json_open(&w, NULL, '{');
	json_put_text(&w, "clinic", "zdorovie");
	json_put_text(&w, "client_id", client_id);
	json_put_text(&w, "text", text);
	json_close(&w, '}');
	return b.p;
}

static struct http_answer say(
	const struct guest *g, const char *client_id, const char *text)
{
	return whole_post(g, "/api/v1/chat", turn_body(client_id, text));
}

/* All that the clinic answered, a line a message. */
static const char *words(const struct http_answer *a)
{
	const struct json *j, *list;
	struct buf b;
	size_t n;

	buf_init(&b, &both.a, 1 << 20);
	CHECK(json_parse(&both.a, a->body, a->body_n, &j, &both.e));
	CHECK(json_get_list(j, "messages", &list, &n, &both.e));
	for (size_t i = 0; i < n; i++) {
		const char *text;

		CHECK(json_get_text(&list[i], "text", "", &text, &both.e));
		buf_text(&b, text);
		buf_text(&b, "\n");
	}
	return b.p;
}

/* ---- once --------------------------------------------------------------- */

static void test_the_same_text_twice_is_one_turn(void)
{
	struct guest g = talker();
	struct http_answer first = say(&g, "one", "Здравствуйте");
	int64_t said = desk_count("SELECT COUNT(*) FROM message");
	struct http_answer second = say(&g, "one", "Здравствуйте");

	CHECK(first.status == 200);
	CHECK(second.status == 200);
	CHECK_TEXT(second.body, first.body);
	CHECK(desk_count("SELECT COUNT(*) FROM turn") == 1);
	CHECK(desk_count("SELECT COUNT(*) FROM message") == said);
}

static void test_the_same_text_twenty_times_at_once_is_one_turn(void)
{
	struct guest g = talker();
	const char *body = turn_body("one", "Анна, терапевт");
	struct http_ask asks[AT_ONCE];
	struct http_answer answers[AT_ONCE];

	for (size_t i = 0; i < AT_ONCE; i++)
		asks[i] = whole_ask(&g, HTTP_POST, "/api/v1/chat", body);
	whole_send(asks, AT_ONCE, answers);
	for (size_t i = 0; i < AT_ONCE; i++) {
		CHECK_ROW(answers[i].status == 200, i);
		CHECK_TEXT(answers[i].body, answers[0].body);
	}
	CHECK(desk_count("SELECT COUNT(*) FROM turn") == 1);
	CHECK(desk_count("SELECT COUNT(*) FROM message"
			 " WHERE direction = 'in'") == 1);
}

static void test_consent_twenty_times_at_once_is_one_dialogue(void)
{
	struct guest g = whole_visitor();
	struct http_ask asks[AT_ONCE];
	struct http_answer answers[AT_ONCE];

	for (size_t i = 0; i < AT_ONCE; i++)
		asks[i] = whole_ask(&g, HTTP_POST, "/api/v1/consents",
			"{\"clinic\":\"zdorovie\",\"version\":\"1\"}");
	whole_send(asks, AT_ONCE, answers);
	for (size_t i = 0; i < AT_ONCE; i++)
		CHECK_ROW(answers[i].status == 204, i);
	CHECK(desk_count("SELECT COUNT(*) FROM dialogue") == 1);
	CHECK(desk_count("SELECT COUNT(*) FROM consent") == 1);
}

/* ---- the same time ------------------------------------------------------ */

static void all_say(struct guest *g, int n, const char *client_id,
	const char *const *text, struct http_answer *answers)
{
	struct http_ask asks[TALKERS];

	for (int i = 0; i < n; i++)
		asks[i] = whole_ask(&g[i], HTTP_POST, "/api/v1/chat",
			turn_body(client_id, text[i]));
	whole_send(asks, (size_t)n, answers);
	for (int i = 0; i < n; i++)
		if (answers[i].status != 200)
			fail_msg("%d %s", answers[i].status, answers[i].body);
}

/* Visits of one doctor at one time: more than one is a disaster. */
static int64_t doubles(void)
{
	return desk_count("SELECT COUNT(*) FROM visit a JOIN visit b"
			  " ON a.doctor_id = b.doctor_id AND a.id < b.id"
			  " AND a.start_at < b.end_at AND b.start_at < a.end_at"
			  " WHERE a.state <> 'cancelled'"
			  " AND b.state <> 'cancelled'");
}

static void test_of_those_who_want_one_time_one_is_booked(void)
{
	struct guest g[TALKERS];
	const char *who[TALKERS], *yes[TALKERS];
	struct http_answer answers[TALKERS];
	int winners = 0;

	for (int i = 0; i < TALKERS; i++) {
		g[i] = talker();
		who[i] = arena_print(&both.a,
			"Анна, +7 900 123-40-%02d, к Петровой завтра в 10:00",
			i);
		yes[i] = "Да";
	}
	all_say(g, TALKERS, "one", who, answers);
	for (int i = 0; i < TALKERS; i++)
		CHECK_ROW(strstr(words(&answers[i]), "Записать вас на 10:00?"),
			i);
	all_say(g, TALKERS, "two", yes, answers);
	for (int i = 0; i < TALKERS; i++)
		if (strstr(words(&answers[i]), "запись подтверждена"))
			winners++;
		else
			CHECK_ROW(strstr(words(&answers[i]), "только что"), i);
	CHECK(winners == 1);
	CHECK(desk_count("SELECT COUNT(*) FROM visit") == 1);
	/* now they all want the next time that was offered */
	all_say(g, TALKERS, "three", yes, answers);
	CHECK(desk_count("SELECT COUNT(*) FROM visit") <= 2);
	CHECK(doubles() == 0);
}

/* ---- whatever is typed -------------------------------------------------- */

static void test_odd_texts_are_answered(void)
{
	static const struct {
		const char *text, *answer; /* what must be in it */
	} rows[] = {
		{"🙂🙂🙂", "словами"},
		{"31 февраля в 10:00", "не бывает"},
		{"к терапевту 31 февраля", "не бывает"},
		{"вчера в 10 к терапевту", "уже прошла"},
		{"1 января 2020 года", "уже прошла"},
		{"Robert'); DROP TABLE patient;--", "понимаю"},
		{"Меня зовут <script>alert(1)</script>", "понял"},
		{"мой телефон 123", "телефон"},
		{"+7 900 123-45", "не хватает цифр"},
		{"телефон 8 900 123 45 67 89 00", "зовут"},
		{"%s%s%s%n", "понимаю"},
		{"{{clinic}} ${phone} {phone}", "понимаю"},
		{"\xe2\x80\xae"
		 "тевирП",
			"понял"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct guest g = talker();
		struct http_answer a = say(&g, "one", rows[i].text);

		CHECK_ROW(a.status == 200, i);
		CHECK_ROW(strstr(words(&a), rows[i].answer), i);
	}
	CHECK(desk_count("SELECT COUNT(*) FROM visit") == 0);
	CHECK(desk_count("SELECT COUNT(*) FROM patient"
			 " WHERE state = 'patient'") == 0);
}

WHOLE_MAIN(test_the_same_text_twice_is_one_turn,
	test_the_same_text_twenty_times_at_once_is_one_turn,
	test_consent_twenty_times_at_once_is_one_dialogue,
	test_of_those_who_want_one_time_one_is_booked,
	test_odd_texts_are_answered)
