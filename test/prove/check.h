#ifndef TEST_PROVE_CHECK_H
#define TEST_PROVE_CHECK_H
/*
 * test/prove/check - compares what stands in an installation with what its
 * guests were told, and with what the sink took.  The server must be down.
 */
#include "test/prove/place.h"

/*
 * Every booking, move, cancellation and turn that the first `bytes` of the
 * ledger acknowledge stands (-1: the whole ledger).  What was asked later, or
 * never answered, may stand or not.  Each visit has the messages that its
 * changes bring.
 */
void check_ledger(struct place *p, const char *ledger, int64_t bytes);

/* As check_ledger, but says nothing: how many of how many are missing. */
int64_t check_missing(
	struct place *p, const char *ledger, int64_t bytes, int64_t *of);

/* No doctor has two visits at a time; each visit has all its cells and no
 * other has any. */
void check_visits(struct place *p);

/*
 * A message that the outbox calls sent was taken by the sink, once; an
 * uncertain one at most once; any other not at all.  Nothing that is due waits.
 */
void check_messages(struct place *p, const char *sink_ledger);

/* check_visits, check_audit and check_file in one, and silent. */
bool check_is_sound(struct place *p);

/* The audit chain is whole. */
void check_audit(struct place *p);

/* SQLite's own integrity check; nothing on PostgreSQL. */
void check_file(struct place *p);

#endif
