/*
 * fuzz/examples - labelled lines of any bytes for `zabota learn`, JSON or
 * parted by tabs by the first byte: refused, naming the line, or every example
 * is whole.
 */
#include "cli/examples.h"
#include "fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	struct examples x;
	struct err e = {.kind = ERR_NONE};
	bool is_json = n && bytes[0] % 2;

	if (n == 0)
		return 0;
	if (examples_parse((const char *)bytes + 1, n - 1,
		    is_json ? "text,label" : NULL, &a, &x, &e)) {
		for (size_t i = 0; i < x.n; i++) {
			BUG_ON(!x.example[i].label[0] || !x.example[i].text);
			BUG_ON(!target_is_sound(x.example[i].label));
			BUG_ON(is_json && !target_is_utf8(x.example[i].text));
		}
		BUG_ON(examples_labels(&x) > x.n);
	} else {
		BUG_ON(e.kind != ERR_INVALID && e.kind != ERR_TOO_LARGE);
		BUG_ON(strncmp(e.text, "line ", 5) != 0);
	}
	arena_reset(&a);
	return 0;
}
