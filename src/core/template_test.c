#include "core/template.h"

#include "core/messages.h"
#include "os/zone.h"
#include "test/check.h"

static struct arena arena;
static struct messages shipped;

static int64_t instant(const char *text)
{
	int64_t at = 0;
	struct err e;

	CHECK(civil_read_instant(text, "at", &at, &e));
	return at;
}

static void load(void)
{
	struct err e;

	if (shipped.templates.n > 0)
		return;
	if (!messages_load(&arena, &shipped, &e))
		fail_msg("%s", e.text);
}

/* The clinic and the patient of the model messages. */
static struct template_values model(const char *now)
{
	struct template_values v = {
		.now = instant(now),
		.patient = {.last = "", .first = "Анна", .middle = ""},
		.doctor = {.last = "Иванов",
			.first = "Андрей",
			.middle = "Андреевич"},
		.doctor_sex = SEX_MALE,
		.start_at = instant("2026-03-15T12:00:00+03:00"),
		.price_kop = 250000,
	};
	struct err e;

	CHECK(zone_find(NULL, "Europe/Moscow", &v.zone, &e));
	v.text[VARIABLE_PROFESSION] = "стоматолог";
	v.text[VARIABLE_SERVICE] = "Приём стоматолога";
	v.text[VARIABLE_ADDRESS] = "ул. Здоровья, 5";
	v.text[VARIABLE_PHONE] = "+79001234567";
	v.text[VARIABLE_LINK] = "https://z.example/k/v/AbC";
	return v;
}

static const char *written(const char *name, enum template_form form,
	const struct template_values *v)
{
	const struct template *t = template_find(&shipped.templates, name);
	const char *text = NULL;
	struct err e;

	CHECK(t != NULL);
	if (!template_write(t, form, TEMPLATE_TEXT, v, 1000, &arena, &text, &e))
		fail_msg("%s: %s", e.field, e.text);
	return text;
}

#define NBSP "\xc2\xa0"

static void test_booked_as_in_the_model(void)
{
	struct template_values v;

	load();
	v = model("2026-03-01T10:00:00+03:00");
	CHECK_TEXT(written("visit_booked", TEMPLATE_FULL, &v),
		"Анна, вы записаны на приём к стоматологу Иванову А." NBSP
		"А. 15 марта в 12:00. Адрес: ул. Здоровья, 5. Звоните, если "
		"есть вопросы: +7 (900) 123-45-67. Перенести или отменить: "
		"https://z.example/k/v/AbC");
	CHECK_TEXT(written("visit_booked", TEMPLATE_THIN, &v),
		"Анна, вы записаны на 15 марта, 12:00. Адрес и перенос: "
		"https://z.example/k/v/AbC");
}

static void test_the_day_before_as_in_the_model(void)
{
	struct template_values v;

	load();
	v = model("2026-03-14T12:30:00+03:00");
	v.start_at = instant("2026-03-15T12:30:00+03:00");
	v.text[VARIABLE_PROFESSION] = "офтальмолог";
	CHECK_TEXT(written("reminder_day", TEMPLATE_FULL, &v),
		"Анна, напоминаем: завтра в 12:30 у вас приём у офтальмолога. "
		"Придёте? Ответьте «да». Если не получится прийти, сообщите, "
		"пожалуйста, по номеру +7 (900) 123-45-67 или здесь: "
		"https://z.example/k/v/AbC");
	CHECK_TEXT(written("reminder_day", TEMPLATE_THIN, &v),
		"Анна, ждём вас завтра в 12:30. Придёте? Ответьте «да». "
		"Перенести: https://z.example/k/v/AbC");
	v.text[VARIABLE_PREPARATION] = "Не ешьте 6 часов";
	CHECK(strstr(written("reminder_day", TEMPLATE_FULL, &v),
		"офтальмолога. Как подготовиться: Не ешьте 6 часов. Придёте?"));
}

