#include "store/vault.h"

#include "os/file.h"
#include "test/both.h"

enum { ANNA = 11, BORIS = 12 };
static const struct vault_cell name_of_1 = {"patient", "name_enc", 1};

static struct db_value seal(struct vault_cell cell, const char *text)
{
	struct db_value sealed = db_null();

	if (!vault_seal(
		    &both.store, ANNA, cell, text, &both.a, &sealed, &both.e))
		fail_msg("%s", both.e.text);
	return sealed;
}

static bool opens(int64_t patient_id, struct vault_cell cell,
	const struct db_value *sealed, const char *want)
{
	const char *text = NULL;

	if (!vault_unseal(&both.store, patient_id, cell, sealed, &both.a, &text,
		    &both.e))
		return false;
	return want == NULL ? text == NULL : strcmp(text, want) == 0;
}

static void test_a_field_opens_in_its_own_cell_only(void)
{
	struct db_value sealed, empty, none;

	CHECK(vault_create(&both.store, ANNA, &both.e));
	CHECK(vault_create(&both.store, BORIS, &both.e));
	CHECK(!vault_create(&both.store, ANNA, &both.e));
	CHECK(both.e.kind == ERR_CONFLICT);
	sealed = seal(name_of_1, "Иванова Анна");
	empty = seal(name_of_1, "");
	none = seal(name_of_1, NULL);
	CHECK(sealed.n == strlen("Иванова Анна") + 1 + CRYPTO_SEAL_BYTES);
	CHECK(none.type == DB_NULL);
	CHECK(opens(ANNA, name_of_1, &sealed, "Иванова Анна"));
	CHECK(opens(ANNA, name_of_1, &empty, ""));
	CHECK(opens(ANNA, name_of_1, &none, NULL));
	CHECK(!opens(BORIS, name_of_1, &sealed, "") &&
		both.e.kind == ERR_INTERNAL);
	CHECK(!opens(ANNA, (struct vault_cell){"patient", "name_enc", 2},
		&sealed, ""));
	CHECK(!opens(ANNA, (struct vault_cell){"patient", "phone_enc", 1},
		&sealed, ""));
	CHECK(!opens(ANNA, (struct vault_cell){"message", "name_enc", 1},
		&sealed, ""));
}

static void test_every_changed_byte_is_refused(void)
{
	struct db_value sealed;
	uint8_t *p;

	CHECK(vault_create(&both.store, ANNA, &both.e));
	sealed = seal(name_of_1, "Анна");
	p = arena_take(&both.a, sealed.n);
	memcpy(p, sealed.p, sealed.n);
	sealed.p = p;
	for (size_t i = 0; i < sealed.n; i++) {
		p[i] ^= 1;
		CHECK_ROW(!opens(ANNA, name_of_1, &sealed, "Анна"), i);
		CHECK_ROW(both.e.kind == ERR_INTERNAL, i);
		p[i] ^= 1;
		CHECK_ROW(opens(ANNA, name_of_1, &sealed, "Анна"), i);
	}
	sealed.n = CRYPTO_SEAL_BYTES;
	CHECK(!opens(ANNA, name_of_1, &sealed, ""));
	sealed = db_text("Анна");
	CHECK(!opens(ANNA, name_of_1, &sealed, "Анна"));
}

static void test_erasing_the_key_ends_everything(void)
{
	struct storage *again = both_open(NULL);
	struct store other;
	struct db_value sealed;
	const char *text = NULL;

	CHECK(store_init(&other, again, &both.e));
	CHECK(vault_create(&both.store, ANNA, &both.e));
	sealed = seal(name_of_1, "Анна");
	/* Both processes have the key in memory now. */
	CHECK(vault_unseal(
		&other, ANNA, name_of_1, &sealed, &both.a, &text, &both.e));
	CHECK(vault_erase(&both.store, ANNA, &both.e));
	CHECK(!opens(ANNA, name_of_1, &sealed, "Анна"));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	vault_forget(&other, ANNA);
	CHECK(!vault_unseal(
		&other, ANNA, name_of_1, &sealed, &both.a, &text, &both.e));
	CHECK(vault_erase(&both.store, ANNA, &both.e));
	store_release(&other);
	storage_close(again);
}

