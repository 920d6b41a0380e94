#ifndef STORE_VAULT_H
#define STORE_VAULT_H
/*
 * store/vault - personal fields, sealed with a key of their own per patient.
 *
 * A patient's key is random, wrapped by the master key's subkey and kept in
 * the keys' database.  Destroying it destroys every field of that patient in
 * all backups of the data.  A field is bound to its table, column and row: a
 * sealed value copied elsewhere does not open.
 *
 *    field = version 1 | nonce 24 | cipher text | tag 16
 *
 * Keys in use stay in locked memory; any thread.  In other processes an erased
 * key may stay in use until vault_forget: see app/erase.
 */
#include "store/store.h"

/* The memory of keys in use; for storage_open and storage_close alone. */
struct vault *vault_open(const struct crypto_keys *keys);
void vault_close(struct vault *v);

/* Where a field stands; names as in the schema. */
struct vault_cell {
	const char *table, *column;
	int64_t row_id;
};

/*
 * Makes the patient's key, durable when it returns.  Call it before the
 * transaction that stores the patient: a key without patient is harmless.
 * ERR_CONFLICT: has one already.
 */
MUST_USE bool vault_create(struct store *s, int64_t patient_id, struct err *e);

/*
 * Brings the keys of many patients into memory by a few queries instead of one
 * each; who has none is left out.  Worth it before a batch is opened.
 */
MUST_USE bool vault_warm(struct store *s, const int64_t *patient_ids, size_t n,
	struct arena *a, struct err *e);

/* Whether the patient's key is in memory, and so not erased. */
bool vault_holds(struct store *s, int64_t patient_id);

/*
 * Seals a text into *out, a blob in `a` ready to be an argument; a NULL text
 * gives NULL.  ERR_NOT_FOUND: the patient has no key (never had, or erased).
 */
MUST_USE bool vault_seal(struct store *s, int64_t patient_id,
	struct vault_cell cell, const char *text, struct arena *a,
	struct db_value *out, struct err *e);

/*
 * Opens a sealed cell (see db_cell) into a text in `a`; NULL gives NULL.
 * ERR_NOT_FOUND: no key.  ERR_INTERNAL: the value is not what was sealed for
 * this patient and this cell.
 */
MUST_USE bool vault_unseal(struct store *s, int64_t patient_id,
	struct vault_cell cell, const struct db_value *sealed, struct arena *a,
	const char **text, struct err *e);

/*
 * Destroys the patient's key, on the disk too.
 * An absent key is fine.  ERR_UNAVAILABLE: try again; the key may be gone for
 * readers but not yet from the disk.
 */
MUST_USE bool vault_erase(struct store *s, int64_t patient_id, struct err *e);

/* Whether the patient's key stands; asks the disk, not the memory. */
MUST_USE bool vault_has(
	struct store *s, int64_t patient_id, bool *stands, struct err *e);

/* Writes something that means nothing, to see whether it can be written. */
MUST_USE bool vault_try(struct store *s, struct err *e);

/* Drops a key from this process's memory. */
void vault_forget(struct store *s, int64_t patient_id);

/*
 * Returns the keyed hash under which a value is looked up, a blob of 16 bytes
 * in `a`: the same `kind` ("phone", "telegram") and value in the same clinic
 * give the same.  A phone is in E.164.
 */
struct db_value vault_blind(struct store *s, int64_t clinic_id,
	const char *kind, const char *value, struct arena *a);

#endif
