#include "base/err.h"

#include "test/check.h"

static void test_set_and_field(void)
{
	struct err e;

	CHECK(!err_set(&e, ERR_CONFLICT, "visit %d", 5));
	CHECK(e.kind == ERR_CONFLICT);
	CHECK_TEXT(e.text, "visit 5");
	CHECK_TEXT(e.field, "");
	CHECK(!err_field(&e, ERR_INVALID, "phone", "%s", e.text));
	CHECK_TEXT(e.field, "phone");
	CHECK_TEXT(e.text, "visit 5");
}

static void test_long_text_is_cut_at_a_character(void)
{
	struct err e;

	err_set(&e, ERR_INTERNAL, "x%s%s%s",
		"ааааааааааааааааааааааааааааааааааааааааааааааааааа",
		"ббббббббббббббббббббббббббббббббббббббббббббббббббб",
		"ввввввввввввввввввввввввввввввввввввввввввввввввввв");
	CHECK(strlen(e.text) == 159);
}

static void test_every_kind_has_a_name(void)
{
	for (int k = 0; k < ERR_KINDS; k++)
		CHECK_ROW(err_name((enum err_kind)k) != NULL, k);
}

TEST_MAIN(test_set_and_field, test_long_text_is_cut_at_a_character,
	test_every_kind_has_a_name)
