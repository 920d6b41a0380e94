#ifndef LANG_EMAIL_H
#define LANG_EMAIL_H
/*
 * lang/email - addresses as they are typed, "anna@mail.ru", and dictated,
 * "анна точка петрова собака мейл точка ру".  Inside of lang/detail.
 */
#include "lang/detail.h"

/*
 * Reads the address whose `@` or «собака» is token `at`.  Returns one past its
 * last token read (the rest of a typed domain may follow), 0 if there is none.
 * A dictated one is good if every part of it is in Latin letters, digits or a
 * word of the table; what is spelt by its sound has to be asked about.
 */
size_t email_read(
	const struct tokens *t, size_t at, struct arena *a, struct detail *out);

#endif
