#include "app/home.h"

#include <sys/stat.h>

#include "test/engine.h"

static struct err e;
static char folder[100];

static void before(void)
{
	snprintf(folder, sizeof(folder), "%s/data", engine.folder);
}

static void unlink_in(const char *name)
{
	char path[120];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	CHECK(unlink(path) == 0);
}

static void after(void)
{
	static const char *const names[] = {
		"master.key", "zabota.db", "keys.db"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		unlink_in(names[i]);
	CHECK(rmdir(folder) == 0);
}

static bool start(bool may_make)
{
	struct home_options options = {.folder = folder, .may_make = may_make};
	struct home h;
	struct store s;
	bool ok = home_init(&h, &options, 1, &e);

	if (!ok)
		return false;
	CHECK(store_init(&s, h.storage, &e));
	store_release(&s);
	home_release(&h);
	return true;
}

static void test_first_start_makes_and_the_next_opens(void)
{
	struct stat st;
	char path[120];

	CHECK(!start(false) && e.kind == ERR_NOT_FOUND);
	CHECK(start(true) && start(false) && start(true));
	snprintf(path, sizeof(path), "%s/zabota.db", folder);
	CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
}

/* The one mistake that must not be made: a new key over old data. */
static void test_data_without_their_key_are_refused(void)
{
	char key[120];
	uint8_t master[CRYPTO_KEY_BYTES];

	CHECK(start(true));
	unlink_in("master.key");
	CHECK(!start(true) && e.kind == ERR_CONFLICT);
	CHECK(!start(false) && e.kind == ERR_NOT_FOUND);
	snprintf(key, sizeof(key), "%s/master.key", folder);
	CHECK(!crypto_master_read(key, master, &e));
	CHECK(crypto_master_make(key, &e));
}

ENGINE_MAIN(before, after, test_first_start_makes_and_the_next_opens,
	test_data_without_their_key_are_refused)
