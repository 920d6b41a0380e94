/*
 * fuzz/template - a template file of any bytes: refused, or written for every
 * form and target with values that are hostile themselves; the result is sound
 * text and no value has become markup.
 */
#include "core/template.h"
#include "fuzz/target.h"

static const char hostile[] = "<b>{{name}}&\"' Ё";

static struct template_values values(void)
{
	struct template_values v = {.zone = zone_utc(),
		.now = 1773213600,
		.patient = {"Петрова", "Анна", "Ильинична", "", ""},
		.doctor = {hostile, "Иван", "", "", ""},
		.doctor_sex = SEX_MALE,
		.start_at = 1773313600,
		.was_at = 1773210000,
		.price_kop = 250000};

	for (int i = 0; i < TEMPLATE_VARIABLES; i++)
		v.text[i] = hostile;
	v.text[VARIABLE_PHONE] = "+79001234567";
	v.text[VARIABLE_WAY] = NULL;
	return v;
}

static void write_all(const struct template *t, struct arena *a)
{
	struct template_values v = values();

	for (int i = 0; i < 2 * TEMPLATE_FORMS * TEMPLATE_TARGETS; i++) {
		enum template_form form =
			(enum template_form)(i % TEMPLATE_FORMS);
		enum template_target to = (enum template_target)(
			i / TEMPLATE_FORMS % TEMPLATE_TARGETS);
		const char *out;
		struct err e = {.kind = ERR_NONE};

		v.is_english = i & 4;
		if (template_write(t, form, to, &v, 700, a, &out, &e)) {
			BUG_ON(!target_is_sound(out));
			BUG_ON(text_length(out) > 700 && to == TEMPLATE_TEXT);
			BUG_ON(to == TEMPLATE_HTML && strpbrk(out, "<>\""));
		} else {
			BUG_ON(e.kind == ERR_NONE);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const struct template *t;
	enum template_button buttons[TEMPLATE_BUTTONS];
	const char *const *warnings;
	struct err e = {.kind = ERR_NONE};

	if (template_load("fuzz", (const char *)bytes, n, &a, &t, &e)) {
		BUG_ON(template_buttons(t, buttons) > TEMPLATE_BUTTONS);
		write_all(t, &a);
		(void)template_lint(t, &a, &warnings);
	} else {
		BUG_ON(e.kind == ERR_NONE);
	}
	arena_reset(&a);
	return 0;
}
