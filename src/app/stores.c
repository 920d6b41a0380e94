#include "app/stores.h"

#include "os/thread.h"

enum { IDLE_MAX = 128 }; /* more than a server has threads */

struct stores {
	struct storage *storage;
	struct mutex lock;
	struct store *idle[IDLE_MAX];
	size_t n;
};

struct stores *stores_open(struct storage *storage)
{
	struct stores *stores = calloc(1, sizeof(*stores));

	if (!stores)
		base_no_memory();
	stores->storage = storage;
	mutex_init(&stores->lock);
	return stores;
}

static void end(struct store *s)
{
	store_release(s);
	free(s);
}

void stores_close(struct stores *stores)
{
	if (!stores)
		return;
	while (stores->n)
		end(stores->idle[--stores->n]);
	mutex_release(&stores->lock);
	free(stores);
}

bool stores_take(struct stores *stores, struct store **out, struct err *e)
{
	struct store *s = NULL;

	/* the last one given: its pages are still in the cache */
	mutex_lock(&stores->lock);
	if (stores->n)
		s = stores->idle[--stores->n];
	mutex_unlock(&stores->lock);
	if (!s) {
		s = calloc(1, sizeof(*s));
		if (!s)
			base_no_memory();
		if (!store_init(s, stores->storage, e)) {
			free(s);
			return false;
		}
	}
	*out = s;
	return true;
}

void stores_give(struct stores *stores, struct store *store)
{
	if (db_is_in_transaction(store->db))
		db_rollback(store->db);
	mutex_lock(&stores->lock);
	if (stores->n < IDLE_MAX) {
		stores->idle[stores->n++] = store;
		store = NULL;
	}
	mutex_unlock(&stores->lock);
	if (store)
		end(store);
}
