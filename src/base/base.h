#ifndef BASE_BASE_H
#define BASE_BASE_H
/*
 * base/base - the words that every file uses.  The only place where compiler
 * attributes are spelled.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define NORETURN __attribute__((noreturn))

#define ARRAY_LEN(x) (sizeof(x) / sizeof((x)[0]))

/*
 * Stops the program when one of *our* invariants is broken.  Never for bytes
 * from a wire, a file or the database: those are errors, not bugs.
 */
#define BUG_ON(cond) ((cond) ? base_bug(__FILE__, __LINE__, #cond) : (void)0)

NORETURN void base_bug(const char *file, int line, const char *what);

/* Says that memory is exhausted and stops; the supervisor starts us again. */
NORETURN void base_no_memory(void);

/*
 * Says that an fsync has failed and stops.  The system may have dropped the
 * pages it could not write and call the next fsync good: only a new start sees
 * what is really on the disk.
 */
NORETURN void base_no_fsync(void);

#endif
