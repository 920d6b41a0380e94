#include "store/store.h"

#include "db/db_fault.h"
#include "store/schema.h"
#include "store/setting.h"
#include "store/vault.h"

enum { ADDRESS_MAX = 4096 };

struct storage {
	struct database *main, *keys_database;
	struct vault *vault;
	const struct crypto_keys *keys;
};

/* keys.db beside the data's file; on PostgreSQL the same server. */
static bool keys_address(const char *address, char *to, struct err *e)
{
	const char *slash = strrchr(address, '/');
	int n;

	if (strncmp(address, "sqlite:", 7) != 0)
		n = snprintf(to, ADDRESS_MAX, "%s", address);
	else if (slash == NULL)
		n = snprintf(to, ADDRESS_MAX, "sqlite:keys.db");
	else
		n = snprintf(to, ADDRESS_MAX, "%.*s/keys.db",
			(int)(slash - address), address);
	return (n > 0 && n < ADDRESS_MAX) ||
	       err_set(e, ERR_INVALID, "database address: too long");
}

bool storage_open(const char *address, const struct crypto_keys *keys,
	const struct storage_options *options, struct storage **out,
	struct err *e)
{
	static const struct storage_options none = {0};
	const struct storage_options *o = options == NULL ? &none : options;
	struct db_options main = {
		.schema = o->schema, .deadline_ms = o->deadline_ms};
	struct db_options vault = {
		.schema = o->vault_schema == NULL ? "vault" : o->vault_schema,
		.deadline_ms = o->deadline_ms};
	struct storage *s = calloc(1, sizeof(*s));
	char beside[ADDRESS_MAX];

	if (s == NULL)
		base_no_memory();
	if (!keys_address(address, beside, e) ||
		!database_open(address, &main, &s->main, e) ||
		!database_open(beside, &vault, &s->keys_database, e)) {
		storage_close(s);
		return false;
	}
	if (o->fault != NULL)
		s->main = db_fault_open(s->main, o->fault);
	s->vault = vault_open(keys);
	s->keys = keys;
	*out = s;
	return true;
}

void storage_close(struct storage *s)
{
	if (s == NULL)
		return;
	vault_close(s->vault);
	database_close(s->keys_database);
	database_close(s->main);
	free(s);
}

bool storage_migrate(struct storage *storage, int64_t now, struct err *e)
{
	struct store s;
	bool ok;

	if (!store_init(&s, storage, e))
		return false;
	ok = migrate_run(s.keys_db, schema_vault, schema_vault_n, now, e) &&
	     migrate_run(s.db, schema_main, schema_main_n, now, e);
	store_release(&s);
	return ok;
}

bool storage_is_empty(struct storage *storage, bool *empty, struct err *e)
{
	int main_level = 0, vault_level = 0;
	struct store s;
	bool ok;

	if (!store_init(&s, storage, e))
		return false;
	ok = migrate_level(s.db, &main_level, e) &&
	     migrate_level(s.keys_db, &vault_level, e);
	store_release(&s);
	if (ok)
		*empty = main_level == 0 && vault_level == 0;
	return ok;
}

bool store_init(struct store *s, struct storage *storage, struct err *e)
{
	struct db *db = NULL, *keys_db = NULL;

	if (!db_open(storage->main, &db, e))
		return false;
	if (!db_open(storage->keys_database, &keys_db, e)) {
		db_close(db);
		return false;
	}
	*s = (struct store){db, keys_db, storage->vault, storage->keys};
	return true;
}

static bool try_data(struct store *s, int64_t now, struct err *e)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)now);
	return store_setting_set(s, 0, "health.tried_at", text, e);
}

bool store_health(struct store *s, int64_t now, struct err *e)
{
	if (db_is_refused(s->db)) {
		if (!try_data(s, now, e))
			return false;
		db_forgive(s->db);
	}
	if (db_is_refused(s->keys_db)) {
		if (!vault_try(s, e))
			return false;
		db_forgive(s->keys_db);
	}
	return true;
}

void store_release(struct store *s)
{
	db_close(s->db);
	db_close(s->keys_db);
	*s = (struct store){0};
}
