/* Includes the source: its statement is shown to SQLite below. */
#include "store/message.c"

#include "db/db_fault.h"
#include "store/audit.h"
#include "store/link.h"
#include "store/outbox.h"
#include "store/target.h"
#include "store/vault.h"
#include "test/both.h"

enum { CLINIC = 1, PATIENT = 7, VISIT = 40, LATER = BOTH_NOW + 86400 };

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
		" VALUES (7, 1, 'patient', '-', '', 'site', 0, 0)",
		DB_NO_ARGS, NULL, &both.e));
}

static struct outbox_row planned(int64_t id, int64_t next_at)
{
	return (struct outbox_row){.id = id,
		.clinic_id = CLINIC,
		.patient_id = PATIENT,
		.visit_id = VISIT,
		.kind = "reminder_day",
		.channel = "",
		.delivery = {DELIVERY_QUEUED, RECEIPT_NONE, 0, next_at, LATER},
		.reason = "",
		.provider_id = "",
		.is_counted = true,
		.created_at = BOTH_NOW};
}

/* Inserts with a key of its own; returns whether it was new. */
static bool insert(int64_t id, int64_t next_at, int64_t start_at)
{
	struct outbox_row row = planned(id, next_at);
	bool is_new = false;

	CHECK(db_begin(both.store.db, &both.e));
	CHECK(store_outbox_insert(&both.store, &row,
		(struct outbox_key){3, start_at}, &both.a, &is_new, &both.e));
	CHECK(db_commit(both.store.db, &both.e));
	return is_new;
}

/* Locks and steps to SENDING, as a round does; returns how many. */
static size_t claim(int64_t now, int max, struct outbox_row **rows)
{
	const int64_t *ids;
	size_t n = 0;

	CHECK(store_outbox_due(&both.store, OUTBOX_PLANNED, "", now, false, max,
		&both.a, &ids, &n, &both.e));
	CHECK(db_begin(both.store.db, &both.e));
	CHECK(store_outbox_lock(
		&both.store, ids, n, &both.a, rows, &n, &both.e));
	for (size_t i = 0; i < n; i++) {
		struct outbox_row *row = &(*rows)[i];

		CHECK(delivery_step(
			&row->delivery, DELIVERY_CLAIM, now, 0, &both.e));
		row->lease_until = now + 60;
		CHECK(store_outbox_write(
			&both.store, row, DELIVERY_QUEUED, &both.e));
	}
	CHECK(db_commit(both.store.db, &both.e));
	return n;
}

static struct outbox_row found(int64_t id)
{
	struct outbox_row row = {0};

	CHECK(store_outbox_find(
		&both.store, CLINIC, id, &both.a, &row, &both.e));
	return row;
}

