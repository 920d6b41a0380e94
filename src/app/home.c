#include "app/home.h"

#include "os/file.h"

enum { PATH_BYTES_MAX = 4096 };

struct places {
	char key[PATH_BYTES_MAX];
	char address[PATH_BYTES_MAX];
};

static bool print_path(char to[PATH_BYTES_MAX], const char *given,
	const char *before, const char *folder, const char *name, struct err *e)
{
	int n = given != NULL ? snprintf(to, PATH_BYTES_MAX, "%s", given)
			      : snprintf(to, PATH_BYTES_MAX, "%s%s/%s", before,
					folder, name);

	return (n > 0 && n < PATH_BYTES_MAX) ||
	       err_set(e, ERR_INVALID, "home: path too long");
}

static bool find_places(
	const struct home_options *o, struct places *p, struct err *e)
{
	return print_path(
		       p->key, o->key_path, "", o->folder, "master.key", e) &&
	       print_path(p->address, o->address, "sqlite:", o->folder,
		       "zabota.db", e);
}

/* A key is only ever made for a place where nothing needs another one. */
static bool make_key(const struct places *p, struct err *e)
{
	struct storage *storage = NULL;
	bool empty = false, ok;

	if (!storage_open(p->address, NULL, NULL, &storage, e))
		return false;
	ok = storage_is_empty(storage, &empty, e);
	storage_close(storage);
	if (!ok)
		return false;
	if (!empty)
		return err_set(e, ERR_CONFLICT,
			"home: there are data, but not their master key");
	return crypto_master_make(p->key, e);
}

static bool read_key(
	const struct places *p, struct crypto_keys **out, struct err *e)
{
	uint8_t master[CRYPTO_KEY_BYTES];
	bool ok = crypto_master_read(p->key, master, e) &&
		  crypto_keys_open(master, out, e);

	crypto_wipe(master, sizeof(master));
	if (!ok && e->kind == ERR_NOT_FOUND)
		return err_set(e, ERR_NOT_FOUND,
			"home: no master key; is this the data folder?");
	return ok;
}

bool home_init(struct home *h, const struct home_options *options, int64_t now,
	struct err *e)
{
	struct home made = {0};
	struct places p;

	if (!find_places(options, &p, e))
		return false;
	if (options->may_make && !file_make_folder(options->folder, e))
		return false;
	if (options->may_make && !file_exists(p.key) && !make_key(&p, e))
		return false;
	if (!read_key(&p, &made.keys, e) ||
		!storage_open(p.address, made.keys, NULL, &made.storage, e) ||
		(options->may_make && !storage_migrate(made.storage, now, e))) {
		home_release(&made);
		return false;
	}
	*h = made;
	return true;
}

void home_release(struct home *h)
{
	storage_close(h->storage);
	crypto_keys_close(h->keys);
	*h = (struct home){0};
}
