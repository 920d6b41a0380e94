#include "os/crypto.h"

#include <assert.h>
#include <sodium.h>
#include <sys/stat.h>

#include "os/file.h"

static_assert(CRYPTO_KEY_BYTES == crypto_kdf_KEYBYTES, "kdf");
static_assert(CRYPTO_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
	"seal key");
static_assert(
	CRYPTO_NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	"seal nonce");
static_assert(CRYPTO_TAG_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES,
	"seal tag");
static_assert(CRYPTO_PASSWORD_SIZE == crypto_pwhash_STRBYTES, "password");

/* Part of every subkey: another word here is another program. */
static const char kdf_context[crypto_kdf_CONTEXTBYTES + 1] = "zabota01";

enum { MASTER_DIGITS = 2 * CRYPTO_KEY_BYTES };
enum { PASSWORD_PASSES = 2, PASSWORD_MEMORY_BYTES = 19 << 20 };

struct crypto_keys {
	uint8_t key[CRYPTO_USES][CRYPTO_KEY_BYTES];
};

/* Every function that may run first calls it; later calls cost nothing. */
static void start(void)
{
	BUG_ON(sodium_init() < 0);
}

bool crypto_keys_open(
	const uint8_t *master, struct crypto_keys **out, struct err *e)
{
	struct crypto_keys *k;

	start();
	k = sodium_malloc(sizeof(*k));
	if (k == NULL)
		return err_set(e, ERR_UNAVAILABLE, "crypto: no locked memory");
	sodium_memzero(k, sizeof(*k));
	for (int use = 1; use < CRYPTO_USES; use++)
		BUG_ON(crypto_kdf_derive_from_key(k->key[use], CRYPTO_KEY_BYTES,
			       (uint64_t)use, kdf_context, master) != 0);
	BUG_ON(sodium_mprotect_readonly(k) != 0);
	*out = k;
	return true;
}

void crypto_keys_close(struct crypto_keys *k)
{
	sodium_free(k);
}

const uint8_t *crypto_key(const struct crypto_keys *k, enum crypto_use use)
{
	BUG_ON(use < 1 || use >= CRYPTO_USES);
	return k->key[use];
}

bool crypto_master_make(const char *path, struct err *e)
{
	uint8_t master[CRYPTO_KEY_BYTES];
	char text[MASTER_DIGITS + 2];
	bool ok;

	start();
	randombytes_buf(master, sizeof(master));
	sodium_bin2hex(text, sizeof(text), master, sizeof(master));
	text[MASTER_DIGITS] = '\n';
	ok = file_create(path, text, MASTER_DIGITS + 1, 0400, e);
	sodium_memzero(master, sizeof(master));
	sodium_memzero(text, sizeof(text));
	return ok;
}

bool crypto_master_read(const char *path, uint8_t *master, struct err *e)
{
	struct arena a;
	struct stat st;
	const char *p = NULL;
	size_t n = 0, got = 0;
	bool ok;

	start();
	if (stat(path, &st) == 0 && (st.st_mode & 077) != 0)
		return err_set(e, ERR_DENIED,
			"master key: others may read its file; chmod 0400");
	arena_init(&a);
	ok = file_read(path, 1024, &a, &p, &n, e);
	if (ok && (n != MASTER_DIGITS + 1 || p[MASTER_DIGITS] != '\n' ||
			  sodium_hex2bin(master, CRYPTO_KEY_BYTES, p,
				  MASTER_DIGITS, NULL, &got, NULL) != 0 ||
			  got != CRYPTO_KEY_BYTES))
		ok = err_set(e, ERR_INVALID,
			"master key: not 64 hexadecimal digits");
	if (p != NULL)
		sodium_memzero((void *)(uintptr_t)p, n);
	arena_release(&a);
	return ok;
}

void crypto_seal(const uint8_t *key, const void *bound, size_t bound_n,
	const void *p, size_t n, uint8_t *out)
{
	start();
	randombytes_buf(out, CRYPTO_NONCE_BYTES);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + CRYPTO_NONCE_BYTES,
		NULL, p, n, bound, bound_n, NULL, out, key);
}

bool crypto_unseal(const uint8_t *key, const void *bound, size_t bound_n,
	const uint8_t *p, size_t n, void *out)
{
	start();
	return n >= CRYPTO_SEAL_BYTES &&
	       crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL,
		       p + CRYPTO_NONCE_BYTES, n - CRYPTO_NONCE_BYTES, bound,
		       bound_n, p, key) == 0;
}

void crypto_hash128(const uint8_t *key, const void *p, size_t n,
	uint8_t out[CRYPTO_HASH128_BYTES])
{
	start();
	crypto_generichash(
		out, CRYPTO_HASH128_BYTES, p, n, key, CRYPTO_KEY_BYTES);
}

void crypto_hash256(const uint8_t *key, const void *p, size_t n,
	uint8_t out[CRYPTO_HASH256_BYTES])
{
	start();
	crypto_generichash(
		out, CRYPTO_HASH256_BYTES, p, n, key, CRYPTO_KEY_BYTES);
}

void crypto_hash_token(const uint8_t *key, const void *p, size_t n,
	char out[CRYPTO_TOKEN_SIZE])
{
	uint8_t hash[CRYPTO_HASH128_BYTES];

	crypto_hash128(key, p, n, hash);
	sodium_bin2base64(out, CRYPTO_TOKEN_SIZE, hash, sizeof(hash),
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool crypto_password_hash(
	const char *password, char out[CRYPTO_PASSWORD_SIZE], struct err *e)
{
	start();
	if (crypto_pwhash_str_alg(out, password, strlen(password),
		    PASSWORD_PASSES, PASSWORD_MEMORY_BYTES,
		    crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(e, ERR_UNAVAILABLE, "password: no memory");
	return true;
}

bool crypto_password_matches(const char *stored, const char *password)
{
	start();
	return crypto_pwhash_str_verify(stored, password, strlen(password)) ==
	       0;
}

bool crypto_equal(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

void crypto_wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

void *crypto_memory_take(size_t n)
{
	void *p;

	start();
	p = sodium_malloc(n);
	if (p == NULL)
		base_no_memory();
	sodium_memzero(p, n);
	return p;
}

void crypto_memory_give(void *p)
{
	sodium_free(p);
}
