#ifndef CORE_TEMPLATE_H
#define CORE_TEMPLATE_H
/*
 * core/template - texts with variables, as data (data/templates).
 *
 *    # a comment
 *    buttons confirm move cancel
 *    [full]
 *    {{patient}}, напоминаем: {{start|day}} в {{start|time}} у вас приём
 *    у {{profession|gent}}.{{#way}} {{way|sentence}}{{/}}
 *    [thin]
 *    ...
 *
 * Lines are joined by a blank; an empty line is a line break.  {{#name}} ...
 * {{/}} stands only if the variable has a value, {{^name}} ... {{/}} only if
 * not; they nest TEMPLATE_DEPTH_MAX deep, and blanks around one that is left
 * out become one.  Whatever is not known is refused when the template is read,
 * so a text never leaves with a hole: a variable without a value is an error
 * when it is written.
 *
 * A value is only ever data: it is escaped for the target, its control
 * characters become blanks, its length is capped, and braces inside it mean
 * nothing.
 */
#include "base/buf.h"
#include "base/zone.h"
#include "core/patient.h"

enum template_form {
	TEMPLATE_FULL,
	TEMPLATE_THIN, /* no profession, doctor or service */
	TEMPLATE_FORMS /* how many */
};

enum template_target {
	TEMPLATE_TEXT,
	TEMPLATE_HTML,
	TEMPLATE_TARGETS /* how many */
};

enum template_variable {
	VARIABLE_PATIENT, /* person; «Анна», «Иван Иванович» */
	VARIABLE_POLITE, /* text; has a value if the middle name is known */
	VARIABLE_DOCTOR, /* person; «Иванов А. А.»; cases */
	VARIABLE_PROFESSION, /* profession; cases, `titled`: «врач-терапевт» */
	VARIABLE_SERVICE,     /* text */
	VARIABLE_CLINIC,      /* text */
	VARIABLE_BRANCH,      /* text */
	VARIABLE_ADDRESS,     /* text */
	VARIABLE_WAY,         /* text */
	VARIABLE_PHONE,       /* phone; E.164 in, as people write it out */
	VARIABLE_START,       /* moment; date, day, time */
	VARIABLE_WAS,         /* moment; the start before the move */
	VARIABLE_PREPARATION, /* text */
	VARIABLE_PRICE,       /* money; kopecks in */
	VARIABLE_LINK,        /* text */
	TEMPLATE_VARIABLES    /* how many */
};

enum template_button {
	BUTTON_CONFIRM,
	BUTTON_MOVE,
	BUTTON_CANCEL,
	TEMPLATE_BUTTONS /* how many */
};

enum {
	TEMPLATE_BYTES_MAX = 16384, /* one file */
	TEMPLATE_DEPTH_MAX = 4,
	TEMPLATE_PIECES_MAX = 200,
	TEMPLATE_NAME_CHARS_MAX = 60,   /* a value that is a name */
	TEMPLATE_VALUE_CHARS_MAX = 600, /* any other */
	TEMPLATE_TEXT_CHARS_MAX = 4096, /* no channel carries more */
};

struct template; /* parsed; immutable, any thread */

/*
 * Reads one template file; `name` is how scenarios call it.  It lives in `a`;
 * `text` is not needed afterwards.  ERR_INVALID names the template and line:
 * unknown variable, filter or button, a filter that the variable does not
 * take, sections left open, no [full] or no [thin].
 */
MUST_USE bool template_load(const char *name, const char *text, size_t n,
	struct arena *a, const struct template **out, struct err *e);

const char *template_name(const struct template *t);
/* Buttons in order; returns how many. */
size_t template_buttons(
	const struct template *t, enum template_button out[TEMPLATE_BUTTONS]);

struct templates {
	const struct template *const *all;
	size_t n;
};
/* NULL: none of that name. */
const struct template *template_find(
	const struct templates *all, const char *name);

/* Values; a text that is NULL or "" and a moment that is 0 have no value. */
struct template_values {
	const struct zone *zone; /* of the branch: what its wall shows */
	int64_t now;     /* unix s UTC; what «завтра» is seen from */
	bool is_english; /* Russian if the template has no English */
	struct person patient;
	struct person doctor;
	enum sex doctor_sex;
	const char *text[TEMPLATE_VARIABLES]; /* all but persons, moments */
	int64_t start_at, was_at;             /* unix s UTC */
	int64_t price_kop;
};

/*
 * Writes the text.  ERR_INVALID, field = the variable: it has no value.
 * ERR_TOO_LARGE: over `chars_max` code points.  *out lives in `a`.
 */
MUST_USE bool template_write(const struct template *t, enum template_form form,
	enum template_target target, const struct template_values *v,
	size_t chars_max, struct arena *a, const char **out, struct err *e);

/*
 * What an editor should know before saving: the patient is not addressed, no
 * way to react, a commanding word, a place-holder left, capitals throughout, a
 * thin text that tells too much.  English sentences in `a`; returns how many.
 */
size_t template_lint(const struct template *t, struct arena *a,
	const char *const **warnings);

#endif
