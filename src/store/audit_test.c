#include "store/audit.h"

#include "db/db_fault.h"
#include "test/both.h"

enum { NORTH = 1, SOUTH = 2, ROWS = 5 };

static struct store *s = &both.store;

static void append(int64_t clinic_id, int64_t n)
{
	int64_t objects[] = {n, 100 + n};
	struct audit_row row = {
		.clinic_id = clinic_id,
		.at_us = BOTH_NOW * INT64_C(1000000) + n,
		.actor = {.kind = PRINCIPAL_STAFF,
			.role = ROLE_DOCTOR,
			.id = 7},
		.action = "visit.book",
		.object_kind = "patient",
		.objects = objects,
		.objects_n = 2,
		.detail = n % 2 == 0 ? db_null() : db_blob("\1\0\2", 3),
		.request_id = 1000 + n,
	};

	CHECK(db_begin(s->db, &both.e));
	if (!audit_append(s, &row, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(db_commit(s->db, &both.e));
}

static void fill(void)
{
	for (int n = 1; n <= ROWS; n++) {
		append(NORTH, n);
		append(SOUTH, n);
	}
}

static struct audit_verdict verify(const struct audit_head *heads, size_t n)
{
	struct audit_verdict verdict = {.rows_n = -1};

	if (!audit_verify(s, 0, heads, n, &verdict, &both.e))
		fail_msg("%s", both.e.text);
	return verdict;
}

static bool is_bad(int64_t clinic_id, int64_t seq)
{
	struct audit_verdict v = verify(NULL, 0);

	return !v.is_whole && v.bad_clinic == clinic_id && v.bad_seq == seq;
}

static void change(const char *sql)
{
	if (!db_do(s->db, sql, DB_NO_ARGS, NULL, &both.e))
		fail_msg("%s: %s", sql, both.e.text);
}

static void test_whole_chains_verify(void)
{
	struct audit_verdict v = verify(NULL, 0);

	CHECK(v.is_whole && v.rows_n == 0 && v.chains_n == 0);
	fill();
	v = verify(NULL, 0);
	CHECK(v.is_whole && v.rows_n == 2 * ROWS && v.chains_n == 2);
	CHECK(audit_verify(s, SOUTH, NULL, 0, &v, &both.e));
	CHECK(v.is_whole && v.rows_n == ROWS);
}

/* An undone transaction leaves neither a row nor a gap. */
static void test_a_rollback_leaves_no_gap(void)
{
	struct audit_row row = {.clinic_id = NORTH,
		.action = "visit.cancel",
		.object_kind = "visit",
		.detail = db_null()};

	append(NORTH, 1);
	CHECK(db_begin(s->db, &both.e));
	CHECK(audit_append(s, &row, &both.e));
	CHECK(audit_append(s, &row, &both.e));
	db_rollback(s->db);
	append(NORTH, 2);
	CHECK(verify(NULL, 0).is_whole);
}

/* Row 1 of NORTH through `on`; all or nothing. */
static bool append_through(struct store *on, struct err *e)
{
	struct audit_row row = {.clinic_id = NORTH,
		.action = "visit.book",
		.object_kind = "visit",
		.detail = db_null()};

	if (db_begin(on->db, e) && audit_append(on, &row, e) &&
		db_commit(on->db, e))
		return true;
	db_rollback(on->db);
	return false;
}

/* Whichever call fails, no chain is left broken, and none half written. */
static void test_every_fault_leaves_the_chains_whole(void)
{
	struct db_fault fault = {.fail_at = 0};
	struct storage *storage = both_open(&fault);
	struct store broken;
	int n;

	append(SOUTH, 1);
	CHECK(store_init(&broken, storage, &both.e));
	for (n = 1;; n++) {
		struct audit_verdict v;
		bool ok;

		fault = (struct db_fault){.fail_at = n};
		ok = append_through(&broken, &both.e);
		v = verify(NULL, 0);
		CHECK_ROW(v.is_whole && v.rows_n == (ok ? 2 : 1), n);
		CHECK_ROW(ok || both.e.kind == ERR_UNAVAILABLE, n);
		if (fault.calls < n)
			break;
	}
	CHECK(n == 6); /* begin, head, row, head, commit */
	store_release(&broken);
	storage_close(storage);
}

/* Every column, changed in the smallest way, in a row in the middle. */
static void test_every_change_is_found(void)
{
	static const struct {
		const char *change, *back; /* of NORTH's row 3 */
		int64_t bad_seq;
	} rows[] = {
		{"clinic_id = 9", "clinic_id = 1", 3},
		{"seq = 99", "seq = 3", 3},
		{"at = at + 1", "at = at - 1", 3},
		{"actor = 'system'", "actor = 'staff'", 3},
		{"actor = 'staff '", "actor = 'staff'", 3},
		{"actor_role = 'owner'", "actor_role = 'doctor'", 3},
		{"actor_id = 8", "actor_id = 7", 3},
		{"action = 'visit.look'", "action = 'visit.book'", 3},
		{"object_kind = 'visit'", "object_kind = 'patient'", 3},
		{"objects = '3'", "objects = '3,103'", 3},
		{"objects = '', action = action || objects",
			"objects = '3,103', action = 'visit.book'", 3},
		{"detail = NULL", "detail = $1", 3},
		{"request_id = -1003", "request_id = 1003", 3},
		{"prev = hash", NULL, 3},
		{"hash = prev", NULL, 3},
	};
	char sql[200];

	fill();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct db_value detail = db_blob("\1\0\2", 3);

		snprintf(sql, sizeof(sql),
			"UPDATE audit SET %s WHERE clinic_id = 1 AND seq = 3",
			rows[i].change);
		if (rows[i].back == NULL)
			CHECK(db_begin(s->db, &both.e));
		change(sql);
		CHECK_ROW(is_bad(NORTH, rows[i].bad_seq), i);
		if (rows[i].back == NULL) {
			db_rollback(s->db);
			continue;
		}
		snprintf(sql, sizeof(sql),
			"UPDATE audit SET %s WHERE request_id IN (1003, -1003)"
			" AND clinic_id IN (1, 9) AND seq IN (3, 99)",
			rows[i].back);
		CHECK(db_do(s->db, sql, &detail,
			strchr(rows[i].back, '$') != NULL, NULL, &both.e));
		CHECK_ROW(verify(NULL, 0).is_whole, i);
	}
}

static void test_every_bit_of_the_blobs_counts(void)
{
	static const char *const columns[] = {"detail", "prev", "hash"};
	char get[100], set[100];
	struct db_rows rows;

	fill();
	for (size_t c = 0; c < ARRAY_LEN(columns); c++) {
		size_t n;
		uint8_t *p;

		snprintf(get, sizeof(get),
			"SELECT %s FROM audit WHERE clinic_id = 2 AND seq = 3",
			columns[c]);
		snprintf(set, sizeof(set),
			"UPDATE audit SET %s = $1 WHERE clinic_id = 2"
			" AND seq = 3",
			columns[c]);
		CHECK(db_run(
			s->db, get, DB_NO_ARGS, 1, &both.a, &rows, &both.e));
		p = (uint8_t *)(uintptr_t)db_cell_blob(&rows, 0, 0, &n);
		for (size_t bit = 0; bit < n * 8; bit += 5) {
			p[bit / 8] ^= (uint8_t)(1u << bit % 8);
			CHECK(db_do(s->db, set, DB_ARGS(db_blob(p, n)), NULL,
				&both.e));
			CHECK_ROW(is_bad(SOUTH, 3), bit);
			p[bit / 8] ^= (uint8_t)(1u << bit % 8);
		}
		CHECK(db_do(s->db, set, DB_ARGS(db_blob(p, n)), NULL, &both.e));
	}
	CHECK(verify(NULL, 0).is_whole);
}

static void test_removed_moved_and_forged_rows_are_found(void)
{
	static const struct {
		const char *sql[3];
		int64_t bad_seq;
	} rows[] = {
		{{"DELETE FROM audit WHERE clinic_id = 1 AND seq = 1"}, 1},
		{{"DELETE FROM audit WHERE clinic_id = 1 AND seq = 3"}, 3},
		{{"DELETE FROM audit WHERE clinic_id = 1 AND seq = 5"}, 5},
		{{"DELETE FROM audit WHERE clinic_id = 1"}, 1},
		{{"UPDATE audit SET seq = 99 WHERE clinic_id = 1 AND seq = 2",
			 "UPDATE audit SET seq = 2 WHERE clinic_id = 1"
			 " AND seq = 3",
			 "UPDATE audit SET seq = 3 WHERE clinic_id = 1"
			 " AND seq = 99"},
			2},
		{{"INSERT INTO audit SELECT clinic_id, 6, at, actor,"
		  " actor_role, actor_id, action, object_kind, objects, detail,"
		  " request_id, prev, hash FROM audit WHERE clinic_id = 1"
		  " AND seq = 5"},
			6},
		{{"DELETE FROM audit_head WHERE clinic_id = 1"}, 0},
		{{"UPDATE audit_head SET seq = 4 WHERE clinic_id = 1"}, -1},
		{{"UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM"
		  " audit WHERE clinic_id = 1 AND seq = 4) WHERE clinic_id = "
		  "1"},
			5},
		{{"UPDATE audit_head SET seq = 6 WHERE clinic_id = 1"}, 6},
		{{"UPDATE audit_head SET hash = prev FROM audit"
		  " WHERE audit_head.clinic_id = 1 AND audit.clinic_id = 1"
		  " AND audit.seq = 5"},
			5},
		{{"UPDATE audit_head SET clinic_id = 9 WHERE clinic_id = 1"},
			-1},
	};

	fill();
	CHECK(db_begin(s->db, &both.e));
	CHECK(db_script(s->db,
		"CREATE TABLE kept AS SELECT * FROM audit;"
		"CREATE TABLE kept_head AS SELECT * FROM audit_head;",
		&both.e));
	CHECK(db_commit(s->db, &both.e));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		for (int k = 0; k < 3 && rows[i].sql[k] != NULL; k++)
			change(rows[i].sql[k]);
		if (rows[i].bad_seq >= 0)
			CHECK_ROW(is_bad(NORTH, rows[i].bad_seq), i);
		CHECK_ROW(!verify(NULL, 0).is_whole, i);
		change("DELETE FROM audit");
		change("DELETE FROM audit_head");
		change("INSERT INTO audit SELECT * FROM kept");
		change("INSERT INTO audit_head SELECT * FROM kept_head");
	}
	CHECK(verify(NULL, 0).is_whole);
}

