#include "os/signal.h"

#include <pthread.h>
#include <signal.h>

static void fill(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
}

void signals_block(void)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigset_t set;

	fill(&set);
	BUG_ON(pthread_sigmask(SIG_BLOCK, &set, NULL) != 0);
	BUG_ON(sigaction(SIGPIPE, &ignore, NULL) != 0);
}

enum signal_asks signals_wait(void)
{
	sigset_t set;
	int got;

	fill(&set);
	BUG_ON(sigwait(&set, &got) != 0);
	return got == SIGHUP ? SIGNAL_RELOAD : SIGNAL_STOP;
}