static void test_the_polite_form_of_the_model(void)
{
	struct template_values v;

	load();
	v = model("2026-03-14T12:30:00+03:00");
	v.patient = (struct person){
		.last = "", .first = "Иван", .middle = "Иванович"};
	v.start_at = instant("2026-03-15T15:00:00+03:00");
	v.text[VARIABLE_PROFESSION] = "терапевт";
	v.doctor = (struct person){
		.last = "Петрова", .first = "Анна", .middle = "Андреевна"};
	v.doctor_sex = SEX_FEMALE;
	CHECK_TEXT(written("reminder_day", TEMPLATE_FULL, &v),
		"Иван Иванович, напоминаем: завтра в 15:00 вы записаны к "
		"врачу-терапевту Петровой А." NBSP "А. Придёте? Ответьте «да». "
		"Если не получится прийти, сообщите, пожалуйста, по номеру "
		"+7 (900) 123-45-67 или здесь: https://z.example/k/v/AbC");
	CHECK(strstr(written("reminder_day", TEMPLATE_THIN, &v),
		"Иван Иванович, ждём вас завтра в 15:00."));
}

static void test_moved_tells_both_times(void)
{
	struct template_values v;

	load();
	v = model("2026-03-01T10:00:00+03:00");
	v.was_at = v.start_at;
	v.start_at = instant("2026-03-16T10:30:00+03:00");
	CHECK_TEXT(written("visit_moved", TEMPLATE_FULL, &v),
		"Анна, ваш приём перенесён: было 15 марта в 12:00, теперь "
		"16 марта в 10:30. Если неудобно: https://z.example/k/v/AbC");
	CHECK_TEXT(written("visit_moved", TEMPLATE_THIN, &v),
		"Анна, новое время: 16 марта, 10:30. "
		"https://z.example/k/v/AbC");
}

/* «завтра» is what is true when it is written, on the branch's wall. */
static void test_days_as_people_say_them(void)
{
	static const struct {
		const char *now, *want;
	} rows[] = {
		{"2026-03-14T23:59:59+03:00", "завтра в 12:00"},
		{"2026-03-15T00:00:00+03:00", "сегодня в 12:00"},
		{"2026-03-13T00:00:00+03:00", "послезавтра в 12:00"},
		{"2026-03-12T23:59:59+03:00", "15 марта в 12:00"},
		{"2026-03-16T00:00:00+03:00", "15 марта в 12:00"},
		{"2026-03-14T20:59:59+00:00", "завтра в 12:00"},
		{"2026-03-14T21:00:00+00:00", "сегодня в 12:00"},
	};

	load();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct template_values v = model(rows[i].now);

		CHECK_ROW(strstr(written("reminder_day", TEMPLATE_THIN, &v),
				  rows[i].want),
			i);
	}
}

static void test_english_where_there_is_any(void)
{
	struct template_values v;

	load();
	v = model("2026-03-14T12:30:00+03:00");
	v.is_english = true;
	CHECK(strstr(written("reminder_day", TEMPLATE_THIN, &v),
		"Анна, we expect you tomorrow at 12:00."));
	CHECK(strstr(
		written("visit_booked", TEMPLATE_THIN, &v), "15 March, 12:00"));
}

