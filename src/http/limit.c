#include "http/limit.h"

#include <assert.h>

#include "os/thread.h"

enum {
	SLOTS_A_SET = 4, /* 64 bytes: one line of the processor's cache */
	SETS = 32768,    /* power of two; 2 MiB in all */
	LOCKS = 64,
	MILLI = 1000,
	MS_A_MIN = 60000,
	WAIT_MAX_S = 3600,
};

/* What is missing to a full bucket is kept, so an empty slot is a full one. */
struct slot {
	uint64_t key;        /* 0: free */
	uint32_t at_ms;      /* low bits of the time of `debt_milli` */
	uint32_t debt_milli; /* thousandths of a token */
};
static_assert(sizeof(struct slot) == 16, "2 MiB in all");

struct limit {
	uint64_t seed;
	struct mutex locks[LOCKS];
	struct slot slots[SETS][SLOTS_A_SET];
};

struct limit *limit_open(uint64_t seed)
{
	struct limit *l = calloc(1, sizeof(*l));

	if (!l)
		base_no_memory();
	l->seed = seed;
	for (int i = 0; i < LOCKS; i++)
		mutex_init(&l->locks[i]);
	return l;
}

void limit_close(struct limit *l)
{
	if (!l)
		return;
	for (int i = 0; i < LOCKS; i++)
		mutex_release(&l->locks[i]);
	free(l);
}

/* The finisher of SplitMix64: every bit of x moves every bit of the key. */
static uint64_t mix(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xbf58476d1ce4e5b9u;
	x ^= x >> 27;
	x *= 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static uint64_t key_of(
	const struct limit *l, int class_no, uint64_t kind, uint64_t id)
{
	uint64_t key = mix(l->seed ^ mix((uint64_t)class_no * 2 + kind));

	key = mix(key ^ id);
	return key ? key : 1;
}

/* One subscriber holds a whole IPv6 /56, so that is one source. */
uint64_t limit_key_peer(
	const struct limit *l, int class_no, const uint8_t peer[16])
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	bool is_four = memcmp(peer, mapped, sizeof(mapped)) == 0;
	size_t from = is_four ? 12 : 0, n = is_four ? 3 : 7;
	uint64_t id = is_four;

	for (size_t i = 0; i < n; i++)
		id = id << 8 | peer[from + i];
	return key_of(l, class_no, 0, id);
}

uint64_t limit_key_id(const struct limit *l, int class_no, uint64_t id)
{
	return key_of(l, class_no, 1, id);
}

static bool is_better_victim(
	const struct slot *s, const struct slot *than, uint32_t now_ms)
{
	if (!s->key || !than->key)
		return !s->key && than->key;
	return now_ms - s->at_ms > now_ms - than->at_ms;
}

static struct slot *find(struct slot *set, uint64_t key, uint32_t now_ms)
{
	struct slot *victim = &set[0];

	for (int i = 0; i < SLOTS_A_SET; i++) {
		if (set[i].key == key)
			return &set[i];
		if (is_better_victim(&set[i], victim, now_ms))
			victim = &set[i];
	}
	*victim = (struct slot){key, now_ms, 0};
	return victim;
}

static int64_t debt_now(const struct slot *s, int64_t per_min, uint32_t now_ms)
{
	int64_t passed_ms = (uint32_t)(now_ms - s->at_ms);
	int64_t debt = s->debt_milli - passed_ms * per_min * MILLI / MS_A_MIN;

	return debt > 0 ? debt : 0;
}

static int seconds_until(int64_t milli, int64_t per_min)
{
	int64_t a_second = per_min * MILLI / 60;
	int64_t s = a_second ? (milli + a_second - 1) / a_second : WAIT_MAX_S;

	if (s < 1)
		return 1;
	return s < WAIT_MAX_S ? (int)s : WAIT_MAX_S;
}

static bool take(struct slot *s, const struct limit_class *c, int factor,
	uint32_t now_ms, int *wait_s)
{
	int64_t per_min = (int64_t)c->per_min * factor;
	int64_t most = (int64_t)c->burst * factor * MILLI;
	int64_t debt = debt_now(s, per_min, now_ms);
	int64_t wanted = debt + (int64_t)c->cost * MILLI;

	if (wanted > most) {
		*wait_s = seconds_until(wanted - most, per_min);
		return false;
	}
	s->debt_milli = (uint32_t)wanted;
	s->at_ms = now_ms;
	return true;
}

bool limit_take(struct limit *l, uint64_t key, const struct limit_class *c,
	int factor, int64_t now_ms, int *wait_s)
{
	size_t set = key % SETS;
	struct mutex *lock = &l->locks[set % LOCKS];
	bool is_taken;

	BUG_ON((int64_t)c->burst * factor * MILLI > UINT32_MAX);
	mutex_lock(lock);
	is_taken = take(find(l->slots[set], key, (uint32_t)now_ms), c, factor,
		(uint32_t)now_ms, wait_s);
	mutex_unlock(lock);
	return is_taken;
}
