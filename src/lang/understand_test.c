#include "lang/understand.h"

#include "base/buf.h"
#include "base/zone.h"
#include "test/lang/show.h"
#include "test/lang/tsv.h"

struct state {
	struct arena process, call;
	const struct lang *lang;
	bool is_expected;
	int misses;
};

static void open_state(struct state *s)
{
	*s = (struct state){.misses = 0};
	arena_init(&s->process);
	arena_init(&s->call);
	s->lang = lang_open(&s->process);
}

static void close_state(struct state *s)
{
	arena_release(&s->call);
	arena_release(&s->process);
}

static struct tokens cut(struct state *s, const char *text)
{
	return tokens_cut(text, strlen(text), &s->call);
}

static void want(struct state *s, const char *file, const struct tsv_row *row,
	const char *wanted, const char *got)
{
	if (strcmp(got, wanted) == 0)
		return;
	print_error("%s:%d: %s\n  want %s\n  got  %s\n", file, row->line,
		row->column[0], wanted, got);
	s->misses++;
}

static void check_intent(const struct tsv_row *row, void *ctx)
{
	struct state *s = ctx;
	struct tokens t = cut(s, row->column[0]);
	const struct intent_guess *guess;
	size_t n = intent_find(s->lang, &t, &s->call, &guess);
	struct str rest = str_of(row->column[1]);
	struct str first = str_split(&rest, ' ');
	const char *best = n ? intent_name(guess[0].intent) : "none";

	want(s, "intent.tsv", row, arena_copy(&s->call, first.p, first.n),
		best);
	if (rest.n) {
		const char *other = "-";

		for (size_t i = 1; i < n; i++)
			if (strcmp(intent_name(guess[i].intent), rest.p + 1) ==
				0)
				other = rest.p + 1;
		want(s, "intent.tsv", row, rest.p + 1, other);
	}
	arena_reset(&s->call);
}

static void check_redflag(const struct tsv_row *row, void *ctx)
{
	struct state *s = ctx;
	struct tokens t = cut(s, row->column[0]);

	want(s, "redflag.tsv", row, row->column[1],
		redflag_name(redflag_find(s->lang, &t)));
	arena_reset(&s->call);
}

static void check_name(const struct tsv_row *row, void *ctx)
{
	struct state *s = ctx;

	if (row->is_setting)
		s->is_expected = strcmp(row->column[1], "yes") == 0;
	else
		want(s, "name.tsv", row, row->column[1],
			show_names(s->lang, row->column[0], s->is_expected,
				&s->call));
	arena_reset(&s->call);
}

static void check_table(const char *name, tsv_row_fn *each, int least)
{
	struct state s;

	open_state(&s);
	CHECK(tsv_read(name, each, &s) >= least);
	CHECK(s.misses == 0);
	close_state(&s);
}

static void test_intents(void)
{
	check_table("intent.tsv", check_intent, 100);
}

static void test_redflags(void)
{
	check_table("redflag.tsv", check_redflag, 50);
}

/*
 * A quarter of a megabyte of marks.  Walked once it takes milliseconds, from
 * each of them to the end minutes: the runner then ends the test.
 */
static void test_marks_without_end(void)
{
	enum { MARKS = 1 << 18 };
	const struct intent_guess *guess;
	struct tokens t;
	struct state s;
	char *text;

	open_state(&s);
	text = arena_take(&s.call, MARKS + 1);
	memset(text, '.', MARKS);
	t = tokens_cut(text, MARKS, &s.call);
	CHECK(t.n == MARKS);
	CHECK(redflag_find(s.lang, &t) == REDFLAG_NONE);
	CHECK(intent_find(s.lang, &t, &s.call, &guess) == 0);
	close_state(&s);
}

static void test_names(void)
{
	check_table("name.tsv", check_name, 25);
}

enum { DOCTOR, SERVICE, SPECIALITY };

