/*
 * Checkpoints: lines of text that an administrator can read, print and keep
 * elsewhere.
 *
 *    zabota audit checkpoint 1
 *    at 1795334400000000
 *    clinic 17 seq 4711 hash 64 hexadecimal digits
 *    mark 64 hexadecimal digits: keyed hash of all above
 */
#include "base/limits.h"
#include "base/text.h"
#include "store/audit.h"

enum { TEXT_MAX = 200 * DB_ROWS_MAX, HEX_N = 2 * CRYPTO_HASH256_BYTES };

static const char first_line[] = "zabota audit checkpoint 1\n";

static const char *mark_of(const struct crypto_keys *keys, const char *text,
	size_t n, struct arena *a)
{
	const char *bound = arena_copy(a, text, n);
	uint8_t mark[CRYPTO_HASH256_BYTES];

	crypto_hash256(crypto_key(keys, CRYPTO_AUDIT), bound, n, mark);
	return text_hex(a, mark, sizeof(mark));
}

bool audit_checkpoint_write(const struct crypto_keys *keys, int64_t at_us,
	const struct audit_head *heads, size_t n, struct buf *out,
	struct err *e)
{
	size_t from = out->n;

	buf_text(out, first_line);
	buf_print(out, "at %lld\n", (long long)at_us);
	for (size_t i = 0; i < n; i++)
		buf_print(out, "clinic %lld seq %lld hash %s\n",
			(long long)heads[i].clinic_id, (long long)heads[i].seq,
			text_hex(out->home, heads[i].hash,
				sizeof(heads[i].hash)));
	if (!buf_done(out, e))
		return false;
	buf_print(out, "mark %s\n",
		mark_of(keys, out->p + from, out->n - from, out->home));
	return buf_done(out, e);
}

/* Takes the next word up to `c` from *rest and checks that it is `want`. */
static bool word_is(struct str *rest, char c, const char *want)
{
	return str_equal(str_split(rest, c), want);
}

static bool read_hash(struct str hex, uint8_t hash[CRYPTO_HASH256_BYTES])
{
	static const char digits[] = "0123456789abcdef";

	if (hex.n != HEX_N)
		return false;
	for (size_t i = 0; i < HEX_N; i++) {
		const char *at = memchr(digits, hex.p[i], 16);

		if (at == NULL)
			return false;
		hash[i / 2] = (uint8_t)(hash[i / 2] << 4 | (at - digits));
	}
	return true;
}

static bool read_head(struct str line, struct audit_head *head)
{
	return word_is(&line, ' ', "clinic") &&
	       text_to_int(str_split(&line, ' '), INT64_MIN, INT64_MAX,
		       &head->clinic_id) &&
	       word_is(&line, ' ', "seq") &&
	       text_to_int(str_split(&line, ' '), 0, INT64_MAX, &head->seq) &&
	       word_is(&line, ' ', "hash") && read_hash(line, head->hash);
}

bool audit_checkpoint_read(const struct crypto_keys *keys, const char *text,
	size_t text_n, struct arena *a, const struct audit_head **out,
	size_t *n, struct err *e)
{
	/* "mark ", the digits and a line end close it. */
	size_t tail_n = 5 + HEX_N + 1, head_n = sizeof(first_line) - 1;
	struct str rest;
	struct audit_head *heads;
	const char *mark;
	size_t lines = 0;

	if (text_n > TEXT_MAX || text_n < head_n + tail_n ||
		text[text_n - 1] != '\n' ||
		memcmp(text, first_line, head_n) != 0)
		return err_set(e, ERR_INVALID, "checkpoint: not one");
	mark = mark_of(keys, text, text_n - tail_n, a);
	if (memcmp(text + text_n - tail_n, "mark ", 5) != 0 ||
		!crypto_equal(text + text_n - tail_n + 5, mark, HEX_N))
		return err_set(e, ERR_INVALID,
			"checkpoint: changed, or of another key");
	rest = (struct str){text + head_n, text_n - head_n - tail_n};
	(void)str_split(&rest, '\n'); /* at */
	for (size_t i = 0; i < rest.n; i++)
		lines += rest.p[i] == '\n';
	heads = arena_new(a, struct audit_head, lines);
	for (size_t i = 0; i < lines; i++)
		if (!read_head(str_split(&rest, '\n'), &heads[i]))
			return err_set(
				e, ERR_INVALID, "checkpoint: line %zu", i + 3);
	*out = heads;
	*n = lines;
	return true;
}
