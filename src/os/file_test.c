#include "os/file.h"

#include <sys/resource.h>

#include <sys/stat.h>
#include <unistd.h>

#include "test/check.h"

static char folder[] = "/tmp/zabota-file-XXXXXX";
static char path[64];

static void start(void)
{
	memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
	CHECK(mkdtemp(folder) != NULL);
	snprintf(path, sizeof(path), "%s/x", folder);
}

static void end(void)
{
	struct err e;

	CHECK(file_remove(path, &e) && rmdir(folder) == 0);
}

static void test_write_replaces_and_read_returns(void)
{
	struct arena a;
	struct err e;
	struct stat st;
	const char *p = NULL;
	size_t n = 0;

	start();
	arena_init(&a);
	CHECK(!file_read(path, 10, &a, &p, &n, &e));
	CHECK(e.kind == ERR_NOT_FOUND && p == NULL);
	CHECK(file_write(path, "one", 3, 0600, &e));
	CHECK(file_write(path, "fo\0r", 4, 0640, &e));
	CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0640);
	CHECK(file_read(path, 4, &a, &p, &n, &e));
	CHECK(n == 4 && memcmp(p, "fo\0r", 5) == 0);
	CHECK(!file_read(path, 3, &a, &p, &n, &e) && e.kind == ERR_TOO_LARGE);
	CHECK(file_exists(path));
	arena_release(&a);
	end();
}

/* A power cut left half a new file behind: the next write must not mind. */
static void test_write_survives_its_own_leftover(void)
{
	char beside[80];
	struct err e;

	start();
	snprintf(beside, sizeof(beside), "%s.new", path);
	CHECK(file_create(beside, "half", 4, 0600, &e));
	CHECK(file_write(path, "whole", 5, 0600, &e));
	CHECK(!file_exists(beside));
	end();
}

static void test_create_refuses_what_stands(void)
{
	struct err e;

	start();
	CHECK(file_create(path, "a", 1, 0400, &e));
	CHECK(!file_create(path, "b", 1, 0400, &e) && e.kind == ERR_CONFLICT);
	CHECK(file_make_folder(folder, &e));
	CHECK(!file_make_folder(path, &e) && e.kind == ERR_CONFLICT);
	CHECK(!file_create("/nowhere/x", "b", 1, 0400, &e));
	CHECK(e.kind == ERR_NOT_FOUND);
	end();
}

static void test_more_files_are_allowed_up_to_the_systems_limit(void)
{
	struct rlimit before, now;

	CHECK(getrlimit(RLIMIT_NOFILE, &before) == 0);
	now = (struct rlimit){.rlim_cur = 64, .rlim_max = before.rlim_max};
	CHECK(setrlimit(RLIMIT_NOFILE, &now) == 0);
	CHECK(file_allow_open(100) == 100);
	CHECK(file_allow_open(50) == 100);
	CHECK(file_allow_open(INT64_MAX / 2) >= 100);
	CHECK(getrlimit(RLIMIT_NOFILE, &now) == 0);
	CHECK(now.rlim_cur == before.rlim_max);
}

TEST_MAIN(test_write_replaces_and_read_returns,
	test_write_survives_its_own_leftover, test_create_refuses_what_stands,
	test_more_files_are_allowed_up_to_the_systems_limit)
