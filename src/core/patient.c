#include "core/patient.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"

static const char *const state_names[PATIENT_STATES] = {
	[PATIENT_LEAD] = "lead",
	[PATIENT_KNOWN] = "patient",
	[PATIENT_ERASED] = "erased",
};

const char *patient_state_name(enum patient_state state)
{
	return state_names[state];
}

bool patient_state_named(const char *name, enum patient_state *out)
{
	for (int s = 0; s < PATIENT_STATES; s++)
		if (strcmp(name, state_names[s]) == 0) {
			*out = (enum patient_state)s;
			return true;
		}
	return false;
}

/* Ё is typed as Е by half of the people who have it. */
static uint32_t folded(uint32_t c)
{
	c = text_lower_char(c);
	return c == 0x451 ? 0x435 : c;
}

static bool same_word(const char *one, const char *two)
{
	const char *one_end = one + strlen(one), *two_end = two + strlen(two);

	while (one < one_end && two < two_end)
		if (folded(text_next(&one, one_end)) !=
			folded(text_next(&two, two_end)))
			return false;
	return one == one_end && two == two_end;
}

static bool agree(const char *known, const char *said)
{
	return *known == '\0' || *said == '\0' || same_word(known, said);
}

bool person_may_be(const struct person *known, const struct person *said)
{
	return *known->first != '\0' && *said->first != '\0' &&
	       same_word(known->first, said->first) &&
	       agree(known->last, said->last) &&
	       agree(known->middle, said->middle) &&
	       agree(known->birth, said->birth);
}

static const char *either(const char *said, const char *known)
{
	return *said != '\0' ? said : known;
}

struct person person_merge(
	const struct person *known, const struct person *said)
{
	return (struct person){
		.last = either(said->last, known->last),
		.first = either(said->first, known->first),
		.middle = either(said->middle, known->middle),
		.phone = either(said->phone, known->phone),
		.birth = either(said->birth, known->birth),
	};
}

const char *person_full_name(const struct person *p, struct arena *a)
{
	const char *const parts[] = {p->last, p->first, p->middle};
	struct buf b;

	buf_init(&b, a, 3 * NAME_BYTES_MAX + 2);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (*parts[i] == '\0')
			continue;
		if (b.n > 0)
			buf_char(&b, ' ');
		buf_text(&b, parts[i]);
	}
	return b.p;
}

const char *person_masked_phone(const struct person *p, struct arena *a)
{
	size_t n = strlen(p->phone);

	if (n < 8)
		return "";
	return arena_print(a, "%.2s ··· ···-··-%s", p->phone, p->phone + n - 2);
}
