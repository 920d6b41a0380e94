#include "test/prove/proof.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static struct {
	int passed, failed;
} count;

void proof_say(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
}

bool proof_holds(bool is_so, const char *fmt, ...)
{
	va_list args;

	if (is_so)
		count.passed++;
	else
		count.failed++;
	fputs(is_so ? "  holds: " : "  FAILS: ", stdout);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
	return is_so;
}

void proof_stop(const char *fmt, ...)
{
	va_list args;

	fflush(stdout);
	fputs("proof stopped: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

int proof_end(void)
{
	printf("%d passed, %d failed\n", count.passed, count.failed);
	return count.failed > 0;
}

struct dice dice_of(uint64_t seed)
{
	return (struct dice){seed * 0x9e3779b97f4a7c15u + 1};
}

/* splitmix64 */
uint32_t dice_throw(struct dice *d, uint32_t below)
{
	uint64_t x = d->state += 0x9e3779b97f4a7c15u;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return (uint32_t)(((x ^ (x >> 31)) >> 32) * below >> 32);
}

const char *proof_option(
	int argc, char **argv, const char *name, const char *otherwise)
{
	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return argv[i + 1];
	return otherwise;
}

int64_t proof_number(int argc, char **argv, const char *name, int64_t otherwise)
{
	const char *text = proof_option(argc, argv, name, NULL);

	return text ? strtoll(text, NULL, 10) : otherwise;
}

void proof_wait_ms(int64_t ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000};

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &t, &t) == EINTR)
		;
}

static int by_size(const void *one, const void *other)
{
	int64_t x = *(const int64_t *)one, y = *(const int64_t *)other;

	return (x > y) - (x < y);
}

int64_t proof_percentile(int64_t *numbers, size_t n, int p)
{
	if (n == 0)
		return 0;
	qsort(numbers, n, sizeof(*numbers), by_size);
	return numbers[(n - 1) * (size_t)p / 100];
}

int64_t proof_file_bytes(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}
