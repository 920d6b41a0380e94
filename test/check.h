#ifndef TEST_CHECK_H
#define TEST_CHECK_H
/*
 * test/check - cmocka with less noise: CHECK, CHECK_ROW and TEST_MAIN.
 *
 * A test is `static void test_that_it_works(void)`.  CHECK_ROW names the row
 * of the table that failed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

#define CHECK(cond)                                                            \
	((cond) ? (void)0                                                      \
		: (print_error("%s:%d: %s\n", __FILE__, __LINE__, #cond),      \
			  _fail(__FILE__, __LINE__)))
#define CHECK_ROW(cond, row)                                                   \
	((cond) ? (void)0                                                      \
		: (print_error("%s:%d: row %lld: %s\n", __FILE__, __LINE__,    \
			   (long long)(row), #cond),                           \
			  _fail(__FILE__, __LINE__)))
/* Texts; both are printed when they differ. */
#define CHECK_TEXT(got, want) assert_string_equal(got, want)

typedef void check_fn(void);
enum { CHECK_TESTS_MAX = 100 };

static inline void check_run_one(void **state)
{
	check_fn *const *test = *state;

	(*test)();
}

/* Runs `n` tests named in `names`, the text of TEST_MAIN's arguments. */
static inline int check_main(
	const char *file, const char *names, check_fn *const *test, size_t n)
{
	static struct CMUnitTest rows[CHECK_TESTS_MAX];
	static char name[CHECK_TESTS_MAX][80];

	BUG_ON(n > CHECK_TESTS_MAX);
	for (size_t i = 0; i < n; i++) {
		size_t len = strcspn(names, ", ");

		snprintf(name[i], sizeof(name[i]), "%.*s", (int)len, names);
		names += len;
		names += strspn(names, ", ");
		rows[i] = (struct CMUnitTest){
			.name = name[i],
			.test_func = check_run_one,
			.initial_state = (void *)(uintptr_t)(test + i),
		};
	}
	return _cmocka_run_group_tests(file, rows, n, NULL, NULL);
}

#define TEST_MAIN(...)                                                         \
	int main(void)                                                         \
	{                                                                      \
		static check_fn *const tests_[] = {__VA_ARGS__};               \
		return check_main(                                             \
			__FILE__, #__VA_ARGS__, tests_, ARRAY_LEN(tests_));    \
	}

#endif