static const struct vocabulary_entry entries[] = {
	{DOCTOR, 1, "Петрова Анна Андреевна"},
	{DOCTOR, 2, "Иванов Алексей Алексеевич"},
	{SERVICE, 10, "Приём терапевта"},
	{SERVICE, 11, "УЗИ брюшной полости"},
	{SERVICE, 12, "УЗИ щитовидной железы"},
	{SERVICE, 13, "Профессиональная гигиена полости рта"},
	{SPECIALITY, 20, "терапевт"},
	{SPECIALITY, 21, "стоматолог"},
	{SPECIALITY, 22, "офтальмолог"},
	{SPECIALITY, 23, "оториноларинголог"},
	{SPECIALITY, 24, "кардиолог"},
	{SPECIALITY, 25, "гинеколог"},
	{SPECIALITY, 26, "дерматолог"},
};

/* "kind.id" of the best mention of each span. */
static const char *mentions(
	struct state *s, const struct vocabulary *v, const char *text)
{
	struct tokens t = cut(s, text);
	const struct mention *m;
	size_t n = vocabulary_find(v, &t, &s->call, &m);
	struct buf b;

	buf_init(&b, &s->call, 2000);
	for (size_t i = 0; i < n; i++)
		if (!i || m[i].begin != m[i - 1].begin)
			buf_print(&b, "%s%s%d", b.n ? " " : "",
				m[i].is_negated ? "!" : "", (int)m[i].id);
	return b.n ? b.p : "-";
}

/* Twenty thousand parts cost what they are long, not its square. */
static void test_a_chain_of_hyphens_is_no_trap(void)
{
	enum { PARTS = 20000 };
	static const char *const heads[] = {"Анна ", "Анне "};
	struct state s;

	open_state(&s);
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		struct buf b;
		struct tokens t;
		const struct name *name;

		buf_init(&b, &s.call, PARTS * 20);
		buf_text(&b, heads[i]);
		for (int k = 0; k < PARTS; k++)
			buf_text(&b, "Ивановой-");
		t = cut(&s, b.p);
		CHECK_ROW(name_find(s.lang, &t, false, &s.call, &name) == 1, i);
		CHECK_ROW(strlen(name[0].last) < 400, i);
		arena_reset(&s.call);
	}
	close_state(&s);
}

static void test_the_clinics_own_words(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{"к терапевту", "20"},
		{"Терапевт.", "20"},
		{"приём терапевта", "10"},
		{"хочу к стоматологу", "21"},
		{"стамотолог", "21"},
		{"терапефт", "20"},
		{"к зубному", "21"},
		{"глазник", "22"},
		{"окулист", "22"},
		{"лор", "23"},
		{"ухо горло нос", "23"},
		{"женский врач", "25"},
		{"кожник", "26"},
		{"rfhlbjkju", "24"},
		{"r rfhlbjkjue, pfdnhf", "24"},
		{"rj;ybr", "26"},
		{"pe,yjq", "21"},
		{"pe,yjq.", "21"},
		{"kardiolog", "24"},
		{"k terapevtu", "20"},
		{"stomatolog, pozhaluista", "21"},
		{"zapis k okulistu", "22"},
		{"uzi bryushnoj polosti", "11"},
		{"doktor petrova", "1"},
		{"ктерапевту", "20"},
		{"хочукстоматологу", "21"},
		{"надерматолога", "26"},
		{"кадриолог", "24"},
		{"гинеоклог", "25"},
		{"физиотерапевт", "-"},
		{"the weather is fine", "-"},
		{"к Петровой", "1"},
		{"к Петровой Анне Андреевне", "1"},
		{"доктор иванов", "2"},
		{"узи щитовидной железы", "12"},
		{"узи щитовидки", "12"},
		{"УЗИ брюшной полости", "11"},
		{"чистка зубов", "13"},
		{"не к терапевту, а к кардиологу", "!20 24"},
		{"терапевт или кардиолог", "20 24"},
		{"Анна", "-"},
		{"приём", "-"},
		{"завтра в 15:30", "-"},
		{"", "-"},
	};
	struct state s;
	const struct vocabulary *v;

	open_state(&s);
	v = vocabulary_open(&s.process, s.lang, entries, ARRAY_LEN(entries));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *got = mentions(&s, v, rows[i].text);

		if (strcmp(got, rows[i].want) != 0)
			print_error("%s: want %s got %s\n", rows[i].text,
				rows[i].want, got);
		CHECK_ROW(strcmp(got, rows[i].want) == 0, i);
	}
	close_state(&s);
}

