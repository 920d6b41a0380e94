#include "channel/telegram_update.h"

#include "test/check.h"

static struct arena a;

static struct telegram_update read_one(const char *text)
{
	struct telegram_update u = {0};
	struct err e;

	if (!telegram_read_update(text, strlen(text), &a, &u, &e))
		fail_msg("%s: %s", text, e.text);
	return u;
}

#define FROM "\"from\":{\"id\":5,\"is_bot\":false}"
#define CHAT "\"chat\":{\"id\":5,\"type\":\"private\"}"
#define GROUP "\"chat\":{\"id\":-7,\"type\":\"group\"}"
#define MESSAGE(rest)                                                          \
	"{\"update_id\":9,\"message\":{\"message_id\":3," FROM "," CHAT        \
	"," rest "}}"
#define PRESS(data)                                                            \
	"{\"update_id\":9,\"callback_query\":{\"id\":\"q\"," FROM              \
	",\"message\":{\"message_id\":3,\"date\":0," CHAT "},\"data\":\"" data \
	"\"}}"

static const struct {
	const char *update;
	enum in_kind kind;
	const char *text, *answers;
	int button;
} rows[] = {
	{MESSAGE("\"text\":\"Иван\""), IN_TEXT, "Иван", "", -1},
	{MESSAGE("\"text\":\"a\\u0001b\\u007fc\""), IN_TEXT, "a b c", "", -1},
	{MESSAGE("\"text\":\"да\",\"reply_to_message\":{\"message_id\":2}"),
		IN_TEXT, "да", "2", -1},
	{MESSAGE("\"text\":\"/start\""), IN_START, "", "", -1},
	{MESSAGE("\"text\":\"/start abc_-9\""), IN_START, "abc_-9", "", -1},
	{MESSAGE("\"text\":\"/start@our_bot abc\""), IN_START, "abc", "", -1},
	{MESSAGE("\"text\":\"/start a b\""), IN_START, "", "", -1},
	{MESSAGE("\"text\":\"/start <b>\""), IN_START, "", "", -1},
	{MESSAGE("\"text\":\"/starting\""), IN_TEXT, "/starting", "", -1},
	{MESSAGE("\"photo\":[],\"caption\":\"к врачу\""), IN_TEXT, "к врачу",
		"", -1},
	{MESSAGE("\"photo\":[]"), IN_OTHER, "", "", -1},
	{MESSAGE("\"text\":7"), IN_OTHER, "", "", -1},
	{MESSAGE("\"contact\":{\"phone_number\":\"79001234567\",\"user_id\":"
		 "5}"),
		IN_CONTACT, "79001234567", "", -1},
	{MESSAGE("\"contact\":{\"phone_number\":\"79001234567\",\"user_id\":"
		 "6}"),
		IN_CARD, "79001234567", "", -1},
	{MESSAGE("\"contact\":{\"phone_number\":\"79001234567\"}"), IN_CARD,
		"79001234567", "", -1},
	{PRESS("Подтверждаю"), IN_PRESS, "Подтверждаю", "3", -1},
	{PRESS("#4"), IN_PRESS, "", "3", 4},
	{PRESS("#-4"), IN_PRESS, "#-4", "3", -1},
	{PRESS("#400"), IN_PRESS, "#400", "3", -1},
	{PRESS(""), IN_PRESS, "", "3", -1},
	{"{\"update_id\":9,\"edited_message\":{" FROM "," CHAT
	 ",\"text\":\"завтра\"}}",
		IN_EDITED, "", "", -1},
	{"{\"update_id\":9,\"edited_message\":{" FROM "," CHAT
	 ",\"location\":{}}}",
		IN_NOTHING, "", "", -1},
	{"{\"update_id\":9,\"my_chat_member\":{" FROM "," CHAT
	 ",\"new_chat_member\":{\"status\":\"kicked\"}}}",
		IN_LEFT, "", "", -1},
	{"{\"update_id\":9,\"my_chat_member\":{" FROM "," CHAT
	 ",\"new_chat_member\":{\"status\":\"member\"}}}",
		IN_BACK, "", "", -1},
	{"{\"update_id\":9,\"message\":{" FROM "," GROUP
	 ",\"text\":\"всем привет\"}}",
		IN_NOTHING, "", "", -1},
	{"{\"update_id\":9,\"message\":{\"from\":{\"id\":6,\"is_bot\":true}"
	 "," CHAT ",\"text\":\"hi\"}}",
		IN_NOTHING, "", "", -1},
	{"{\"update_id\":9,\"poll\":{}}", IN_NOTHING, "", "", -1},
	{"{\"update_id\":9,\"message\":[]}", IN_NOTHING, "", "", -1},
	{"{\"update_id\":9,\"callback_query\":7}", IN_NOTHING, "", "", -1},
	{"{\"update_id\":9}", IN_NOTHING, "", "", -1},
};

