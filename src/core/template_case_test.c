#include "core/template_case.h"

#include "test/check.h"

static void test_last_names_of_the_regular_types(void)
{
	static const struct {
		const char *nomn;
		enum sex sex;
		const char *gent, *datv, *ablt;
	} rows[] = {
		{"Иванов", SEX_MALE, "Иванова", "Иванову", "Ивановым"},
		{"Петрова", SEX_FEMALE, "Петровой", "Петровой", "Петровой"},
		{"Медведев", SEX_MALE, "Медведева", "Медведеву", "Медведевым"},
		{"Ильин", SEX_MALE, "Ильина", "Ильину", "Ильиным"},
		{"Синицына", SEX_FEMALE, "Синицыной", "Синицыной", "Синицыной"},
		{"Достоевский", SEX_MALE, "Достоевского", "Достоевскому",
			"Достоевским"},
		{"Ковалевская", SEX_FEMALE, "Ковалевской", "Ковалевской",
			"Ковалевской"},
		{"Толстой", SEX_MALE, "Толстого", "Толстому", "Толстым"},
		{"Бондарчук", SEX_MALE, "Бондарчука", "Бондарчуку",
			"Бондарчуком"},
		{"Бондарчук", SEX_FEMALE, "Бондарчук", "Бондарчук",
			"Бондарчук"},
		{"Лазаревич", SEX_MALE, "Лазаревича", "Лазаревичу",
			"Лазаревичем"},
		{"Гоголь", SEX_MALE, "Гоголя", "Гоголю", "Гоголем"},
		{"Скляр", SEX_MALE, "Скляра", "Скляру", "Скляром"},
		{"Глинка", SEX_MALE, "Глинки", "Глинке", "Глинкой"},
		{"Коваленко", SEX_FEMALE, "Коваленко", "Коваленко",
			"Коваленко"},
		{"Коваленко", SEX_MALE, "Коваленко", "Коваленко", "Коваленко"},
		{"Черных", SEX_MALE, "Черных", "Черных", "Черных"},
		{"Гулиа", SEX_MALE, "Гулиа", "Гулиа", "Гулиа"},
		{"Мамин-Сибиряк", SEX_MALE, "Мамина-Сибиряка",
			"Мамину-Сибиряку", "Маминым-Сибиряком"},
		{"Smith", SEX_MALE, "Smith", "Smith", "Smith"},
		{"Иванов", SEX_UNKNOWN, "Иванов", "Иванов", "Иванов"},
		{"", SEX_MALE, "", "", ""},
	};
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *n = rows[i].nomn;

		CHECK_ROW(strcmp(case_last(n, rows[i].sex, CASE_NOMN, &a), n) ==
				  0,
			i);
		CHECK_ROW(strcmp(case_last(n, rows[i].sex, CASE_GENT, &a),
				  rows[i].gent) == 0,
			i);
		CHECK_ROW(strcmp(case_last(n, rows[i].sex, CASE_DATV, &a),
				  rows[i].datv) == 0,
			i);
		CHECK_ROW(strcmp(case_last(n, rows[i].sex, CASE_ABLT, &a),
				  rows[i].ablt) == 0,
			i);
	}
	arena_release(&a);
}

static void test_professions(void)
{
	static const struct {
		const char *nomn, *gent, *datv, *ablt;
	} rows[] = {
		{"терапевт", "терапевта", "терапевту", "терапевтом"},
		{"стоматолог", "стоматолога", "стоматологу", "стоматологом"},
		{"врач-терапевт", "врача-терапевта", "врачу-терапевту",
			"врачом-терапевтом"},
		{"врач УЗИ", "врача УЗИ", "врачу УЗИ", "врачом УЗИ"},
		{"врач общей практики", "врача общей практики",
			"врачу общей практики", "врачом общей практики"},
		{"детский хирург", "детского хирурга", "детскому хирургу",
			"детским хирургом"},
		{"зубной врач", "зубного врача", "зубному врачу",
			"зубным врачом"},
		{"медсестра", "медсестры", "медсестре", "медсестрой"},
		{"акушерка", "акушерки", "акушерке", "акушеркой"},
		{"акушер-гинеколог", "акушера-гинеколога", "акушеру-гинекологу",
			"акушером-гинекологом"},
		{"мануальный терапевт", "мануального терапевта",
			"мануальному терапевту", "мануальным терапевтом"},
		{"", "", "", ""},
	};
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *n = rows[i].nomn;

		CHECK_ROW(strcmp(case_profession(n, CASE_NOMN, &a), n) == 0, i);
		CHECK_ROW(strcmp(case_profession(n, CASE_GENT, &a),
				  rows[i].gent) == 0,
			i);
		CHECK_ROW(strcmp(case_profession(n, CASE_DATV, &a),
				  rows[i].datv) == 0,
			i);
		CHECK_ROW(strcmp(case_profession(n, CASE_ABLT, &a),
				  rows[i].ablt) == 0,
			i);
	}
	arena_release(&a);
}

TEST_MAIN(test_last_names_of_the_regular_types, test_professions)
