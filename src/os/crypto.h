#ifndef OS_CRYPTO_H
#define OS_CRYPTO_H
/*
 * os/crypto - all cryptography, over libsodium.
 *
 *    master key (a file, 0400) --kdf--> one subkey a use, in locked memory
 *
 * Sealing is XChaCha20-Poly1305 with a random nonce, hashing BLAKE2b, password
 * hashing argon2id.  Keys never reach a log, an error text or a core dump.
 * Any thread.
 */
#include "base/arena.h"
#include "base/err.h"

enum {
	CRYPTO_KEY_BYTES = 32,
	CRYPTO_NONCE_BYTES = 24,
	CRYPTO_TAG_BYTES = 16,
	/* What sealing adds to a text. */
	CRYPTO_SEAL_BYTES = CRYPTO_NONCE_BYTES + CRYPTO_TAG_BYTES,
	CRYPTO_HASH128_BYTES = 16,
	CRYPTO_HASH256_BYTES = 32,
	CRYPTO_PASSWORD_SIZE = 128, /* of the stored text, NUL included */
	CRYPTO_TOKEN_SIZE = 23,     /* 128 bits as base64url, and the NUL */
};

/* Each use has its own subkey.  The numbers are for ever: data hang on them. */
enum crypto_use {
	CRYPTO_WRAP = 1,    /* wraps the patients' data keys */
	CRYPTO_BLIND = 2,   /* looks up phones and messenger ids */
	CRYPTO_AUDIT = 3,   /* chains the audit log */
	CRYPTO_OTP = 4,     /* one-time codes */
	CRYPTO_CSRF = 5,    /* form tokens */
	CRYPTO_SESSION = 6, /* session tokens as stored */
	CRYPTO_TOKEN = 7,   /* tokens in links as stored */
	CRYPTO_SETTING = 8, /* providers' secrets at rest */
	CRYPTO_LINK = 9,    /* makes the tokens of visits */
	CRYPTO_USES         /* one more than the last */
};

struct crypto_keys; /* all subkeys */

/*
 * Derives the subkeys.  `master` has CRYPTO_KEY_BYTES; wipe it afterwards.
 * ERR_UNAVAILABLE: no locked memory.
 */
MUST_USE bool crypto_keys_open(
	const uint8_t *master, struct crypto_keys **out, struct err *e);
void crypto_keys_close(struct crypto_keys *k);
/* CRYPTO_KEY_BYTES, valid until close. */
const uint8_t *crypto_key(const struct crypto_keys *k, enum crypto_use use);

/*
 * The master key's file: 64 hexadecimal digits and a line end, mode 0400.
 * make: ERR_CONFLICT if it stands.  read: ERR_NOT_FOUND, ERR_INVALID if it
 * holds anything else, ERR_DENIED if others than the owner may read it.
 */
MUST_USE bool crypto_master_make(const char *path, struct err *e);
MUST_USE bool crypto_master_read(
	const char *path, uint8_t *master, struct err *e);

/*
 * Seals `n` bytes into `out`, which has n + CRYPTO_SEAL_BYTES: nonce, cipher
 * text, tag.  `bound` is not sealed but must be the same at opening: a sealed
 * field cannot be moved elsewhere.
 */
void crypto_seal(const uint8_t *key, const void *bound, size_t bound_n,
	const void *p, size_t n, uint8_t *out);
/*
 * Opens into `out`, which has n - CRYPTO_SEAL_BYTES bytes.  False if a byte of
 * the sealed, of `bound` or of the key differs, or `n` is too small.
 */
MUST_USE bool crypto_unseal(const uint8_t *key, const void *bound,
	size_t bound_n, const uint8_t *p, size_t n, void *out);

/* Keyed BLAKE2b; `key` has CRYPTO_KEY_BYTES. */
void crypto_hash128(const uint8_t *key, const void *p, size_t n,
	uint8_t out[CRYPTO_HASH128_BYTES]);
void crypto_hash256(const uint8_t *key, const void *p, size_t n,
	uint8_t out[CRYPTO_HASH256_BYTES]);
/* The 128 bits as text that may stand in an address. */
void crypto_hash_token(const uint8_t *key, const void *p, size_t n,
	char out[CRYPTO_TOKEN_SIZE]);

/*
 * argon2id with 19 MiB and two passes, about 70 ms: never on a thread that
 * others wait for.  hash writes the text to store.
 */
MUST_USE bool crypto_password_hash(
	const char *password, char out[CRYPTO_PASSWORD_SIZE], struct err *e);
bool crypto_password_matches(const char *stored, const char *password);

/* Compares in a time that depends on `n` alone. */
bool crypto_equal(const void *a, const void *b, size_t n);
/* Overwrites, whatever the optimiser thinks of it. */
void crypto_wipe(void *p, size_t n);

/* Locked memory that no core dump holds; NULL is allowed for give. */
void *crypto_memory_take(size_t n);
void crypto_memory_give(void *p);

#endif