/* A tail cut with its head set back is a whole, shorter chain: only what was
 * noted elsewhere gives it away. */
static void test_a_cut_tail_shows_against_a_checkpoint(void)
{
	const struct audit_head *heads, *read;
	struct audit_verdict v;
	struct buf text;
	size_t n, read_n;

	fill();
	CHECK(audit_heads(s, &both.a, &heads, &n, &both.e) && n == 2);
	buf_init(&text, &both.a, 10000);
	CHECK(audit_checkpoint_write(
		s->keys, BOTH_NOW, heads, n, &text, &both.e));
	append(NORTH, 6);
	CHECK(audit_checkpoint_read(
		s->keys, text.p, text.n, &both.a, &read, &read_n, &both.e));
	CHECK(read_n == 2 && memcmp(read, heads, 2 * sizeof(*read)) == 0);
	CHECK(verify(read, read_n).is_whole);
	change("DELETE FROM audit WHERE clinic_id = 2 AND seq = 5");
	change("UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit"
	       " WHERE clinic_id = 2 AND seq = 4) WHERE clinic_id = 2");
	CHECK(verify(NULL, 0).is_whole);
	v = verify(read, read_n);
	CHECK(!v.is_whole && v.bad_clinic == SOUTH && v.bad_seq == 5);
	append(SOUTH, 55); /* and other rows in their place */
	v = verify(read, read_n);
	CHECK(!v.is_whole && v.bad_clinic == SOUTH && v.bad_seq == 5);
	change("DELETE FROM audit WHERE clinic_id = 2");
	change("DELETE FROM audit_head WHERE clinic_id = 2");
	v = verify(read, read_n);
	CHECK(!v.is_whole && v.bad_clinic == SOUTH && v.bad_seq == 1);
}