/* A row is a template's text and what Анна's values make of it. */
static void test_sections_and_escaping(void)
{
	static const struct {
		enum template_target target;
		const char *first, *text, *want;
	} rows[] = {
		{TEMPLATE_TEXT, "Анна", "{{patient}}!", "Анна!"},
		{TEMPLATE_TEXT, "Анна", "a{{#polite}}b{{/}}c", "ac"},
		{TEMPLATE_TEXT, "Анна", "a{{^polite}}b{{/}}c", "abc"},
		{TEMPLATE_TEXT, "Анна",
			"{{#patient}}a{{^polite}}b{{#was}}x{{/}}{{/}}c{{/}}d",
			"abcd"},
		{TEMPLATE_TEXT, "Анна", "{{#polite}}a{{#patient}}b{{/}}c{{/}}d",
			"d"},
		{TEMPLATE_TEXT, "Анна", "{{price}}", "2 500 ₽"},
		{TEMPLATE_TEXT, "Анна", "раз\nдва\n\nтри", "раз два\nтри"},
		/* What a patient calls himself is only a name. */
		{TEMPLATE_TEXT, "{{phone}}", "{{patient}}", "{{phone}}"},
		{TEMPLATE_TEXT, "{{#was}}", "{{patient}}!", "{{#was}}!"},
		{TEMPLATE_TEXT, "A\nB\tC", "{{patient}}", "A B C"},
		{TEMPLATE_TEXT,
			"A\xe2\x80\xae"
			"B",
			"{{patient}}", "A B"},
		{TEMPLATE_TEXT, "<b>&'\"", "{{patient}}", "<b>&'\""},
		{TEMPLATE_HTML, "<b>&'\"", "{{patient}}",
			"&lt;b&gt;&amp;&#39;&quot;"},
		{TEMPLATE_HTML, "Анна", "a < b, {{patient}}", "a &lt; b, Анна"},
	};

	load();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct template_values v = model("2026-03-14T12:30:00+03:00");
		const struct template *t;
		const char *file = arena_print(&arena,
			"[full]\n%s\n[thin]\n%s\n", rows[i].text, rows[i].text);
		const char *got;
		struct err e;

		v.patient.first = rows[i].first;
		CHECK_ROW(
			template_load("t", file, strlen(file), &arena, &t, &e),
			i);
		CHECK_ROW(template_write(t, TEMPLATE_FULL, rows[i].target, &v,
				  1000, &arena, &got, &e),
			i);
		if (strcmp(got, rows[i].want) != 0)
			print_error("row %zu: %s\n", i, got);
		CHECK_ROW(strcmp(got, rows[i].want) == 0, i);
	}
}

static void test_a_text_never_leaves_with_a_hole(void)
{
	struct template_values v;
	const struct template *t;
	const char *text = "untouched";
	struct err e;

	load();
	v = model("2026-03-14T12:30:00+03:00");
	v.patient.first = "";
	t = template_find(&shipped.templates, "visit_booked");
	CHECK(!template_write(
		t, TEMPLATE_FULL, TEMPLATE_TEXT, &v, 1000, &arena, &text, &e));
	CHECK(e.kind == ERR_INVALID);
	CHECK_TEXT(e.field, "patient");
	CHECK_TEXT(text, "untouched");
}

static void test_lengths_have_caps(void)
{
	struct template_values v;
	const struct template *t;
	const char *text;
	char name[400];
	struct err e;

	load();
	v = model("2026-03-14T12:30:00+03:00");
	t = template_find(&shipped.templates, "reminder_hours");
	CHECK(template_write(
		t, TEMPLATE_THIN, TEMPLATE_TEXT, &v, 1000, &arena, &text, &e));
	CHECK(template_write(t, TEMPLATE_THIN, TEMPLATE_TEXT, &v,
		text_length(text), &arena, &text, &e));
	CHECK(!template_write(t, TEMPLATE_THIN, TEMPLATE_TEXT, &v,
		text_length(text) - 1, &arena, &text, &e));
	CHECK(e.kind == ERR_TOO_LARGE);

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	v.patient.first = name;
	CHECK(template_write(
		t, TEMPLATE_THIN, TEMPLATE_TEXT, &v, 1000, &arena, &text, &e));
	CHECK(strspn(text, "x") == TEMPLATE_NAME_CHARS_MAX);
	CHECK(strncmp(text + TEMPLATE_NAME_CHARS_MAX, "…", 3) == 0);
}

