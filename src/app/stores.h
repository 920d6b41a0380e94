#ifndef APP_STORES_H
#define APP_STORES_H
/*
 * app/stores - database handles that wait for the next call: a server thread
 * takes one, and gives it back when its request is done.  Any thread.
 */
#include "store/store.h"

struct stores;

struct stores *stores_open(struct storage *storage);
/* Every handle must be back.  NULL is fine. */
void stores_close(struct stores *stores);

/* An idle handle or a new one.  Errors as store_init. */
MUST_USE bool stores_take(
	struct stores *stores, struct store **out, struct err *e);
void stores_give(struct stores *stores, struct store *store);

#endif