/* Each row of a history that was given up is genuine, but does not follow. */
static void test_a_row_of_another_history_is_found(void)
{
	fill();
	CHECK(db_begin(s->db, &both.e));
	CHECK(db_script(
		s->db, "CREATE TABLE old AS SELECT * FROM audit;", &both.e));
	CHECK(db_commit(s->db, &both.e));
	change("DELETE FROM audit WHERE clinic_id = 1 AND seq > 3");
	change("UPDATE audit_head SET seq = 3, hash = (SELECT hash FROM audit"
	       " WHERE clinic_id = 1 AND seq = 3) WHERE clinic_id = 1");
	append(NORTH, 44);
	CHECK(verify(NULL, 0).is_whole);
	change("INSERT INTO audit SELECT * FROM old"
	       " WHERE clinic_id = 1 AND seq = 5");
	change("UPDATE audit_head SET seq = 5, hash = (SELECT hash FROM audit"
	       " WHERE clinic_id = 1 AND seq = 5) WHERE clinic_id = 1");
	CHECK(is_bad(NORTH, 5));
}

static void test_a_changed_checkpoint_is_refused(void)
{
	const struct audit_head *heads;
	struct buf text;
	size_t n;

	fill();
	CHECK(audit_heads(s, &both.a, &heads, &n, &both.e));
	buf_init(&text, &both.a, 10000);
	CHECK(audit_checkpoint_write(
		s->keys, BOTH_NOW, heads, n, &text, &both.e));
	for (size_t i = 0; i < text.n; i++) {
		text.p[i] ^= 1;
		CHECK_ROW(!audit_checkpoint_read(s->keys, text.p, text.n,
				  &both.a, &heads, &n, &both.e),
			i);
		CHECK_ROW(both.e.kind == ERR_INVALID, i);
		text.p[i] ^= 1;
	}
	CHECK(!audit_checkpoint_read(
		s->keys, text.p, text.n - 1, &both.a, &heads, &n, &both.e));
	CHECK(!audit_checkpoint_read(
		s->keys, text.p, 0, &both.a, &heads, &n, &both.e));
}

