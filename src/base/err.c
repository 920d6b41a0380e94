#include "base/err.h"

#include <stdarg.h>

#include "base/text.h"

static void fill(struct err *e, enum err_kind kind, const char *field,
	const char *fmt, va_list ap) PRINTF_LIKE(4, 0);

static void fill(struct err *e, enum err_kind kind, const char *field,
	const char *fmt, va_list ap)
{
	/* The old text may be an argument, so it is replaced last. */
	char text[sizeof(e->text)];

	vsnprintf(text, sizeof(text), fmt, ap);
	text_cut(text, sizeof(text) - 1);
	e->kind = kind;
	snprintf(e->field, sizeof(e->field), "%s", field);
	memcpy(e->text, text, sizeof(text));
}

bool err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(e, kind, "", fmt, ap);
	va_end(ap);
	return false;
}

bool err_field(struct err *e, enum err_kind kind, const char *field,
	const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(e, kind, field, fmt, ap);
	va_end(ap);
	return false;
}

const char *err_name(enum err_kind kind)
{
	static const char *const names[ERR_KINDS] = {
		[ERR_NONE] = "none",
		[ERR_INVALID] = "invalid",
		[ERR_NOT_FOUND] = "not_found",
		[ERR_CONFLICT] = "conflict",
		[ERR_LOGIN] = "login",
		[ERR_DENIED] = "denied",
		[ERR_TOO_LARGE] = "too_large",
		[ERR_LIMIT] = "limit",
		[ERR_UNAVAILABLE] = "unavailable",
		[ERR_UNCERTAIN] = "uncertain",
		[ERR_INTERNAL] = "internal",
	};

	return names[kind];
}
