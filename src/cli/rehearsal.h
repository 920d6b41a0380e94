#ifndef CLI_REHEARSAL_H
#define CLI_REHEARSAL_H
/*
 * cli/rehearsal - the lines of a dialogue file, and how what was said is
 * compared with them.  Pure; cli/rehearse plays them.
 *
 *    # comment
 *    @clinic ulybka               which clinic (before the first line)
 *    @now 2026-11-27T19:30        the moment; without offset: in Moscow
 *    > здравствуйте               the patient says
 *    < Могу предложить … в 15:30… the clinic says; … stands for anything
 *    @expect doctor=Петрова А. А. a fact that the dialogue knows by now
 *    @expect-not 16:30            what the last answer must not say
 *
 * The messages of an answer come in order; those not asked for with a line of
 * their own are passed over.  A line may also span all that is left.
 */
#include "base/arena.h"

enum { REHEARSAL_TEXT_BYTES_MAX = 1 << 16 };

enum rehearsal_kind {
	REHEARSAL_NOTHING, /* empty, or a comment */
	REHEARSAL_PATIENT,
	REHEARSAL_CLINIC,
	REHEARSAL_EXPECT,
	REHEARSAL_EXPECT_NOT,
	REHEARSAL_NOW,
	REHEARSAL_WITH, /* @clinic */
	REHEARSAL_WRONG /* not a line of a dialogue */
};

/* What a line is; *rest is what stands behind its first word. */
enum rehearsal_kind rehearsal_read(const char *line, const char **rest);

/*
 * `text` with one blank for any white space, no-break too, and the one sign
 * for "..."; at most REHEARSAL_TEXT_BYTES_MAX.  Lives in `a`.
 */
const char *rehearsal_plain(struct arena *a, const char *text);

/* Whether `text` is as `pattern`, both plain; `…` stands for any text. */
bool rehearsal_matches(const char *pattern, const char *text);

#endif