static void test_what_is_not_known_is_refused_when_read(void)
{
	static const char deep[] =
		"[full]\n{{#was}}{{#was}}{{#was}}{{#was}}{{#was}}{{/}}{{/}}"
		"{{/}}{{/}}{{/}}\n[thin]\na";
	static const char *const files[] = {"", "[full]\na\n", "[thin]\na\n",
		"[full]\na\n[thin]\n", "[full]\n\n[thin]\na",
		"[full]\n{{nobody}}\n[thin]\na", "[full]\n{{}}\n[thin]\na",
		"[full]\n{{patient|datv}}\n[thin]\na",
		"[full]\n{{doctor|loud}}\n[thin]\na",
		"[full]\n{{start}}\n[thin]\na",
		"[full]\n{{start|datv}}\n[thin]\na",
		"[full]\n{{start|date|time}}\n[thin]\na",
		"[full]\n{{doctor|titled}}\n[thin]\na",
		"[full]\n{{#was}}a\n[thin]\na", "[full]\na{{/}}\n[thin]\na",
		"[full]\n{{/was}}\n[thin]\na", "[full]\n{{patient\n[thin]\na",
		"[full]\na}}\n[thin]\na", "[full]\na\n[full]\nb\n[thin]\na",
		"[fat]\na\n[full]\na\n[thin]\na",
		"buttons dance\n[full]\na\n[thin]\na",
		"buttons\n[full]\na\n[thin]\na",
		"colour red\n[full]\na\n[thin]\na", deep,
		"[full]\n\xff\n[thin]\na"};

	load();
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		const struct template *t;
		struct err e = {ERR_NONE, "", ""};

		CHECK_ROW(!template_load("t", files[i], strlen(files[i]),
				  &arena, &t, &e),
			i);
		CHECK_ROW(e.kind == ERR_INVALID, i);
	}
}

static void test_the_buttons_of_a_reminder(void)
{
	enum template_button got[TEMPLATE_BUTTONS];

	load();
	CHECK(template_buttons(
		      template_find(&shipped.templates, "reminder_day"), got) ==
		3);
	CHECK(got[0] == BUTTON_CONFIRM && got[1] == BUTTON_MOVE &&
		got[2] == BUTTON_CANCEL);
}

static void test_lint_finds_what_an_editor_should_know(void)
{
	static const struct {
		const char *full, *word;
	} rows[] = {
		{"{{patient}}: {{link}}", NULL},
		{"Здравствуйте! {{link}}", "impersonal"},
		{"{{patient}}, ждём вас", "no way to react"},
		{"{{patient}}, вы обязаны прийти {{link}}", "commands"},
		{"{{patient}}, XXX {{link}}", "place-holder"},
		{"{{patient}}, {имя} {{link}}", "brace"},
		{"{{patient}}, СРОЧНО ПРИХОДИТЕ К НАМ {{link}}", "capitals"},
	};

	load();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct template *t;
		const char *const *warnings;
		const char *file = arena_print(&arena,
			"[full]\n%s\n[thin]\n{{patient}} {{link}}\n",
			rows[i].full);
		struct err e;
		size_t n;

		CHECK_ROW(
			template_load("t", file, strlen(file), &arena, &t, &e),
			i);
		n = template_lint(t, &arena, &warnings);
		CHECK_ROW(n == (rows[i].word ? 1u : 0u), i);
		CHECK_ROW(
			!rows[i].word || strstr(warnings[0], rows[i].word), i);
	}
}

static void test_thin_texts_tell_nothing(void)
{
	static const char file[] = "[full]\n{{patient}} {{link}}\n[thin]\n"
				   "{{patient}}, {{profession}} {{link}}\n";
	const struct template *t;
	const char *const *warnings;
	struct err e;

	load();
	CHECK(template_load("t", file, sizeof(file) - 1, &arena, &t, &e));
	CHECK(template_lint(t, &arena, &warnings) == 1);
	CHECK(strstr(warnings[0], "[thin]: thin"));
}

static void test_the_shipped_ones_are_clean(void)
{
	load();
	CHECK(shipped.templates.n >= 5);
	for (size_t i = 0; i < shipped.templates.n; i++) {
		const char *const *warnings;
		size_t n = template_lint(
			shipped.templates.all[i], &arena, &warnings);

		for (size_t k = 0; k < n; k++)
			print_error("%s: %s\n",
				template_name(shipped.templates.all[i]),
				warnings[k]);
		CHECK_ROW(n == 0, i);
	}
}

TEST_MAIN(test_booked_as_in_the_model, test_the_day_before_as_in_the_model,
	test_the_polite_form_of_the_model, test_moved_tells_both_times,
	test_days_as_people_say_them, test_english_where_there_is_any,
	test_sections_and_escaping, test_a_text_never_leaves_with_a_hole,
	test_lengths_have_caps, test_what_is_not_known_is_refused_when_read,
	test_the_buttons_of_a_reminder,
	test_lint_finds_what_an_editor_should_know,
	test_thin_texts_tell_nothing, test_the_shipped_ones_are_clean)
