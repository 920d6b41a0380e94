#ifndef LANG_DECLINE_H
#define LANG_DECLINE_H
/*
 * lang/decline - cases of people's names and of professions.
 *
 * What a word's ending says is in lang/ending.  Double names decline part by
 * part ("Иванову-Петрову", but "Бонч-Бруевичу"); what does not decline ("Дюма",
 * "Черных", a woman's "Шмидт") stays.
 */
#include "lang/name.h"

enum grammar_case {
	CASE_NOMN, /* кто? */
	CASE_GENT, /* кого? */
	CASE_DATV, /* кому? */
	CASE_ACCS, /* кого? */
	CASE_ABLT, /* кем? */
	CASE_LOCT, /* о ком? */
	CASES      /* how many */
};

/*
 * Returns `text` (nominative, in any letter case, ё or е) in `c`.  NAME_FULL is
 * Фамилия Имя Отчество; another order is seen by the patronymic.  SEX_UNKNOWN:
 * the sex that the name shows counts, else male.  Lives in `a`.
 */
const char *decline_name(enum name_kind kind, const char *text, enum sex sex,
	enum grammar_case c, struct arena *a);

/*
 * Returns a profession in `c`: "врач-терапевт" gives "врачу-терапевту", "врач
 * ультразвуковой диагностики" "врачу ультразвуковой диагностики".  Lives in
 * `a`.
 */
const char *decline_profession(
	const char *text, enum grammar_case c, struct arena *a);

/*
 * "Петрова Анна Андреевна" in `c` with initials: "Петровой А. А.", a no-break
 * space between the initials and before them.  Lives in `a`.
 */
const char *decline_initials(
	const char *full, enum sex sex, enum grammar_case c, struct arena *a);

/* Reads "nomn", "gent", "datv", "accs", "ablt", "loct"; false if none. */
MUST_USE bool decline_case(struct str name, enum grammar_case *out);

#endif
