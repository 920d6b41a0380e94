/*
 * fuzz/checkpoint - a checkpoint of the audit, of any bytes that whoever holds
 * the key has signed: refused, or written and read again it is the same.
 */
#include "fuzz/target.h"
#include "store/audit.h"

static const char first[] = "zabota audit checkpoint 1\n";

static const struct crypto_keys *key(void)
{
	static const uint8_t master[CRYPTO_KEY_BYTES] = {1};
	static struct crypto_keys *keys;
	struct err e;

	if (!keys)
		BUG_ON(!crypto_keys_open(master, &keys, &e));
	return keys;
}

static const char *sign(struct arena *a, const uint8_t *bytes, size_t n)
{
	size_t whole_n = sizeof(first) - 1 + n;
	char *text = arena_take(a, whole_n + 1);
	uint8_t mark[CRYPTO_HASH256_BYTES];

	memcpy(text, first, sizeof(first) - 1);
	if (n)
		memcpy(text + sizeof(first) - 1, bytes, n);
	crypto_hash256(crypto_key(key(), CRYPTO_AUDIT), text, whole_n, mark);
	return arena_print(a, "%.*smark %s\n", (int)whole_n, text,
		text_hex(a, mark, sizeof(mark)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const struct audit_head *heads, *again;
	size_t heads_n, again_n;
	const char *text = sign(&a, bytes, n);
	struct buf b;
	struct err e = {.kind = ERR_NONE};

	if (audit_checkpoint_read(
		    key(), text, strlen(text), &a, &heads, &heads_n, &e)) {
		buf_init(&b, &a, 1 << 20);
		BUG_ON(!audit_checkpoint_write(
			key(), 5, heads, heads_n, &b, &e));
		BUG_ON(!audit_checkpoint_read(
			key(), b.p, b.n, &a, &again, &again_n, &e));
		BUG_ON(again_n != heads_n);
		for (size_t i = 0; i < heads_n; i++)
			BUG_ON(again[i].seq != heads[i].seq);
	} else {
		BUG_ON(e.kind == ERR_NONE);
	}
	arena_reset(&a);
	return 0;
}
