#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H
/*
 * store/audit - who did what to whom: an append-only table, each row chained
 * to the one before by a keyed hash, one chain a clinic.
 *
 *    hash(n) = BLAKE2b-256(audit key; clinic, n, at, ..., request, hash(n-1))
 *
 * Changing, removing or moving a row breaks the chain; cutting its tail shows
 * only against a checkpoint that was taken before and kept elsewhere.  Nothing
 * personal in plain: detail may be sealed (store/vault), and the chain covers
 * the sealed bytes, so an erasure does not break it.
 */
#include "base/buf.h"
#include "core/principal.h"
#include "store/store.h"

enum {
	AUDIT_WORD_MAX = 40,      /* bytes of an action or kind */
	AUDIT_OBJECTS_MAX = 1000, /* objects of one row */
};

struct audit_row {
	int64_t clinic_id;
	int64_t at_us; /* unix microseconds UTC */
	struct principal actor;
	const char *action;      /* "visit.book": [a-z_.] */
	const char *object_kind; /* "patient": [a-z_.] */
	const int64_t *objects;  /* ids */
	size_t objects_n;
	struct db_value
		detail;     /* db_null(), or a blob: sealed or not personal */
	int64_t request_id; /* as in the log; 0: none */
};

/*
 * Appends a row in the open transaction (BUG_ON outside one), as its last
 * statement before the commit: it locks the clinic's chain.
 */
MUST_USE bool audit_append(
	struct store *s, const struct audit_row *row, struct err *e);

/* A row as it is shown. */
struct audit_line {
	int64_t seq;
	int64_t at_us;            /* unix microseconds UTC */
	const char *actor, *role; /* names, as core/principal */
	int64_t actor_id;
	const char *action, *object_kind;
	const char *objects; /* ids, a comma between */
};

/*
 * The `max` (1..PAGE_ROWS_MAX) rows of a clinic before `before_seq` (0: the
 * last), newest first, in `a`.  Does not verify.
 */
MUST_USE bool audit_page(struct store *s, int64_t clinic_id, int64_t before_seq,
	int max, struct arena *a, const struct audit_line **out, size_t *n,
	struct err *e);

/* One clinic's chain end; a file of them is a checkpoint. */
struct audit_head {
	int64_t clinic_id;
	int64_t seq; /* 0: an empty chain */
	uint8_t hash[CRYPTO_HASH256_BYTES];
};

/* What verifying found. */
struct audit_verdict {
	bool is_whole;
	int64_t bad_clinic; /* not whole: the first bad row, 1 ... */
	int64_t bad_seq;    /* a missing row counts as bad */
	const char *reason; /* a literal */
	int64_t rows_n;     /* looked at */
	int64_t chains_n;
};

/*
 * Checks every chain, or with `clinic_id` only that one, and that `heads`
 * (may be NULL) taken earlier are still part of the chains.  True when it
 * could look; *out says what it saw.
 */
MUST_USE bool audit_verify(struct store *s, int64_t clinic_id,
	const struct audit_head *heads, size_t heads_n,
	struct audit_verdict *out, struct err *e);

/* Returns the ends of all chains in `a`, by clinic. */
MUST_USE bool audit_heads(struct store *s, struct arena *a,
	const struct audit_head **out, size_t *n, struct err *e);

/*
 * A checkpoint as text, signed with the audit key, for a file kept elsewhere.
 * read: ERR_INVALID if it is not one, or not of this key.
 */
MUST_USE bool audit_checkpoint_write(const struct crypto_keys *keys,
	int64_t at_us, const struct audit_head *heads, size_t n,
	struct buf *out, struct err *e);
MUST_USE bool audit_checkpoint_read(const struct crypto_keys *keys,
	const char *text, size_t text_n, struct arena *a,
	const struct audit_head **out, size_t *n, struct err *e);

#endif
