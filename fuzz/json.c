/*
 * fuzz/json - a JSON document of any bytes: refused, or written and read again
 * it is the same; and the same with a blank before it, which keeps it from the
 * short way that flat objects of plain texts take.
 */
#include "base/json.h"
#include "fuzz/target.h"

enum { AGAIN_BYTES_MAX = 1 << 20 };

static const char *write_again(struct arena *a, const struct json *j, size_t *n)
{
	struct buf b;
	struct json_out w = {.b = &b};
	struct err e;

	buf_init(&b, a, AGAIN_BYTES_MAX);
	json_put(&w, NULL, j);
	BUG_ON(!buf_done(&b, &e));
	*n = b.n;
	return b.p;
}

static void check_long_way(
	struct arena *a, const uint8_t *bytes, size_t n, const char *want)
{
	char *text = arena_take(a, n + 1);
	const struct json *j;
	struct err e;
	size_t again_n;

	text[0] = ' ';
	if (n)
		memcpy(text + 1, bytes, n);
	if (json_parse(a, text, n + 1, &j, &e))
		BUG_ON(!want || strcmp(write_again(a, j, &again_n), want) != 0);
	else
		BUG_ON(want != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const struct json *j;
	struct err e = {.kind = ERR_NONE};

	if (json_parse(&a, (const char *)bytes, n, &j, &e)) {
		size_t once_n, twice_n;
		const char *once = write_again(&a, j, &once_n), *twice;

		BUG_ON(!json_parse(&a, once, once_n, &j, &e));
		twice = write_again(&a, j, &twice_n);
		BUG_ON(once_n != twice_n || memcmp(once, twice, once_n) != 0);
		check_long_way(&a, bytes, n, once);
	} else {
		BUG_ON(e.kind == ERR_NONE);
		check_long_way(&a, bytes, n, NULL);
	}
	arena_reset(&a);
	return 0;
}
