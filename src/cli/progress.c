#include "cli/progress.h"

#include <unistd.h>

enum { BAR_CELLS = 30 };

struct progress progress_start(const char *what)
{
	return (struct progress){what, -1, isatty(STDERR_FILENO) == 1};
}

void progress_show(struct progress *p, int64_t done, int64_t of)
{
	int percent = of > 0 ? (int)(done >= of ? 99 : done * 100 / of) : 0;

	if (!p->is_terminal || percent <= p->shown)
		return;
	p->shown = percent;
	fprintf(stderr, "\r%s [", p->what);
	for (int i = 0; i < BAR_CELLS; i++)
		fputc(i < percent * BAR_CELLS / 100 ? '#' : ' ', stderr);
	fprintf(stderr, "] %d %%", percent);
}

void progress_end(struct progress *p)
{
	fprintf(stderr,
		p->is_terminal ? "\r%s: готово%*s\n" : "%s: готово%*s\n",
		p->what, p->is_terminal ? BAR_CELLS + 8 : 0, "");
}
