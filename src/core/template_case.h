#ifndef CORE_TEMPLATE_CASE_H
#define CORE_TEMPLATE_CASE_H
/*
 * core/template_case - last names of doctors and names of professions in the
 * oblique cases, by their endings.  Only for core/template_word.
 *
 * Knows the regular types, which cover the staff of a clinic; a name that does
 * not decline (Коваленко, Черных, Шмидт of a woman) stays as it is.
 */
#include "base/arena.h"
#include "lang/name.h" /* enum sex */

enum template_case {
	CASE_NOMN,
	CASE_GENT,
	CASE_DATV,
	CASE_ACCS,
	CASE_ABLT,
	CASE_LOCT,
	TEMPLATE_CASES /* how many */
};

/* One last name, or several with hyphens between; lives in `a`. */
const char *case_last(
	const char *last, enum sex sex, enum template_case to, struct arena *a);

/* «врач-терапевт», «детский хирург», «врач УЗИ»; lives in `a`. */
const char *case_profession(
	const char *profession, enum template_case to, struct arena *a);

#endif
