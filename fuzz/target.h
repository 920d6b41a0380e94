#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H
/*
 * fuzz/target - what every target stands on.  A target reads any bytes by one
 * codec and stops the program (BUG_ON) where a promise of its header is broken.
 */
#include <string.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Whether `text` is sound: what every text inside of the program is. */
static inline bool target_is_sound(const char *text)
{
	struct err e;

	return text_check(text, strlen(text), "", &e);
}

/* Whether `text` is UTF-8, be it of characters that no text may have. */
static inline bool target_is_utf8(const char *text)
{
	const char *end = text + strlen(text);

	while (text < end) {
		const char *from = text;
		char again[4];
		size_t n = text_put(again, text_next(&text, end));

		if (n != (size_t)(text - from) || memcmp(again, from, n) != 0)
			return false;
	}
	return true;
}

#endif