static void test_a_message_planned_twice_is_one(void)
{
	CHECK(insert(1, BOTH_NOW, 500));
	CHECK(!insert(2, BOTH_NOW, 500));
	CHECK(insert(3, BOTH_NOW, 600));
	CHECK(!store_outbox_find(&both.store, CLINIC, 2, &both.a,
		&(struct outbox_row){0}, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	/* Another clinic's is none of ours. */
	CHECK(!store_outbox_find(&both.store, CLINIC + 1, 1, &both.a,
		&(struct outbox_row){0}, &both.e));
}

static void test_a_cancelled_visit_gives_its_key_up(void)
{
	CHECK(insert(1, BOTH_NOW, 500));
	CHECK(store_outbox_unkey(&both.store, VISIT, &both.e));
	CHECK(insert(2, BOTH_NOW, 500));
}

static void test_a_row_comes_back_as_it_was(void)
{
	struct outbox_row row = planned(1, BOTH_NOW + 5), got;
	bool is_new;

	row.was_at = 77;
	row.is_asked = true;
	row.is_linked = true;
	CHECK(db_begin(both.store.db, &both.e));
	CHECK(store_outbox_insert(&both.store, &row, (struct outbox_key){3, 4},
		&both.a, &is_new, &both.e));
	CHECK(db_commit(both.store.db, &both.e));
	got = found(1);
	CHECK_TEXT(got.kind, "reminder_day");
	CHECK(got.delivery.state == DELIVERY_QUEUED && got.visit_id == VISIT);
	CHECK(got.delivery.next_at == BOTH_NOW + 5);
	CHECK(got.delivery.expires_at == LATER && got.was_at == 77);
	CHECK(got.is_asked && got.is_counted && got.created_at == BOTH_NOW);
	CHECK(got.is_linked && got.message_id == 0);
}

static void test_an_answer_waits_in_a_queue_of_its_own(void)
{
	struct outbox_row row = planned(1, BOTH_NOW), got, *rows;
	int64_t next_at, lease_at;
	const int64_t *ids;
	size_t n;

	row.kind = OUTBOX_TALK_KIND;
	row.channel = "telegram";
	row.provider_id = "71";
	CHECK(insert(2, BOTH_NOW + 5, 5));
	CHECK(store_outbox_answer(&both.store, &row, &both.a, &both.e));
	CHECK(claim(BOTH_NOW, 10, &rows) == 0);
	CHECK(store_outbox_due(&both.store, OUTBOX_TALK, "", BOTH_NOW + 9,
		false, 10, &both.a, &ids, &n, &both.e));
	CHECK(n == 1 && ids[0] == 1);
	CHECK(store_outbox_next(&both.store, OUTBOX_TALK, NULL, 0, &both.a,
		&next_at, &lease_at, &both.e));
	CHECK(next_at == BOTH_NOW);
	CHECK(store_outbox_of_provider(&both.store, PATIENT, "telegram", "71",
		&both.a, &got, &both.e));
	CHECK(got.id == 1);
	CHECK(!store_outbox_of_provider(&both.store, PATIENT, "telegram", "72",
		&both.a, &got, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

static void test_the_earliest_are_given_and_only_once(void)
{
	struct outbox_row *rows;

	CHECK(insert(3, BOTH_NOW - 1, 1) && insert(1, BOTH_NOW - 9, 2) &&
		insert(2, BOTH_NOW - 5, 3) && insert(4, BOTH_NOW + 1, 4));
	CHECK(claim(BOTH_NOW, 2, &rows) == 2);
	CHECK(rows[0].id == 1 && rows[1].id == 2);
	CHECK(claim(BOTH_NOW, 10, &rows) == 1 && rows[0].id == 3);
	CHECK(claim(BOTH_NOW, 10, &rows) == 0);
	CHECK(found(1).delivery.state == DELIVERY_SENDING);
	CHECK(found(1).delivery.tries == 1);
}

/* A row that waits for a channel already. */
static void wait_for(int64_t id, const char *channel)
{
	struct outbox_row row = found(id);

	row.channel = channel;
	CHECK(store_outbox_write(&both.store, &row, DELIVERY_QUEUED, &both.e));
}

static void test_each_channel_has_a_queue_with_two_ends(void)
{
	int64_t next_at, lease_at;
	const char *const *channels;
	const int64_t *ids;
	size_t n;

	for (int64_t id = 1; id <= 6; id++)
		CHECK(insert(id, BOTH_NOW - 10 * id, id));
	wait_for(5, "sms");
	wait_for(6, "max");
	CHECK(store_outbox_channels(
		&both.store, &both.a, &channels, &n, &both.e));
	CHECK(n == 3);
	CHECK_TEXT(channels[0], "");
	CHECK_TEXT(channels[1], "max");
	CHECK_TEXT(channels[2], "sms");
	CHECK(store_outbox_due(&both.store, OUTBOX_PLANNED, "", BOTH_NOW - 15,
		true, 2, &both.a, &ids, &n, &both.e));
	CHECK(n == 2 && ids[0] == 2 && ids[1] == 3);
	CHECK(store_outbox_due(&both.store, OUTBOX_PLANNED, "", BOTH_NOW, false,
		2, &both.a, &ids, &n, &both.e));
	CHECK(n == 2 && ids[0] == 4 && ids[1] == 3);
	CHECK(store_outbox_due(&both.store, OUTBOX_PLANNED, "sms", BOTH_NOW,
		false, 9, &both.a, &ids, &n, &both.e));
	CHECK(n == 1 && ids[0] == 5);
	CHECK(store_outbox_next(&both.store, OUTBOX_PLANNED, NULL, 0, &both.a,
		&next_at, &lease_at, &both.e));
	CHECK(next_at == BOTH_NOW - 60);
	CHECK(store_outbox_next(&both.store, OUTBOX_PLANNED,
		(const char *const[]){"max", "sms"}, 2, &both.a, &next_at,
		&lease_at, &both.e));
	CHECK(next_at == BOTH_NOW - 40);
}

static void test_who_dies_while_sending_is_found(void)
{
	struct outbox_row *rows;
	size_t n;

	CHECK(insert(1, BOTH_NOW, 1));
	CHECK(claim(BOTH_NOW, 10, &rows) == 1);
	CHECK(store_outbox_lost(
		&both.store, BOTH_NOW + 59, 10, &both.a, &rows, &n, &both.e));
	CHECK(n == 0);
	CHECK(store_outbox_lost(
		&both.store, BOTH_NOW + 60, 10, &both.a, &rows, &n, &both.e));
	CHECK(n == 1 && rows[0].id == 1);
	/* It is never given again. */
	CHECK(claim(BOTH_NOW + 99, 10, &rows) == 0);
}

static void test_only_whoever_sees_the_state_may_write(void)
{
	struct outbox_row row;

	CHECK(insert(1, BOTH_NOW, 1));
	row = found(1);
	row.delivery.state = DELIVERY_SENT;
	CHECK(!store_outbox_write(
		&both.store, &row, DELIVERY_SENDING, &both.e));
	CHECK(both.e.kind == ERR_CONFLICT);
	CHECK(found(1).delivery.state == DELIVERY_QUEUED);
}

static void test_when_the_next_is_due(void)
{
	struct outbox_row *rows;
	int64_t next_at = 0, lease_at = 0;

	CHECK(store_outbox_next(&both.store, OUTBOX_PLANNED, NULL, 0, &both.a,
		&next_at, &lease_at, &both.e));
	CHECK(next_at == INT64_MAX && lease_at == INT64_MAX);
	CHECK(insert(1, BOTH_NOW, 1) && insert(2, BOTH_NOW + 500, 2));
	CHECK(store_outbox_next(&both.store, OUTBOX_PLANNED, NULL, 0, &both.a,
		&next_at, &lease_at, &both.e));
	CHECK(next_at == BOTH_NOW);
	CHECK(claim(BOTH_NOW, 10, &rows) == 1);
	CHECK(store_outbox_next(&both.store, OUTBOX_PLANNED, NULL, 0, &both.a,
		&next_at, &lease_at, &both.e));
	CHECK(next_at == BOTH_NOW + 500 && lease_at == BOTH_NOW + 60);
}

static void test_lists(void)
{
	struct outbox_row *rows, next;
	size_t n;

	CHECK(insert(1, BOTH_NOW + 9, 1) && insert(2, BOTH_NOW + 5, 2));
	CHECK(store_outbox_of_visit(
		&both.store, CLINIC, VISIT, &both.a, &rows, &n, &both.e));
	CHECK(n == 2 && rows[0].id == 1);
	CHECK(store_outbox_of_visit(
		&both.store, CLINIC + 1, VISIT, &both.a, &rows, &n, &both.e));
	CHECK(n == 0);
	CHECK(store_outbox_of_patient(
		&both.store, CLINIC, PATIENT, 1, &both.a, &rows, &n, &both.e));
	CHECK(n == 1 && rows[0].id == 2);
	CHECK(store_outbox_next_of_clinic(
		&both.store, CLINIC, &both.a, &next, &both.e));
	CHECK(next.id == 2);
	CHECK(store_outbox_next_of_clinic(
		&both.store, CLINIC + 1, &both.a, &next, &both.e));
	CHECK(next.id == 0);
}

/* Whatever call fails, the row is queued or sending, never half of it. */
static void test_a_claim_is_all_or_nothing(void)
{
	for (int n = 1;; n++) {
		struct db_fault fault = {.fail_at = 0};
		struct storage *storage;
		struct store s;
		struct outbox_row *rows, row;
		size_t rows_n = 0;
		struct err e;
		bool ok;

		CHECK(insert(n, BOTH_NOW, n));
		storage = both_open(&fault);
		CHECK(store_init(&s, storage, &both.e));
		fault = (struct db_fault){.fail_at = n};
		ok = db_begin(s.db, &e) &&
		     store_outbox_lock(&s, &(int64_t){n}, 1, &both.a, &rows,
			     &rows_n, &e) &&
		     delivery_step(&rows[0].delivery, DELIVERY_CLAIM, BOTH_NOW,
			     0, &e) &&
		     store_outbox_write(&s, &rows[0], DELIVERY_QUEUED, &e) &&
		     db_commit(s.db, &e);
		if (!ok)
			db_rollback(s.db);
		store_release(&s);
		storage_close(storage);
		row = found(n);
		CHECK_ROW(row.delivery.state ==
				  (ok ? DELIVERY_SENDING : DELIVERY_QUEUED),
			n);
		CHECK_ROW(ok || row.lease_until == 0, n);
		if (fault.calls < n)
			break;
		CHECK_ROW(!ok && e.kind == ERR_UNAVAILABLE, n);
		CHECK(claim(BOTH_NOW, 1, &rows) == 1);
	}
}

static bool say(int64_t id, int64_t delivery_id)
{
	const struct message_row m = {.id = id,
		.clinic_id = CLINIC,
		.patient_id = PATIENT,
		.delivery_id = delivery_id,
		.channel = "null",
		.author = AUTHOR_BOT,
		.kind = "chat",
		.body = "{}"};

	return store_message_insert(&both.store, &m, &both.a, &both.e);
}

/* The ids of a patient's history, as "1 2". */
static const char *history(int64_t after_id, int max)
{
	const struct message_row *m;
	const char *ids = "";
	size_t n;

	CHECK(store_message_of_patient(&both.store, CLINIC, PATIENT, after_id,
		max, &both.a, &m, &n, &both.e));
	for (size_t i = 0; i < n; i++)
		ids = arena_print(&both.a, "%s%s%lld", ids, i ? " " : "",
			(long long)m[i].id);
	return ids;
}

static void test_what_was_delivered_stands_in_the_history(void)
{
	struct outbox_row *rows, row;

	CHECK(insert(50, BOTH_NOW, 1) && insert(51, BOTH_NOW + 1, 2));
	CHECK(claim(BOTH_NOW, 1, &rows) == 1 && rows[0].message_id == 0);
	row = rows[0];
	row.message_id = 61;
	CHECK(store_outbox_write(&both.store, &row, DELIVERY_SENDING, &both.e));
	CHECK(found(50).message_id == 61);
	CHECK(say(60, 0) && say(61, 50) && say(62, 0));
	CHECK_TEXT(history(0, 10), "60 61 62");
	CHECK_TEXT(history(60, 10), "61 62");
	CHECK_TEXT(history(0, 2), "61 62");
	CHECK_TEXT(history(62, 2), "");
	both_reads_by(sql_of_patient, "message_patient");
	both_reads_by(sql_of_patient, "outbox_patient");
}

/* All that a round of sending writes. */
static void write_all(void)
{
	const struct link_new link = {VISIT, LATER};
	const struct audit_row audit = {.clinic_id = CLINIC,
		.action = "message.send",
		.object_kind = "message",
		.detail = db_null()};
	const struct message_row message = {.id = 60,
		.clinic_id = CLINIC,
		.patient_id = PATIENT,
		.delivery_id = 50,
		.channel = "null",
		.author = AUTHOR_BOT,
		.kind = "reminder_day",
		.body = "{}"};
	struct outbox_row *rows;

	CHECK(claim(BOTH_NOW, 1, &rows) == 1);
	CHECK(db_begin(both.store.db, &both.e));
	CHECK(store_link_insert(&both.store, &link, &both.e));
	CHECK(store_message_insert(&both.store, &message, &both.a, &both.e));
	CHECK(audit_append(&both.store, &audit, &both.e));
	CHECK(db_commit(both.store.db, &both.e));
}

/* Else each round would make the other read everything twice. */
static void test_sending_is_no_news_about_targets(void)
{
	bool can_tell = strcmp(engine.name, "sqlite") == 0;
	uint64_t before, after;

	CHECK(insert(50, BOTH_NOW, 1));
	before = store_target_stamp(&both.store);
	write_all();
	CHECK((store_target_stamp(&both.store) == before) == can_tell);
	after = store_target_stamp(&both.store);
	CHECK(db_do(both.store.db, "UPDATE patient SET zone = 'x'", DB_NO_ARGS,
		NULL, &both.e));
	CHECK(store_target_stamp(&both.store) != after);
}

ENGINE_MAIN(start, both_after, test_a_message_planned_twice_is_one,
	test_a_cancelled_visit_gives_its_key_up,
	test_a_row_comes_back_as_it_was,
	test_an_answer_waits_in_a_queue_of_its_own,
	test_the_earliest_are_given_and_only_once,
	test_each_channel_has_a_queue_with_two_ends,
	test_who_dies_while_sending_is_found,
	test_only_whoever_sees_the_state_may_write, test_when_the_next_is_due,
	test_lists, test_what_was_delivered_stands_in_the_history,
	test_sending_is_no_news_about_targets, test_a_claim_is_all_or_nothing)