static void test_a_whole_turn(void)
{
	struct state s;
	struct understanding u;
	struct lang_context ctx = {.now = 1795417200 /* 2026-11-23 10:00 MSK */,
		.zone = zone_utc()};

	open_state(&s);
	ctx.lang = s.lang;
	ctx.vocabulary = vocabulary_open(
		&s.process, s.lang, entries, ARRAY_LEN(entries));
	understand(&ctx,
		"здравствуйте хочу к стоматологу на завтра после "
		"обеда, Анна, 8 (900) 123 45 67",
		&s.call, &u);
	CHECK(understanding_score(&u, INTENT_GREETING) > 80);
	CHECK(u.whens_n == 1 && u.when[0].part == WHEN_AFTERNOON);
	CHECK(u.when[0].has_day && u.when[0].clock_from == 13 * 60);
	CHECK(u.names_n == 1);
	CHECK_TEXT(u.name[0].first, "Анна");
	CHECK(u.phones_n == 1 && u.mentions_n == 1 && u.mention[0].id == 21);

	understand(&ctx, "запишите Иванова Петра к Петровой", &s.call, &u);
	CHECK(u.names_n == 1 && u.mentions_n == 1 && u.mention[0].id == 1);
	CHECK_TEXT(u.name[0].last, "Иванов");

	ctx.hint = HINT_CHOICE;
	understand(&ctx, "давайте второй вариант", &s.call, &u);
	CHECK(u.choice == 2 && u.whens_n == 0);
	understand(&ctx, "2", &s.call, &u);
	CHECK(u.choice == 2 && u.has_number && u.number == 2);
	understand(&ctx, "на десять", &s.call, &u);
	CHECK(u.has_number && u.number == 10);
	understand(&ctx, "нет уж, тогда 10", &s.call, &u);
	CHECK(u.has_number && u.number == 10);
	understand(&ctx, "нас будет 3", &s.call, &u);
	CHECK(!u.has_number);
	understand(&ctx, "последнее", &s.call, &u);
	CHECK(u.choice == -1);

	ctx.hint = HINT_WHEN;
	understand(&ctx, "15", &s.call, &u);
	CHECK(u.whens_n == 1 && u.when[0].clock_from == 15 * 60);

	understand(&ctx, "нет, лучше в среду", &s.call, &u);
	CHECK(u.is_correction && u.whens_n == 1);
	understand(&ctx, "\xF0\x9F\x98\x80", &s.call, &u);
	CHECK(u.is_wordless && !u.is_question);
	close_state(&s);
}

static void test_what_no_pattern_hears_is_guessed_if_sure(void)
{
	static const struct {
		const char *text;
		enum understand_hint hint;
		enum intent want;
	} rows[] = {
		{"делают у вас ээг", HINT_NONE, INTENT_SERVICES},
		{"переслать мне анализы", HINT_NONE, INTENT_RESULTS},
		{"переслать мне анализы", HINT_NAME, INTENT_NONE},
		{"вычеркните меня из списка", HINT_NONE, INTENT_NONE},
		{"подскажите меню ресторана", HINT_NONE, INTENT_NONE},
		{"спасите зуб стреляет", HINT_NONE, INTENT_NONE},
	};
	struct state s;

	open_state(&s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct lang_context ctx = {.lang = s.lang,
			.now = 1795417200,
			.zone = zone_utc(),
			.hint = rows[i].hint};
		struct understanding u;

		understand(&ctx, rows[i].text, &s.call, &u);
		CHECK_ROW(u.intents_n == (rows[i].want != INTENT_NONE), i);
		CHECK_ROW(
			!u.intents_n || u.intent[0].intent == rows[i].want, i);
	}
	close_state(&s);
}