static void test_pages_go_backwards(void)
{
	const struct audit_line *lines;
	size_t n;

	fill();
	CHECK(audit_page(s, SOUTH, 0, 2, &both.a, &lines, &n, &both.e));
	CHECK(n == 2 && lines[0].seq == ROWS && lines[1].seq == ROWS - 1);
	CHECK_TEXT(lines[0].action, "visit.book");
	CHECK_TEXT(lines[0].objects, "5,105");
	CHECK_TEXT(lines[0].actor, "staff");
	CHECK(lines[0].actor_id == 7);
	CHECK(audit_page(s, SOUTH, 2, 200, &both.a, &lines, &n, &both.e));
	CHECK(n == 1 && lines[0].seq == 1);
	CHECK(audit_page(s, 99, 0, 200, &both.a, &lines, &n, &both.e));
	CHECK(n == 0);
}

BOTH_MAIN(test_pages_go_backwards, test_whole_chains_verify,
	test_a_rollback_leaves_no_gap, test_every_fault_leaves_the_chains_whole,
	test_every_change_is_found, test_every_bit_of_the_blobs_counts,
	test_removed_moved_and_forged_rows_are_found,
	test_a_cut_tail_shows_against_a_checkpoint,
	test_a_row_of_another_history_is_found,
	test_a_changed_checkpoint_is_refused)
