#include "core/patient.h"

#include "test/check.h"

static const struct person anna = {
	.last = "Иванова",
	.first = "Анна",
	.middle = "Сергеевна",
	.phone = "+79001234567",
	.birth = "1980-05-01",
};

static void test_who_may_be_whom(void)
{
	static const struct {
		struct person said;
		bool want;
	} rows[] = {
		{{"", "Анна", "", "", ""}, true},
		{{"иванова", "АННА", "", "", ""}, true},
		{{"Петрова", "Анна", "", "", ""}, false},
		{{"", "Пётр", "", "", ""}, false},
		{{"", "", "", "", ""}, false},
		{{"Иванова", "", "", "", ""}, false},
		{{"", "Анна", "", "", "1980-05-02"}, false},
		{{"", "Анн", "", "", ""}, false},
		{{"", "Аннаа", "", "", ""}, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		CHECK_ROW(
			person_may_be(&anna, &rows[i].said) == rows[i].want, i);
	CHECK(person_may_be(&(struct person){"", "Пётр", "", "", ""},
		&(struct person){"", "петр", "", "", ""}));
}

static void test_what_is_said_counts_more(void)
{
	struct person said = {"", "Аня", "", "+79990000000", ""};
	struct person got = person_merge(&anna, &said);

	CHECK_TEXT(got.first, "Аня");
	CHECK_TEXT(got.phone, "+79990000000");
	CHECK_TEXT(got.last, "Иванова");
	CHECK_TEXT(got.birth, "1980-05-01");
}

static void test_shown(void)
{
	struct person only_first = {"", "Анна", "", "", ""};
	struct person nobody = {"", "", "", "", ""};
	struct arena a;

	arena_init(&a);
	CHECK_TEXT(person_full_name(&anna, &a), "Иванова Анна Сергеевна");
	CHECK_TEXT(person_full_name(&only_first, &a), "Анна");
	CHECK_TEXT(person_full_name(&nobody, &a), "");
	CHECK_TEXT(person_masked_phone(&anna, &a), "+7 ··· ···-··-67");
	CHECK_TEXT(person_masked_phone(&nobody, &a), "");
	arena_release(&a);
}

static void test_states(void)
{
	enum patient_state s = PATIENT_STATES;

	for (int i = 0; i < PATIENT_STATES; i++) {
		CHECK_ROW(
			patient_state_named(
				patient_state_name((enum patient_state)i), &s),
			i);
		CHECK_ROW((int)s == i, i);
	}
	CHECK(!patient_state_named("", &s));
}

TEST_MAIN(test_who_may_be_whom, test_what_is_said_counts_more, test_shown,
	test_states)
