/*
 * fuzz/rehearsal - the lines of a dialogue file, of any bytes: each is one of
 * the kinds, plain text stays as it is, and every text is as itself.
 */
#include "cli/rehearsal.h"
#include "fuzz/target.h"

static void read_line(struct arena *a, const char *line, const char *next)
{
	const char *rest, *plain, *other = rehearsal_plain(a, next);

	BUG_ON(rehearsal_read(line, &rest) > REHEARSAL_WRONG);
	BUG_ON(rest < line || rest > line + strlen(line));
	plain = rehearsal_plain(a, rest);
	BUG_ON(strcmp(rehearsal_plain(a, plain), plain) != 0);
	BUG_ON(target_is_sound(rest) && !target_is_sound(plain));
	BUG_ON(!rehearsal_matches(plain, plain));
	BUG_ON(!rehearsal_matches("…", plain));
	(void)rehearsal_matches(plain, other);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	struct str rest = {arena_copy(&a, bytes, n), n};

	while (rest.p) {
		struct str line = str_split(&rest, '\n');

		read_line(&a, arena_copy(&a, line.p, line.n),
			rest.p ? rest.p : "");
	}
	arena_reset(&a);
	return 0;
}
