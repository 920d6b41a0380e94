#include "os/crypto.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "test/check.h"

static const uint8_t key[CRYPTO_KEY_BYTES] = {1, 2, 3};

/* Flips each bit of each part in turn: nothing but the original opens. */
static void test_unseal_refuses_every_change(void)
{
	char text[] = "Иванова", bound[] = "patient|name|7";
	uint8_t sealed[sizeof(text) + CRYPTO_SEAL_BYTES];
	char back[sizeof(text)];

	crypto_seal(key, bound, sizeof(bound), text, sizeof(text), sealed);
	CHECK(crypto_unseal(
		key, bound, sizeof(bound), sealed, sizeof(sealed), back));
	CHECK(memcmp(text, back, sizeof(text)) == 0);
	for (size_t i = 0; i < sizeof(sealed) * 8; i++) {
		sealed[i / 8] ^= (uint8_t)(1u << i % 8);
		CHECK_ROW(!crypto_unseal(key, bound, sizeof(bound), sealed,
				  sizeof(sealed), back),
			i);
		sealed[i / 8] ^= (uint8_t)(1u << i % 8);
	}
	bound[0] ^= 1;
	CHECK(!crypto_unseal(
		key, bound, sizeof(bound), sealed, sizeof(sealed), back));
	bound[0] ^= 1;
	CHECK(!crypto_unseal(key, bound, sizeof(bound), sealed,
		CRYPTO_SEAL_BYTES - 1, back));
}

static void test_the_same_text_seals_differently(void)
{
	uint8_t one[1 + CRYPTO_SEAL_BYTES], two[1 + CRYPTO_SEAL_BYTES];

	crypto_seal(key, "", 0, "x", 1, one);
	crypto_seal(key, "", 0, "x", 1, two);
	CHECK(memcmp(one, two, sizeof(one)) != 0);
}

static void test_each_use_has_its_own_key(void)
{
	struct crypto_keys *k = NULL;
	struct err e;

	CHECK(crypto_keys_open(key, &k, &e));
	for (int i = 1; i < CRYPTO_USES; i++)
		for (int j = i + 1; j < CRYPTO_USES; j++)
			CHECK_ROW(
				!crypto_equal(crypto_key(k, (enum crypto_use)i),
					crypto_key(k, (enum crypto_use)j),
					CRYPTO_KEY_BYTES),
				i);
	crypto_keys_close(k);
}

/*
 * Data of every installation hang on this derivation: it may never change.
 * The value is keyed BLAKE2b-256 of nothing, salt 1, person "zabota01", as
 * computed by another implementation (hashlib of Python).
 */
static void test_derived_key_stays_what_it_was(void)
{
	struct crypto_keys *k = NULL;
	struct arena a;
	struct err e;

	arena_init(&a);
	CHECK(crypto_keys_open(key, &k, &e));
	CHECK_TEXT(text_hex(&a, crypto_key(k, CRYPTO_WRAP), CRYPTO_KEY_BYTES),
		"b96d46bd71ed90f314de950f0266ca70474836885a930ad82494c861133d37"
		"59");
	crypto_keys_close(k);
	arena_release(&a);
}

static void test_password(void)
{
	char stored[CRYPTO_PASSWORD_SIZE];
	struct err e;

	CHECK(crypto_password_hash("сорок тысяч обезьян", stored, &e));
	CHECK(strncmp(stored, "$argon2id$v=19$m=19456,t=2,p=1$", 31) == 0);
	CHECK(crypto_password_matches(stored, "сорок тысяч обезьян"));
	CHECK(!crypto_password_matches(stored, "сорок тысяч обезьяны"));
	CHECK(!crypto_password_matches("", ""));
}

static void test_master_file_is_made_once_and_kept_private(void)
{
	char folder[] = "/tmp/zabota-crypto-XXXXXX", path[64];
	uint8_t one[CRYPTO_KEY_BYTES], two[CRYPTO_KEY_BYTES];
	struct stat st;
	struct err e;

	CHECK(mkdtemp(folder) != NULL);
	snprintf(path, sizeof(path), "%s/master.key", folder);
	CHECK(!crypto_master_read(path, one, &e) && e.kind == ERR_NOT_FOUND);
	CHECK(crypto_master_make(path, &e));
	CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0400);
	CHECK(crypto_master_read(path, one, &e));
	CHECK(!crypto_master_make(path, &e) && e.kind == ERR_CONFLICT);
	CHECK(crypto_master_read(path, two, &e));
	CHECK(crypto_equal(one, two, sizeof(one)));
	CHECK(chmod(path, 0440) == 0);
	CHECK(!crypto_master_read(path, one, &e) && e.kind == ERR_DENIED);
	CHECK(chmod(path, 0600) == 0 && truncate(path, 64) == 0);
	CHECK(!crypto_master_read(path, one, &e) && e.kind == ERR_INVALID);
	CHECK(unlink(path) == 0 && rmdir(folder) == 0);
}

TEST_MAIN(test_unseal_refuses_every_change,
	test_the_same_text_seals_differently, test_each_use_has_its_own_key,
	test_derived_key_stays_what_it_was, test_password,
	test_master_file_is_made_once_and_kept_private)
