/*
 * fuzz/json - a JSON document of any bytes: refused, or written and read again
 * it is the same.
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
	} else {
		BUG_ON(e.kind == ERR_NONE);
	}
	arena_reset(&a);
	return 0;
}
