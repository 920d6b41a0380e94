/*
 * fuzz/frame - the stored state of a dialogue, of any bytes: refused, or
 * written and read again it is the same.
 */
#include "core/frame.h"
#include "fuzz/target.h"

static const char *write_again(struct arena *a, const struct frame *f)
{
	struct buf b;
	struct json_out w = {.b = &b};
	struct err e;

	buf_init(&b, a, 1 << 20);
	frame_write(f, &w);
	BUG_ON(!buf_done(&b, &e));
	return b.p;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	struct frame f, again;
	struct err e = {.kind = ERR_NONE};

	if (frame_read(&a, (const char *)bytes, n, &f, &e)) {
		const char *once = write_again(&a, &f);

		BUG_ON(f.offers_n > FRAME_OFFERS_MAX ||
			f.visits_n > FRAME_VISITS_MAX ||
			f.refused_n > FRAME_REFUSED_MAX);
		BUG_ON(!frame_read(&a, once, strlen(once), &again, &e));
		BUG_ON(strcmp(write_again(&a, &again), once) != 0);
	} else {
		BUG_ON(e.kind != ERR_INTERNAL);
	}
	arena_reset(&a);
	return 0;
}
