#include "bench/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ARGS_MAX = 40, PATH_BYTES = 300 };

/* In the new process, before anything else. */
static void settle(int out)
{
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || dup2(out, 1) < 0)
		_exit(99);
}

static pid_t split(struct child *c, int *out)
{
	int ends[2];
	pid_t pid;

	fflush(NULL);
	if (pipe(ends) != 0 || fcntl(ends[0], F_SETFD, FD_CLOEXEC) != 0 ||
		fcntl(ends[1], F_SETFD, FD_CLOEXEC) != 0 || (pid = fork()) < 0)
		bench_stop("no process for a server");
	c->out = ends[0];
	*out = ends[1];
	return pid;
}

/* It tells its address, "http://127.0.0.1:PORT/", once it listens. */
static void await(struct child *c, int out)
{
	static const char before[] = "http://127.0.0.1:";
	char line[100] = "";
	size_t n = 0;
	char *port;

	close(out);
	while (n < sizeof(line) - 1 && !strchr(line, '\n')) {
		ssize_t got = read(c->out, line + n, sizeof(line) - 1 - n);

		if (got <= 0)
			bench_stop("the server did not start");
		n += (size_t)got;
	}
	port = strstr(line, before);
	if (!port)
		bench_stop("the server told no address");
	c->port = (uint16_t)strtol(port + strlen(before), NULL, 10);
}

static void exec_serve(const struct bench *b, const char *const *args)
{
	const char *argv[ARGS_MAX] = {b->program, "serve", "--data", b->folder,
		"--listen", "127.0.0.1:0", "--set", "http.limits=no"};
	char path[PATH_BYTES];
	int n = 8, log;

	if (b->address) {
		argv[n++] = "--db";
		argv[n++] = b->address;
	}
	while (*args && n < ARGS_MAX - 1)
		argv[n++] = *args++;
	snprintf(path, sizeof(path), "%s/log", b->folder);
	log = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (log < 0 || dup2(log, 2) < 0)
		_exit(99);
	/* exec takes its texts as char * but leaves them alone */
	execv(b->program, (char **)(uintptr_t)argv);
	_exit(98);
}

void child_serve(
	struct child *c, const struct bench *b, const char *const *args)
{
	int out;

	*c = (struct child){0};
	c->pid = split(c, &out);
	if (c->pid == 0) {
		settle(out);
		exec_serve(b, args);
	}
	await(c, out);
}

void child_run(struct child *c, void (*run)(void))
{
	int out;

	*c = (struct child){0};
	c->pid = split(c, &out);
	if (c->pid == 0) {
		settle(out);
		run();
		_exit(0);
	}
	await(c, out);
}

void child_tell(uint16_t port)
{
	printf("http://127.0.0.1:%u/\n", (unsigned)port);
	fflush(stdout);
}

void child_stop(struct child *c)
{
	int status;

	kill(c->pid, SIGTERM);
	if (waitpid(c->pid, &status, 0) != c->pid)
		bench_stop("a server was lost");
	close(c->out);
	/* one that the bench itself ran has no way to end but the signal */
	if (!WIFSIGNALED(status) && WEXITSTATUS(status) != 0)
		bench_stop("a server ended badly; see its log");
}

int64_t child_cpu_us(const struct child *c)
{
	/* The system counts the time of a thread when it lies down, or else
	 * each tick of 4 ms: he who has just been answered is too early. */
	const struct timespec lie_down = {.tv_nsec = 500000};
	struct timespec t;
	clockid_t clock;

	nanosleep(&lie_down, NULL);
	if (clock_getcpuclockid(c->pid, &clock) != 0 ||
		clock_gettime(clock, &t) != 0)
		bench_stop("the server is gone");
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* A line of /proc/PID/status, in kB. */
static int64_t status_kb(const struct child *c, const char *name)
{
	char path[40], line[200];
	int64_t kb = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)c->pid);
	f = fopen(path, "r");
	if (!f)
		bench_stop("the server is gone");
	while (fgets(line, sizeof(line), f))
		if (strncmp(line, name, strlen(name)) == 0)
			kb = strtoll(line + strlen(name), NULL, 10);
	fclose(f);
	return kb;
}

int64_t child_rss_kb(const struct child *c)
{
	return status_kb(c, "VmRSS:");
}

int64_t child_own_kb(const struct child *c)
{
	return status_kb(c, "RssAnon:");
}
