#include "core/script.h"

#include "core/data.h"
#include "test/check.h"

static struct arena a;

/* The shipped script with one place changed. */
static char *changed(const char *from, const char *to)
{
	const char *text = data_dialogue[0].text;
	const char *at = strstr(text, from);

	CHECK(at != NULL);
	return arena_print(
		&a, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static bool reads(const char *text, struct script *s, struct err *e)
{
	return script_read(&a, text, strlen(text), s, e);
}

static void test_the_shipped_script_is_whole(void)
{
	struct script s;
	struct err e;

	arena_init(&a);
	if (!reads(data_dialogue[0].text, &s, &e))
		fail_msg("%s", e.text);
	CHECK(s.step[s.start].fill == FILL_CONTACT);
	CHECK(script_step_for(&s, FILL_OFFER) != NULL);
	arena_release(&a);
}

static void test_a_broken_script_is_refused_with_its_place(void)
{
	static const struct {
		const char *from, *to, *names;
	} rows[] = {
		{"\"start\": \"contact\"", "\"start\": \"nowhere\"", "nowhere"},
		{"\"next\": \"phone\"", "\"next\": \"nowhere\"", "name"},
		/* A path that comes back to where it was. */
		{"\"hint\": \"when\", \"next\": \"offer\"",
			"\"hint\": \"when\", \"next\": \"contact\"",
			"without end"},
		{"\"ask\": \"ask_name\"", "\"ask\": \"ask_nothing\"", "name"},
		{"\"hint\": \"yes_no\"", "\"hint\": \"maybe\"", "sure"},
		{"\"fills\": \"sure\"", "\"fills\": \"which\"", "same"},
		{"\"ru\": \"Добрый день!\", ", "", "hello"},
		{"\"en\": \"Good day!\"", "\"en\": \"\"", "hello"},
		{"\"Добрый день!\"", "\"Добрый {day}!\"", "hello"},
		{"\"Добрый день!\"", "\"{name}!\"", "differ"},
		{"\"insurance\": {\"text\"", "\"insurrance\": {\"text\"",
			"insurrance"},
		{"\"then\": \"stay\"", "\"then\": \"sleep\"", "praise"},
		{"\"taken\": {", "\"token\": {", "no text"},
		{"\"specialities\": [", "\"specialties\": [", "unknown key"},
	};

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct script s;
		struct err e = {ERR_NONE, "", ""};

		CHECK_ROW(!reads(changed(rows[i].from, rows[i].to), &s, &e), i);
		CHECK_ROW(e.kind == ERR_INVALID, i);
		if (strstr(e.text, rows[i].names) == NULL)
			fail_msg("row %zu: %s", i, e.text);
	}
	arena_release(&a);
}

static void test_variables_are_filled_in(void)
{
	const struct script_var vars[] = {
		{"first", "15:30"}, {"when", "завтра"}, {0}};
	struct script s;
	struct err e;

	arena_init(&a);
	CHECK(reads(data_dialogue[0].text, &s, &e));
	CHECK_TEXT(script_say(&s, SAY_CHOSEN, false, vars, &a),
		"Хорошо, 15:30 пока держу за вами.");
	/* An empty variable at the end takes its blank along. */
	CHECK_TEXT(script_say(&s, SAY_BOOKED, false, NULL, &a),
		"Отлично, запись подтверждена.");
	CHECK_TEXT(script_say(&s, SAY_OR, true, NULL, &a), "or");
	arena_release(&a);
}

TEST_MAIN(test_the_shipped_script_is_whole,
	test_a_broken_script_is_refused_with_its_place,
	test_variables_are_filled_in)
