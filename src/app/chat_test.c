#include "app/chat.h"

#include "base/limits.h"
#include "lang/lang.h"
#include "test/desk.h"

static struct arena words;

static void start(void)
{
	desk_before();
	arena_init(&words);
	CHECK(chat_rules_open(lang_open(&words), &desk.chat, &both.e));
}

static void stop(void)
{
	desk_after();
	arena_release(&words);
}

static struct chat_peer peer_of(int64_t clinic_id, const char *id)
{
	return (struct chat_peer){clinic_id, "site", id, "site"};
}

static struct call visitor(int64_t now)
{
	return desk_visitor(now, 0);
}

static void agree(const struct chat_peer *peer)
{
	struct call c = visitor(DESK_NOW);

	if (!app_chat_consent(&c, peer, "1", "checkbox", &both.e))
		fail_msg("%s", both.e.text);
}

static struct chat_answer say(
	const struct chat_peer *peer, const char *client_id, const char *text)
{
	struct call c = visitor(DESK_NOW);
	struct chat_answer answer;

	if (!app_chat_turn(
		    &c, peer, client_id, text, strlen(text), &answer, &both.e))
		fail_msg("%s", both.e.text);
	return answer;
}

static bool is_refused(const struct chat_peer *peer, const char *client_id,
	const char *text, size_t n, enum err_kind kind)
{
	struct call c = visitor(DESK_NOW);
	struct chat_answer answer;

	return !app_chat_turn(&c, peer, client_id, text, n, &answer, &both.e) &&
	       both.e.kind == kind;
}

static void test_nothing_is_taken_before_the_consent(void)
{
	struct chat_peer peer = peer_of(CLINIC_ID, "1");
	struct call c = visitor(DESK_NOW);
	struct chat_answer answer;

	CHECK(is_refused(&peer, "a", "Иван", 8, ERR_DENIED));
	CHECK_TEXT(both.e.field, "consent");
	CHECK(app_chat_history(&c, &peer, 0, &answer, &both.e));
	CHECK(!answer.is_consented && answer.messages_n == 2);
	CHECK(strstr(answer.message[0].text, "/notice") != NULL);
	CHECK(!app_chat_consent(&c, &peer, "0", "checkbox", &both.e));
	CHECK(both.e.kind == ERR_CONFLICT);
	CHECK(is_refused(&peer, "a", "Иван", 8, ERR_DENIED));
	agree(&peer);
	agree(&peer); /* once more changes nothing */
	CHECK(app_chat_history(&c, &peer, 0, &answer, &both.e));
	CHECK(answer.is_consented && answer.messages_n == 2);
}

static void test_a_turn_is_answered_once(void)
{
	struct chat_peer peer = peer_of(CLINIC_ID, "1");
	struct call c = visitor(DESK_NOW);
	struct chat_answer one, again, all;

	agree(&peer);
	one = say(&peer, "a", "Иван, +7 900 123-45-67");
	CHECK(one.turn == 1 && one.messages_n == 1);
	again = say(&peer, "a", "Иван, +7 900 123-45-67");
	CHECK(again.turn == 1 && again.messages_n == 1);
	CHECK(again.message[0].id == one.message[0].id);
	CHECK_TEXT(again.message[0].text, one.message[0].text);
	CHECK(again.message[0].buttons_n == one.message[0].buttons_n);
	CHECK(app_chat_history(&c, &peer, 0, &all, &both.e));
	/* Notice, greeting, the patient's text and the answer. */
	CHECK(all.messages_n == 4);
	CHECK(all.message[2].author == AUTHOR_PATIENT);
	CHECK_TEXT(all.message[2].text, "Иван, +7 900 123-45-67");
}

static void test_others_see_nothing_of_it(void)
{
	struct chat_peer peer = peer_of(CLINIC_ID, "1");
	struct chat_peer stranger = peer_of(CLINIC_ID, "2");
	struct chat_peer elsewhere = peer_of(CLINIC_OTHER_ID, "1");
	struct call c = visitor(DESK_NOW);
	struct chat_answer answer;

	agree(&peer);
	say(&peer, "a", "Иван, +7 900 123-45-67");
	CHECK(app_chat_history(&c, &stranger, 0, &answer, &both.e));
	CHECK(!answer.is_consented && answer.dialogue_id == 0);
	CHECK(app_chat_history(&c, &elsewhere, 0, &answer, &both.e));
	CHECK(!answer.is_consented && answer.dialogue_id == 0);
}

