/*
 * fuzz/phone - any bytes read for telephone numbers: spans stand in order, and
 * a good number is one.
 */
#include "lang/phone.h"
#include "fuzz/target.h"

static void check(const struct phone *p, size_t n, size_t text_n)
{
	uint32_t last = 0;

	for (size_t i = 0; i < n; i++) {
		size_t digits = strspn(p[i].e164 + 1, "0123456789");

		BUG_ON(p[i].begin < last || p[i].end <= p[i].begin);
		BUG_ON(p[i].end > text_n);
		last = p[i].end;
		BUG_ON(p[i].problem >= PHONE_PROBLEMS);
		BUG_ON(p[i].extension[strspn(p[i].extension, "0123456789")]);
		if (p[i].problem)
			BUG_ON(p[i].e164[0]);
		else
			BUG_ON(p[i].e164[0] != '+' || digits < 6 ||
				digits > 15 || p[i].e164[1 + digits]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena process, call;
	static const struct lang *lang;
	struct tokens t = tokens_cut((const char *)bytes, n, &call);
	const struct phone *phone;
	size_t found;

	if (!lang)
		lang = lang_open(&process);
	found = phone_find(lang, &t, &call, &phone);
	check(phone, found, n);
	arena_reset(&call);
	return 0;
}