static void test_a_complaint_leads_to_a_specialist(void)
{
	static const struct {
		const char *text;
		enum understand_hint hint;
		const char *want;
	} rows[] = {
		{"шишка на шее, к кому записаться?", HINT_NONE, "терапевт"},
		{"колено хрустит", HINT_SUBJECT, "травматолог"},
		{"буквы расплываются", HINT_NONE, "офтальмолог"},
		{"колено хрустит", HINT_WHEN, NULL},
		{"задыхаюсь, не могу дышать", HINT_NONE, NULL},
		{"сколько стоит приём", HINT_NONE, NULL},
		{"Иванова Анна", HINT_NAME, NULL},
		{"давайте завтра в десять", HINT_NONE, NULL},
	};
	struct state s;

	open_state(&s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct lang_context ctx = {.lang = s.lang,
			.now = 1795417200,
			.zone = zone_utc(),
			.hint = rows[i].hint};
		struct understanding u;

		understand(&ctx, rows[i].text, &s.call, &u);
		CHECK_ROW(!u.specialist == !rows[i].want, i);
		CHECK_ROW(!u.specialist ||
				  strcmp(u.specialist, rows[i].want) == 0,
			i);
	}
	close_state(&s);
}

/* The keyboard stood in the other layout: all but names is heard. */
static void test_the_other_layout(void)
{
	static const struct {
		const char *text;
		enum intent want;
		enum redflag flag;
		size_t whens_n;
	} rows[] = {
		{"pfgbibnt vtyz r rfhlbjkjue yf pfdnhf", INTENT_BOOK,
			REDFLAG_NONE, 1},
		{"crjkmrj cnjbn ghbtv", INTENT_PRICE, REDFLAG_NONE, 0},
		{"[jxe jnvtybnm pfgbcm yf ce,,jne.", INTENT_CANCEL,
			REDFLAG_NONE, 1},
		{",jkbn d uhelb, ytxtv lsifnm", INTENT_SYMPTOM, REDFLAG_HEART,
			0},
		{"Zoom at noon", INTENT_NONE, REDFLAG_NONE, 0},
	};
	struct state s;

	open_state(&s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct lang_context ctx = {
			.lang = s.lang, .now = 1795417200, .zone = zone_utc()};
		struct understanding u;

		understand(&ctx, rows[i].text, &s.call, &u);
		CHECK_ROW(!rows[i].want ||
				  understanding_score(&u, rows[i].want) > 0,
			i);
		CHECK_ROW(u.redflag == rows[i].flag, i);
		CHECK_ROW(u.whens_n == rows[i].whens_n, i);
	}
	close_state(&s);
}

/* What no row of lang/redflag names is heard by its likeness. */
static void test_a_grave_word_is_heard_by_likeness(void)
{
	static const struct {
		const char *text;
		bool want;
	} rows[] = {
		{"всё тело ледяное и губы серые, умирает", false}, /* a flag */
		{"бабушка серая, вся в поту, заваливается", true},
		{"не узнаю сына, серая кожа и пот холодный", true},
		{"хочу отбелить зубы", false},
		{"запишите к окулисту", false},
		{"болит колено при ходьбе", false},
		{"спасибо, до свидания", false},
	};
	struct state s;

	open_state(&s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct lang_context ctx = {
			.lang = s.lang, .now = 1795417200, .zone = zone_utc()};
		struct understanding u;

		understand(&ctx, rows[i].text, &s.call, &u);
		CHECK_ROW(u.may_be_grave == rows[i].want, i);
	}
	close_state(&s);
}

TEST_MAIN(test_the_other_layout, test_a_grave_word_is_heard_by_likeness,
	test_a_complaint_leads_to_a_specialist,
	test_what_no_pattern_hears_is_guessed_if_sure, test_intents,
	test_redflags, test_marks_without_end, test_names,
	test_the_clinics_own_words, test_a_chain_of_hyphens_is_no_trap,
	test_a_whole_turn)
