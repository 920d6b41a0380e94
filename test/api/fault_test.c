/*
 * A turn of the chat when the n-th call of the database fails, for every n:
 * all of it or nothing, and the same text sent again mends it without doing
 * anything twice.
 */
#include "app/chat.h"
#include "db/db_fault.h"
#include "test/whole.h"

enum { ME = 501, N_MAX = 600 };

static const struct chat_peer peer = {CLINIC_ID, "site", "501", "site"};

static struct call call_of(struct store *store)
{
	return app_call(&whole.desk.app, store, &both.a, DESK_NOW,
		(struct principal){.kind = PRINCIPAL_VISITOR, .id = ME});
}

static bool say(struct store *store, const char *client_id, const char *text,
	struct err *e)
{
	struct call c = call_of(store);
	struct chat_answer answer;

	return app_chat_turn(
		&c, &peer, client_id, text, strlen(text), &answer, e);
}

static bool agree(struct store *store, struct err *e)
{
	struct call c = call_of(store);

	return app_chat_consent(&c, &peer, "1", "checkbox", e);
}

static bool act_agree(struct store *store, struct err *e)
{
	return agree(store, e);
}

/* The turn that books. */
static bool act_yes(struct store *store, struct err *e)
{
	return say(store, "yes", "Да", e);
}

/* The turn that only understands and answers. */
static bool act_ask(struct store *store, struct err *e)
{
	return say(store, "ask", "Сколько стоит приём терапевта?", e);
}

static void prepare_nothing(void)
{
}

static void prepare_offer(void)
{
	if (!agree(&both.store, &both.e) ||
		!say(&both.store, "wish",
			"Анна, +7 900 123-45-67, к Орлову завтра в 10:00",
			&both.e))
		fail_msg("%s", both.e.text);
}

/* Everything but the clinics. */
static void clear(void)
{
	static const char *const tables[] = {"occupancy", "link", "outbox",
		"visit", "turn", "message", "dialogue", "consent", "address",
		"patient"};

	CHECK(db_begin(both.store.db, &both.e));
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		CHECK(db_do(both.store.db,
			arena_print(&both.a, "DELETE FROM %s", tables[i]),
			DB_NO_ARGS, NULL, &both.e));
	CHECK(db_commit(both.store.db, &both.e));
}

struct fault_case {
	bool (*act)(struct store *store, struct err *e);
	void (*prepare)(void);
	int64_t turns, visits, consents; /* when all is done */
};

static bool is_all(const struct fault_case *k)
{
	return desk_count("SELECT COUNT(*) FROM turn") == k->turns &&
	       desk_count("SELECT COUNT(*) FROM visit"
			  " WHERE state = 'booked'") == k->visits &&
	       desk_count("SELECT COUNT(*) FROM visit") == k->visits &&
	       desk_count("SELECT COUNT(*) FROM consent") == k->consents &&
	       desk_count("SELECT COUNT(*) FROM dialogue") == 1 &&
	       desk_count("SELECT COUNT(*) FROM patient") == 1;
}

/* One run with call n broken; false when the run has fewer calls. */
static bool once(const struct fault_case *k, struct store *store,
	struct db_fault *fault, struct db_fault how)
{
	uint64_t before;
	int row = how.fail_at + 1000 * (int)how.kind;
	struct err e = {ERR_NONE, "", ""};
	int calls;
	bool ok;

	clear();
	k->prepare();
	before = whole_data();
	*fault = how;
	ok = k->act(store, &e);
	calls = fault->calls;
	fault->fail_at = 0;
	if (ok)
		CHECK_ROW(is_all(k), row);
	else if (e.kind == ERR_UNCERTAIN)
		CHECK_ROW(whole_data() == before || is_all(k), row);
	else
		CHECK_ROW(e.kind == ERR_UNAVAILABLE && whole_data() == before,
			row);
	/* what a browser does then: it sends the same again */
	if (!k->act(&both.store, &e))
		fail_msg("row %d: %s", row, e.text);
	CHECK_ROW(is_all(k), row);
	return calls >= how.fail_at;
}

static void every_call(const struct fault_case *k)
{
	static const struct db_fault ways[] = {
		{.kind = DB_FAULT_REFUSE},
		{.kind = DB_FAULT_REFUSE, .for_ever = true},
		{.kind = DB_FAULT_UNCERTAIN_DONE},
		{.kind = DB_FAULT_UNCERTAIN_LOST},
	};
	struct db_fault fault = {0};
	struct storage *storage = both_open(&fault);
	struct store store;
	int step = WHOLE_TIMES(1, 4), runs_n = 0;

	CHECK(store_init(&store, storage, &both.e));
	for (size_t w = 0; w < ARRAY_LEN(ways); w++) {
		struct db_fault how = ways[w];

		for (how.fail_at = 1; once(k, &store, &fault, how);
			how.fail_at += step)
			CHECK(++runs_n < N_MAX);
	}
	CHECK(runs_n > 12);
	print_message("fault: %d runs, all or nothing\n", runs_n);
	store_release(&store);
	storage_close(storage);
	clear();
}

static void test_agreeing_is_all_or_nothing(void)
{
	every_call(&(struct fault_case){act_agree, prepare_nothing, 0, 0, 1});
}

static void test_asking_is_all_or_nothing(void)
{
	every_call(&(struct fault_case){act_ask, prepare_offer, 2, 0, 1});
}

static void test_booking_is_all_or_nothing(void)
{
	every_call(&(struct fault_case){act_yes, prepare_offer, 2, 1, 1});
}

WHOLE_MAIN(test_agreeing_is_all_or_nothing, test_asking_is_all_or_nothing,
	test_booking_is_all_or_nothing)
