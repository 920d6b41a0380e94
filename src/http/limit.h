#ifndef HTTP_LIMIT_H
#define HTTP_LIMIT_H
/*
 * http/limit - how often one source may ask: token buckets in a fixed 2 MiB
 * table, so a flood of new sources takes no memory.  When four sources share a
 * place, the one that waited longest is forgotten (that is: forgiven).
 *
 * A bucket holds `burst` tokens, gets `per_min` of them back a minute, and
 * a request costs `cost`.
 */
#include "base/base.h"

struct limit_class {
	const char *name;  /* "booking"; NULL ends a table */
	int per_min;       /* tokens a minute for one address block; 1.. */
	int burst;         /* most tokens at once; 1..100000 */
	int cost;          /* tokens a request; 1..burst */
	int person_factor; /* a known person gets this times as much; 1.. */
	size_t body_max;   /* bytes of a request body; 0: none may come */
};

struct limit;

/* `seed` is random, so nobody can aim at another's place.  Thread-safe. */
struct limit *limit_open(uint64_t seed);
void limit_close(struct limit *l);

/* Key of an address block (IPv4 /24, IPv6 /56) in class number `class_no`. */
uint64_t limit_key_peer(
	const struct limit *l, int class_no, const uint8_t peer[16]);
/* Key of a person, session, clinic … by any number of the caller's. */
uint64_t limit_key_id(const struct limit *l, int class_no, uint64_t id);

/*
 * Takes the class's cost, `factor` times as much being allowed.  `now_ms` is
 * monotonic.  False: nothing taken, and *wait_s (1..3600) says when to ask
 * again.
 */
MUST_USE bool limit_take(struct limit *l, uint64_t key,
	const struct limit_class *c, int factor, int64_t now_ms, int *wait_s);

#endif
