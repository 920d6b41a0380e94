#ifndef STORE_TARGET_H
#define STORE_TARGET_H
/*
 * store/target - what the sender must know about a whole batch of messages:
 * the visits as they stand, where their patients can be reached, what they
 * allowed, and how much they have been sent already.
 *
 * A few queries a batch, whatever its size.  Lists are sorted by their first
 * id; ids that are not there are left out.
 */
#include "core/visit.h"
#include "store/store.h"

/* A visit, as far as a message speaks of it. */
struct target_visit {
	int64_t id;
	int64_t clinic_id, patient_id;
	int64_t service_id, branch_id, doctor_id;
	int64_t start_at; /* unix s UTC */
	int64_t revision;
	int64_t dialogue_id; /* 0: booked in none */
	int64_t price_kop;
	enum visit_state state;
	int counted_n; /* by store_target_counts */
};

struct target_address {
	int64_t patient_id;
	int64_t id;
	const char *channel;
	const char *value;
	bool is_dead;
};

/* Consents to service messages; "" stands for all channels. */
struct target_consent {
	int64_t patient_id;
	const char *channel;
	bool is_withdrawn;
};

/*
 * A stamp (db_stamp) of all that is read here, and of patients; not of what
 * store_target_counts counts.
 */
uint64_t store_target_stamp(struct store *s);

MUST_USE bool store_target_visits(struct store *s, const int64_t *ids, size_t n,
	struct arena *a, struct target_visit **out, size_t *out_n,
	struct err *e);

/* Counts the messages under the cap that left for each visit as it stands, or
 * may have. */
MUST_USE bool store_target_counts(struct store *s, struct target_visit *visits,
	size_t n, struct arena *a, struct err *e);

/* Opened into `a`; latest heard first within a patient. */
MUST_USE bool store_target_addresses(struct store *s,
	const int64_t *patient_ids, size_t n, struct arena *a,
	struct target_address **out, size_t *out_n, struct err *e);

/* Oldest first within a patient: the index's own order. */
MUST_USE bool store_target_consents(struct store *s, const int64_t *patient_ids,
	size_t n, struct arena *a, struct target_consent **out, size_t *out_n,
	struct err *e);

/* The first of a patient, or where he would stand: go on while it is his. */
const struct target_address *target_addresses_of(
	const struct target_address *list, size_t n, int64_t patient_id);
const struct target_consent *target_consents_of(
	const struct target_consent *list, size_t n, int64_t patient_id);

/* The first element with that first id; NULL: none. */
const struct target_visit *target_visit_of(
	const struct target_visit *list, size_t n, int64_t id);

#endif
