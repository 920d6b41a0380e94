#include "os/append.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "os/file.h"
#include "test/check.h"

static void test_lines_stand_one_behind_the_other(void)
{
	char folder[] = "/tmp/zabota-append-XXXXXX";
	char path[64];
	struct arena a;
	struct append *f;
	struct err e;
	const char *text;
	size_t n;

	arena_init(&a);
	CHECK(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/out", folder);
	for (int i = 0; i < 2; i++) {
		CHECK(append_open(path, &f, &e));
		CHECK(append_write(f, "line\n", 5, &e));
		append_close(f);
	}
	CHECK(file_read(path, 100, &a, &text, &n, &e));
	CHECK_TEXT(text, "line\nline\n");
	unlink(path);
	rmdir(folder);
	arena_release(&a);
}

static void test_a_full_disk_says_so(void)
{
	struct append *f;
	struct err e;

	CHECK(append_open("/dev/full", &f, &e));
	CHECK(!append_write(f, "x", 1, &e));
	CHECK(e.kind == ERR_UNAVAILABLE);
	append_close(f);
	CHECK(!append_open("/nowhere/at/all", &f, &e));
	CHECK(e.kind == ERR_UNAVAILABLE);
	append_close(NULL);
}

TEST_MAIN(test_lines_stand_one_behind_the_other, test_a_full_disk_says_so)
