/*
 * Includes the source: the very texts of its queries are shown to SQLite,
 * which must answer each from an index.
 */
#include "store/dialogue.c"

#include "store/message.h"
#include "store/vault.h"
#include "test/both.h"

enum { CLINIC = 1, PATIENT = 7, DIALOGUE = 50 };

static void start(void)
{
	both_before();
	CHECK(db_do(both.store.db,
		"INSERT INTO clinic (id, slug, name, phone, notice_version,"
		" notice, offer_version) VALUES (1, 'a', 'A', '+7', '1', 'n',"
		" '1')",
		DB_NO_ARGS, NULL, &both.e));
	CHECK(vault_create(&both.store, PATIENT, &both.e));
	CHECK(db_do(both.store.db,
		"INSERT INTO patient (id, clinic_id, state, sex, zone, source,"
		" created_at, updated_at)"
		" VALUES (7, 1, 'lead', '-', '', 'site', 0, 0)",
		DB_NO_ARGS, NULL, &both.e));
}

static struct dialogue_row opened(void)
{
	struct dialogue_row d = {.id = DIALOGUE,
		.clinic_id = CLINIC,
		.patient_id = PATIENT,
		.channel = "site",
		.state = DIALOGUE_OPEN,
		.frame = "{\"version\":1}",
		.source = "site",
		.created_at = BOTH_NOW,
		.updated_at = BOTH_NOW};

	CHECK(store_dialogue_insert(
		&both.store, &d, "visitor-1", &both.a, &both.e));
	return d;
}

