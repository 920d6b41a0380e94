/*
 * fuzz/conf - a settings file of any bytes: refused and nothing has changed,
 * or shown and read again it is the same.
 */
#include "base/conf.h"
#include "fuzz/target.h"

enum { SHOWN_BYTES_MAX = 1 << 20 };

static const struct conf_item items[] = {
	{.name = "clinic.name", .type = CONF_TEXT, .otherwise = "a", .max = 99},
	{.name = "clinic.text", .type = CONF_TEXT, .otherwise = ""},
	{.name = "http.wait_ms",
		.type = CONF_INT,
		.otherwise = "7",
		.min = -3,
		.max = 70000},
	{.name = "http.is_open", .type = CONF_BOOL, .otherwise = "yes"},
	{0},
};

static const char *show(struct arena *a, const struct conf *c)
{
	struct buf b;
	struct err e;

	buf_init(&b, a, SHOWN_BYTES_MAX);
	conf_show(c, &b);
	BUG_ON(!buf_done(&b, &e));
	return b.p;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const struct conf_item *const tables[] = {items, NULL};
	static struct arena a;
	struct conf *c = conf_open(&a, tables), *again = conf_open(&a, tables);
	const char *before = show(&a, c), *after;
	struct err e = {.kind = ERR_NONE};

	if (conf_read(c, (const char *)bytes, n, &e)) {
		after = show(&a, c);
		BUG_ON(!conf_read(again, after, strlen(after), &e));
		BUG_ON(strcmp(show(&a, again), after) != 0);
		BUG_ON(conf_int(c, "http.wait_ms") > 70000);
	} else {
		BUG_ON(e.kind == ERR_NONE);
		BUG_ON(strcmp(show(&a, c), before) != 0);
	}
	arena_reset(&a);
	return 0;
}
