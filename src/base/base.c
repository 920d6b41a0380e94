#include "base/base.h"

void base_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "zabota: bug at %s:%d: %s\n", file, line, what);
	abort();
}

void base_no_memory(void)
{
	fputs("zabota: out of memory\n", stderr);
	abort();
}

void base_no_fsync(void)
{
	fputs("zabota: an fsync has failed; start again to see what is on the "
	      "disk\n",
		stderr);
	abort();
}