static void test_a_peer_finds_his_dialogue_and_nobody_elses(void)
{
	struct dialogue_row found;

	opened();
	CHECK(store_dialogue_by_peer(&both.store, CLINIC, "site", "visitor-1",
		&both.a, &found, &both.e));
	CHECK(found.id == DIALOGUE && found.patient_id == PATIENT);
	CHECK_TEXT(found.frame, "{\"version\":1}");
	CHECK(!store_dialogue_by_peer(&both.store, CLINIC, "site", "visitor-2",
		&both.a, &found, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	CHECK(!store_dialogue_by_peer(&both.store, CLINIC, "telegram",
		"visitor-1", &both.a, &found, &both.e));
	CHECK(!store_dialogue_by_peer(&both.store, CLINIC + 1, "site",
		"visitor-1", &both.a, &found, &both.e));
}

static void test_of_two_turns_at_once_the_second_is_refused(void)
{
	struct dialogue_row d = opened();

	d.turns_n = 1;
	d.state = DIALOGUE_HANDED;
	d.frame = "{\"version\":1,\"a\":1}";
	CHECK(store_dialogue_update(&both.store, &d, 0, &both.a, &both.e));
	CHECK(!store_dialogue_update(&both.store, &d, 0, &both.a, &both.e));
	CHECK(both.e.kind == ERR_CONFLICT);
	CHECK(store_dialogue_by_peer(&both.store, CLINIC, "site", "visitor-1",
		&both.a, &d, &both.e));
	CHECK(d.turns_n == 1 && d.state == DIALOGUE_HANDED);
	CHECK_TEXT(d.frame, "{\"version\":1,\"a\":1}");
}

static void test_the_same_client_id_gets_the_same_answer(void)
{
	struct dialogue_row d = opened();
	struct turn_row one = {DIALOGUE, PATIENT, "c-1", 1, BOTH_NOW, "[1]"};
	struct turn_row two = {
		DIALOGUE, PATIENT, "c-2", 2, BOTH_NOW + 60, "[2]"};
	const char *answer;
	int64_t n;

	CHECK(store_turn_insert(&both.store, &one, &both.a, &both.e));
	CHECK(store_turn_insert(&both.store, &two, &both.a, &both.e));
	CHECK(!store_turn_insert(&both.store, &one, &both.a, &both.e));
	CHECK(store_turn_look(&both.store, &d, "c-2", BOTH_NOW, &both.a, &n,
		&answer, &both.e));
	CHECK_TEXT(answer, "[2]");
	CHECK(n == 2);
	CHECK(store_turn_look(&both.store, &d, "c-3", BOTH_NOW + 1, &both.a, &n,
		&answer, &both.e));
	CHECK(answer == NULL);
	CHECK(n == 1);
}

static void say(int64_t id, enum message_author author, const char *body)
{
	struct message_row m = {.id = id,
		.clinic_id = CLINIC,
		.patient_id = PATIENT,
		.dialogue_id = DIALOGUE,
		.channel = "site",
		.author = author,
		.kind = "chat",
		.body = body,
		.at = BOTH_NOW};

	CHECK(store_message_insert(&both.store, &m, &both.a, &both.e));
}

static void test_messages_come_back_in_order_and_in_the_clear(void)
{
	const struct message_row *m;
	size_t n;

	opened();
	say(1, AUTHOR_PATIENT, "{\"text\":\"здравствуйте\"}");
	say(2, AUTHOR_BOT, "{\"text\":\"добрый день\"}");
	say(3, AUTHOR_OPERATOR, "{\"text\":\"это Ольга\"}");
	CHECK(store_message_of_dialogue(
		&both.store, DIALOGUE, 0, 2, &both.a, &m, &n, &both.e));
	CHECK(n == 2 && m[0].id == 2 && m[1].id == 3);
	CHECK_TEXT(m[1].body, "{\"text\":\"это Ольга\"}");
	CHECK(m[1].author == AUTHOR_OPERATOR);
	CHECK(store_message_of_dialogue(
		&both.store, DIALOGUE, 2, 10, &both.a, &m, &n, &both.e));
	CHECK(n == 1 && m[0].id == 3);
	CHECK(store_message_of_patient(
		&both.store, CLINIC, PATIENT, 0, 10, &both.a, &m, &n, &both.e));
	CHECK(n == 3);
	CHECK(store_message_of_patient(&both.store, CLINIC + 1, PATIENT, 0, 10,
		&both.a, &m, &n, &both.e));
	CHECK(n == 0);
}

/* What lies on the disk shows nothing of what was said. */
static void test_nothing_said_is_stored_in_the_clear(void)
{
	struct dialogue_row d = opened();
	struct turn_row one = {DIALOGUE, PATIENT, "c", 1, BOTH_NOW, "secret"};
	struct db_rows r;

	(void)d;
	say(1, AUTHOR_PATIENT, "secret");
	CHECK(store_turn_insert(&both.store, &one, &both.a, &both.e));
	CHECK(db_run(both.store.db,
		"SELECT body_enc, answer_enc, frame_enc, peer_hash"
		" FROM message, turn, dialogue",
		DB_NO_ARGS, 10, &both.a, &r, &both.e));
	CHECK(r.n == 1);
	for (int i = 0; i < 4; i++) {
		size_t n;
		const char *p = db_cell_blob(&r, 0, i, &n);

		for (size_t k = 0; k + 6 <= n; k++)
			CHECK_ROW(memcmp(p + k, "secret", 6) != 0 &&
					  memcmp(p + k, "visito", 6) != 0,
				i);
	}
}

static void test_queries_read_indexes(void)
{
	both_reads_by(sql_by_peer, "dialogue_open");
	both_reads_by(sql_find, "INTEGER PRIMARY KEY");
	/* a count alone: whoever writes for years is not read again each time
	 */
	both_reads_by(sql_look, "COVERING INDEX turn_at");
	both_reads_by(sql_look, "sqlite_autoindex_turn_1");
}

ENGINE_MAIN(start, both_after, test_a_peer_finds_his_dialogue_and_nobody_elses,
	test_of_two_turns_at_once_the_second_is_refused,
	test_the_same_client_id_gets_the_same_answer,
	test_messages_come_back_in_order_and_in_the_clear,
	test_nothing_said_is_stored_in_the_clear, test_queries_read_indexes)