static void test_every_kind_of_update(void)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct telegram_update u = read_one(rows[i].update);
		struct in_event *ev = &u.event;

		CHECK_ROW(ev->number == 9, i);
		CHECK_ROW(ev->kind == rows[i].kind, i);
		CHECK_ROW(strcmp(ev->text, rows[i].text) == 0, i);
		CHECK_ROW(strcmp(ev->answers, rows[i].answers) == 0, i);
		CHECK_ROW(ev->button == rows[i].button, i);
		CHECK_ROW(strcmp(ev->address,
				  ev->kind == IN_NOTHING ? "" : "5") == 0,
			i);
		CHECK_ROW(strcmp(u.press, ev->kind == IN_PRESS ? "q" : "") == 0,
			i);
	}
}

static void test_an_update_without_a_number_is_refused(void)
{
	static const char *const bad[] = {"", "null", "[]", "{}",
		"{\"update_id\":\"9\"}", "{\"update_id\":-1}",
		"{\"update_id\":9", "{\"update_id\":1.5}"};
	struct telegram_update u;
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		CHECK_ROW(!telegram_read_update(
				  bad[i], strlen(bad[i]), &a, &u, &e),
			i);
		CHECK_ROW(e.kind == ERR_INVALID, i);
	}
}

static void test_answers(void)
{
	static const struct {
		const char *text;
		bool is_whole, is_ok;
		int code, wait_s;
		int64_t message_id;
	} answers[] = {
		{"{\"ok\":true,\"result\":{\"message_id\":4}}", true, true, 0,
			0, 4},
		{"{\"ok\":true,\"result\":true}", true, true, 0, 0, 0},
		{"{\"ok\":true}", true, true, 0, 0, 0},
		{"{\"ok\":false,\"error_code\":429,\"parameters\":"
		 "{\"retry_after\":5}}",
			true, false, 429, 5, 0},
		{"{\"ok\":false,\"error_code\":429,\"parameters\":"
		 "{\"retry_after\":-5}}",
			true, false, 429, 0, 0},
		{"{\"ok\":false,\"error_code\":429,\"parameters\":"
		 "{\"retry_after\":99999999999}}",
			true, false, 429, 86400, 0},
		{"{\"ok\":1}", false, false, 0, 0, 0},
		{"<html>", false, false, 0, 0, 0},
		{"", false, false, 0, 0, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		struct telegram_answer got;

		telegram_read_answer(
			answers[i].text, strlen(answers[i].text), &a, &got);
		CHECK_ROW(got.is_whole == answers[i].is_whole, i);
		CHECK_ROW(got.is_ok == answers[i].is_ok, i);
		CHECK_ROW(got.error_code == answers[i].code, i);
		CHECK_ROW(got.wait_s == answers[i].wait_s, i);
		CHECK_ROW(got.message_id == answers[i].message_id, i);
	}
}

static void test_a_list_of_updates(void)
{
	static const char text[] = "{\"ok\":true,\"result\":[{\"update_id\":1},"
				   "{\"update_id\":2}]}";
	const struct telegram_update *list;
	struct telegram_answer said;
	struct err e;
	size_t n;

	telegram_read_answer(text, sizeof(text) - 1, &a, &said);
	CHECK(telegram_read_updates(said.result, &a, &list, &n, &e));
	CHECK(n == 2 && list[1].event.number == 2);
	CHECK(!telegram_read_updates(NULL, &a, &list, &n, &e));
}

/* Thirty-two Cyrillic letters fit, one more does not. */
static void test_what_a_press_brings_back(void)
{
	char data[TELEGRAM_DATA_BYTES_MAX + 1];
	char text[2 * 33 + 1] = "";

	telegram_data_write("утром", 2, data);
	CHECK_TEXT(data, "утром");
	for (int i = 0; i < 32; i++)
		memcpy(text + 2 * i, "я", 3);
	telegram_data_write(text, 2, data);
	CHECK_TEXT(data, text);
	memcpy(text + 64, "я", 3);
	telegram_data_write(text, 2, data);
	CHECK_TEXT(data, "#2");
	telegram_data_write("#5", 2, data); /* not to be taken for a number */
	CHECK_TEXT(data, "#2");
	telegram_data_write("", 0, data);
	CHECK_TEXT(data, "#0");
}

static void test_end(void)
{
	arena_release(&a);
}

TEST_MAIN(test_every_kind_of_update, test_an_update_without_a_number_is_refused,
	test_answers, test_a_list_of_updates, test_what_a_press_brings_back,
	test_end)
