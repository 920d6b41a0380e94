#include "os/random.h"

#include <sodium.h>
#include <stdatomic.h>

#include "os/clock.h"

enum { ID_RANDOM_BITS = 22 };
static const int64_t id_epoch_ms = 1577836800000; /* 2020-01-01 UTC */

void random_bytes(void *p, size_t n)
{
	/* Repeated calls are cheap and return 1; -1 means that the kernel
	 * has no generator, and nothing of ours may go on without. */
	BUG_ON(sodium_init() < 0);
	randombytes_buf(p, n);
}

uint32_t random_below(uint32_t below)
{
	BUG_ON(sodium_init() < 0 || below == 0);
	return randombytes_uniform(below);
}

int64_t random_id(void)
{
	static _Atomic int64_t last;
	int64_t ms = clock_now_ms() - clock_offset_s() * 1000 - id_epoch_ms;
	int64_t id = ms << ID_RANDOM_BITS | random_below(1 << ID_RANDOM_BITS);
	int64_t before = atomic_load(&last);
	int64_t next;

	/* A thousand rows of one import fall into one millisecond: step on
	 * from the last id rather than trust 22 bits not to meet. */
	do
		next = id > before ? id : before + 1;
	while (!atomic_compare_exchange_weak(&last, &before, next));
	return next;
}

int64_t random_id_at(int64_t at)
{
	static const int64_t in_a_second = INT64_C(1000) << ID_RANDOM_BITS;
	static _Atomic int64_t next;
	int64_t s = at - id_epoch_ms / 1000, none = 0;

	if (atomic_load(&next) == 0)
		atomic_compare_exchange_strong(
			&next, &none, 1 + (int64_t)random_below(UINT32_MAX));
	return (s < 1 ? 1 : s) * in_a_second +
	       atomic_fetch_add(&next, 1) % in_a_second;
}

void random_token(char to[RANDOM_TOKEN_SIZE])
{
	unsigned char raw[16];

	random_bytes(raw, sizeof(raw));
	sodium_bin2base64(to, RANDOM_TOKEN_SIZE, raw, sizeof(raw),
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(raw, sizeof(raw));
}