/* The bytes of the wrapped key must leave the files, the log too. */
static void test_an_erased_key_leaves_the_files(void)
{
	static const char sql[] =
		"SELECT wrapped FROM patient_key WHERE patient_id = 11";
	static const char *const files[] = {"keys.db", "keys.db-wal"};
	uint8_t wrapped[16];
	struct db_rows rows;
	size_t n;
	int found = 0;

	if (strcmp(engine.name, "sqlite") != 0)
		return;
	CHECK(vault_create(&both.store, ANNA, &both.e));
	CHECK(db_run(both.store.keys_db, sql, DB_NO_ARGS, 1, &both.a, &rows,
		&both.e));
	memcpy(wrapped, db_cell_blob(&rows, 0, 0, &n), sizeof(wrapped));
	for (int round = 0; round < 2; round++) {
		for (size_t f = 0; f < ARRAY_LEN(files); f++) {
			char path[100];
			const char *p;
			size_t size;

			snprintf(path, sizeof(path), "%s/%s", engine.folder,
				files[f]);
			CHECK(file_read(
				path, 1 << 20, &both.a, &p, &size, &both.e));
			for (size_t i = 0; i + 16 <= size; i++)
				found += memcmp(p + i, wrapped, 16) == 0;
		}
		if (round == 0) {
			CHECK(found > 0); /* the search can find it */
			found = 0;
			CHECK(vault_erase(&both.store, ANNA, &both.e));
		}
	}
	CHECK(found == 0);
}

static void test_a_changed_key_or_master_is_noticed(void)
{
	static const uint8_t other_master[CRYPTO_KEY_BYTES] = "another";
	struct db_value sealed;
	struct crypto_keys *right = both.keys;
	struct storage *again;
	struct store other;
	const char *text;

	CHECK(vault_create(&both.store, ANNA, &both.e));
	sealed = seal(name_of_1, "Анна");
	CHECK(crypto_keys_open(other_master, &both.keys, &both.e));
	again = both_open(NULL);
	CHECK(store_init(&other, again, &both.e));
	CHECK(!vault_unseal(
		&other, ANNA, name_of_1, &sealed, &both.a, &text, &both.e));
	CHECK(both.e.kind == ERR_INTERNAL);
	store_release(&other);
	storage_close(again);
	crypto_keys_close(both.keys);
	both.keys = right;
	CHECK(db_do(both.store.keys_db,
		"UPDATE patient_key SET key_version = 2", DB_NO_ARGS, NULL,
		&both.e));
	vault_forget(&both.store, ANNA);
	CHECK(!opens(ANNA, name_of_1, &sealed, "Анна"));
	CHECK(both.e.kind == ERR_INTERNAL);
}

/* More patients than places: keys come and go, every field still opens. */
static void test_more_keys_than_places(void)
{
	enum { PATIENTS = 300 };
	struct db_value sealed[PATIENTS];

	CHECK(db_begin(both.store.keys_db, &both.e));
	for (int i = 0; i < PATIENTS; i++)
		CHECK_ROW(vault_create(&both.store, i + 1, &both.e), i);
	CHECK(db_commit(both.store.keys_db, &both.e));
	for (int i = 0; i < PATIENTS; i++)
		CHECK_ROW(vault_seal(&both.store, i + 1, name_of_1, "Я",
				  &both.a, &sealed[i], &both.e),
			i);
	for (int i = 0; i < PATIENTS; i++)
		CHECK_ROW(opens(i + 1, name_of_1, &sealed[i], "Я"), i);
}

static void test_blind_is_equal_only_for_the_same(void)
{
	struct store *s = &both.store;
	struct db_value one =
		vault_blind(s, 1, "phone", "+79001234567", &both.a);
	static const struct {
		int64_t clinic_id;
		const char *kind, *value;
		bool is_same;
	} rows[] = {
		{1, "phone", "+79001234567", true},
		{2, "phone", "+79001234567", false},
		{1, "telegram", "+79001234567", false},
		{1, "phone", "+79001234568", false},
	};

	CHECK(one.type == DB_BLOB && one.n == CRYPTO_HASH128_BYTES);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct db_value two = vault_blind(s, rows[i].clinic_id,
			rows[i].kind, rows[i].value, &both.a);

		CHECK_ROW((memcmp(one.p, two.p, one.n) == 0) == rows[i].is_same,
			i);
	}
}

BOTH_MAIN(test_a_field_opens_in_its_own_cell_only,
	test_every_changed_byte_is_refused,
	test_erasing_the_key_ends_everything,
	test_an_erased_key_leaves_the_files,
	test_a_changed_key_or_master_is_noticed, test_more_keys_than_places,
	test_blind_is_equal_only_for_the_same)