static void test_a_visit_is_booked_by_talking(void)
{
	struct chat_peer peer = peer_of(CLINIC_ID, "1");
	struct call c = visitor(DESK_NOW);
	struct chat_answer answer;
	struct frame f;

	agree(&peer);
	say(&peer, "a", "Иван, +7 900 123-45-67");
	answer = say(&peer, "b", "к терапевту завтра");
	CHECK(strstr(answer.message[0].text, "Могу предложить завтра") != NULL);
	CHECK(answer.message[0].buttons_n >= 2);
	answer = say(&peer, "c", "да");
	CHECK(strstr(answer.message[0].text, "запись подтверждена") != NULL);
	say(&peer, "c", "да"); /* the network repeats it */
	CHECK(app_chat_frame(&c, &peer, &f, &both.e));
	CHECK(f.visits_n == 1);
}

static void test_of_two_who_want_the_last_time_one_is_told(void)
{
	struct chat_peer one = peer_of(CLINIC_ID, "1");
	struct chat_peer other = peer_of(CLINIC_ID, "2");
	struct chat_answer answer;

	agree(&one);
	agree(&other);
	say(&one, "a", "Иван, +7 900 123-45-67");
	say(&other, "a", "Анна, +7 900 123-45-68");
	/* Every doctor of the service has this start, then none. */
	answer = say(&one, "b", "узи завтра");
	CHECK(strstr(answer.message[0].text, "Могу предложить") != NULL);
	say(&other, "b", "узи завтра");
	say(&one, "c", "да");
	answer = say(&other, "c", "да");
	CHECK(strstr(answer.message[0].text, "только что заняли") != NULL);
}

static void test_an_alarm_hands_the_dialogue_over(void)
{
	struct chat_peer peer = peer_of(CLINIC_ID, "1");
	struct chat_answer answer;

	agree(&peer);
	answer = say(&peer, "a", "давит в груди и отдаёт в левую руку");
	CHECK(strstr(answer.message[0].text, "103") != NULL);
	CHECK(answer.state == DIALOGUE_HANDED);
}

static void test_bad_input_changes_nothing(void)
{
	struct chat_peer peer = peer_of(CLINIC_ID, "1");
	struct call c = visitor(DESK_NOW);
	char *huge = arena_take(&words, CHAT_TEXT_BYTES_MAX + 1);
	struct chat_answer answer;

	agree(&peer);
	memset(huge, 'a', CHAT_TEXT_BYTES_MAX + 1);
	CHECK(is_refused(
		&peer, "a", huge, CHAT_TEXT_BYTES_MAX + 1, ERR_TOO_LARGE));
	CHECK(is_refused(&peer, "a", "\xff\xfe", 2, ERR_INVALID));
	CHECK(is_refused(&peer, "a", "a\0b", 3, ERR_INVALID));
	CHECK(is_refused(&peer, "", "a", 1, ERR_INVALID));
	CHECK(is_refused(
		&peer, arena_print(&words, "%65d", 1), "a", 1, ERR_INVALID));
	CHECK(app_chat_history(&c, &peer, 0, &answer, &both.e));
	CHECK(answer.messages_n == 2);
	/* The longest text there may be is answered. */
	say(&peer, "b", arena_copy(&words, huge, CHAT_TEXT_BYTES_MAX));
}

static void test_a_machine_is_slowed_down(void)
{
	struct chat_peer peer = peer_of(CLINIC_ID, "1");

	agree(&peer);
	for (int i = 0; i < CHAT_TURNS_MINUTE_MAX; i++)
		say(&peer, arena_print(&words, "%d", i), "здравствуйте");
	CHECK(is_refused(&peer, "one more", "да", 4, ERR_LIMIT));
	say(&peer, "0", "здравствуйте"); /* answered before: no new turn */
}

ENGINE_MAIN(start, stop, test_nothing_is_taken_before_the_consent,
	test_a_turn_is_answered_once, test_others_see_nothing_of_it,
	test_a_visit_is_booked_by_talking,
	test_of_two_who_want_the_last_time_one_is_told,
	test_an_alarm_hands_the_dialogue_over, test_bad_input_changes_nothing,
	test_a_machine_is_slowed_down)
