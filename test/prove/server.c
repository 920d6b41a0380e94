#include "test/prove/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/clock.h"
#include "test/prove/proof.h"

extern char **environ;

enum { ARGS_MAX = 60, ENV_MAX = 200, LINE_BYTES_MAX = 200, POLL_MS = 2 };

/* ---- children ----------------------------------------------------------- */

/* In the child, where threads of the parent are gone: system calls alone. */
_Noreturn static void become(
	char *const *args, char *const *env, int in, int out, int log)
{
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	execve(args[0], args, env);
	_exit(127);
}

static void make_pipe(int end[2])
{
	if (pipe(end) != 0 || fcntl(end[0], F_SETFD, FD_CLOEXEC) != 0 ||
		fcntl(end[1], F_SETFD, FD_CLOEXEC) != 0)
		proof_stop("pipe: %s", strerror(errno));
}

/* `more` behind our own environment. */
static void make_env(const char *const *more, char *env[ENV_MAX])
{
	size_t n = 0;

	for (char **at = environ; *at && n + 1 < ENV_MAX; at++)
		env[n++] = *at;
	for (; more && *more && n + 1 < ENV_MAX; more++)
		env[n++] = (char *)(uintptr_t)*more;
	env[n] = NULL;
}

static void start(struct child *c, char *const *args, const char *const *more,
	const char *log)
{
	int in[2], out[2];
	int log_to = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	char *env[ENV_MAX];

	make_pipe(in);
	make_pipe(out);
	make_env(more, env);
	c->pid = fork();
	if (c->pid < 0)
		proof_stop("fork: %s", strerror(errno));
	if (c->pid == 0)
		become(args, env, in[0], out[1], log_to);
	/* as it does itself: whichever comes first, the group is there when it
	 * is to be killed */
	(void)setpgid(c->pid, c->pid);
	close(in[0]);
	close(out[1]);
	close(log_to);
	c->in = in[1];
	c->out = out[0];
}

static void hang_up(struct child *c)
{
	close(c->in);
	close(c->out);
	*c = (struct child){.in = -1, .out = -1};
}

int child_end(struct child *c, int signal_number)
{
	int status = -1;

	if (c->pid == 0)
		return -1;
	kill(-c->pid, signal_number);
	while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
		;
	hang_up(c);
	return status;
}

int child_ended(struct child *c)
{
	int status;

	if (c->pid == 0 || waitpid(c->pid, &status, WNOHANG) != c->pid)
		return -1;
	hang_up(c);
	return status;
}

/* A line of its output; false: not within the time, or it closed. */
static bool read_line(struct child *c, char line[LINE_BYTES_MAX], int64_t until)
{
	size_t n = 0;

	while (n + 1 < LINE_BYTES_MAX) {
		struct pollfd p = {.fd = c->out, .events = POLLIN};
		int64_t left = until - clock_steady_ms();

		if (left <= 0 || poll(&p, 1, (int)left) != 1 ||
			read(c->out, &line[n], 1) != 1)
			return false;
		if (line[n++] == '\n')
			break;
	}
	line[n] = '\0';
	return true;
}

/* ---- the server --------------------------------------------------------- */

struct args {
	char *word[ARGS_MAX];
	size_t n;
	char url[200];
};

static void add(struct args *a, const char *word)
{
	if (a->n + 1 == ARGS_MAX)
		proof_stop("too many arguments");
	a->word[a->n++] = (char *)(uintptr_t)word;
}

static void add_all(
	struct args *a, const char *option, const char *const *words)
{
	for (; words && *words; words++) {
		if (option)
			add(a, option);
		add(a, *words);
	}
}

static void add_sink(struct args *a, const char *url)
{
	snprintf(a->url, sizeof(a->url), "channel.http.url=%s", url);
	add_all(a, "--set",
		(const char *const[]){"outbox.channels=http", a->url, NULL});
}

void server_start(struct server *s, const struct server_options *o)
{
	const char *const usual[] = {o->program, "serve", "--data", o->data,
		"--listen", "127.0.0.1:0", "--set", "http.limits=no", NULL};
	struct args a = {.n = 0};

	add_all(&a, NULL, o->wrapper);
	add_all(&a, NULL, usual);
	if (o->sink_url)
		add_sink(&a, o->sink_url);
	if (o->db)
		add_all(&a, "--db", (const char *const[]){o->db, NULL});
	add_all(&a, "--set", o->set);
	*s = (struct server){.started_ms = clock_steady_ms()};
	start(&s->child, a.word, o->env, o->log);
}

/* Whether one request is answered with 200. */
static bool answers(int port)
{
	static const char ask[] = "GET /api/v1/clinics/proof HTTP/1.1\r\n"
				  "Host: 127.0.0.1\r\n"
				  "Connection: close\r\n\r\n";
	struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	char got[13] = "";
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool ok = connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0 &&
		  send(fd, ask, sizeof(ask) - 1, MSG_NOSIGNAL) > 0 &&
		  recv(fd, got, sizeof(got) - 1, MSG_WAITALL) > 0 &&
		  strcmp(got, "HTTP/1.1 200") == 0;

	close(fd);
	return ok;
}

bool server_is_up(struct server *s, int64_t wait_ms)
{
	int64_t until = s->started_ms + wait_ms;
	char line[LINE_BYTES_MAX];
	const char *colon;

	if (!read_line(&s->child, line, until) || !(colon = strrchr(line, ':')))
		return false;
	s->port = (int)strtol(colon + 1, NULL, 10);
	while (!answers(s->port)) {
		if (clock_steady_ms() > until)
			return false;
		proof_wait_ms(POLL_MS);
	}
	return true;
}

/* ---- the sink ----------------------------------------------------------- */

void sink_start(
	struct sink *s, const char *program, const char *ledger, int late_ms)
{
	char line[LINE_BYTES_MAX], late[12];
	char *args[] = {(char *)(uintptr_t)program, (char[]){"--ledger"},
		s->ledger, (char[]){"--late"}, late, NULL};

	*s = (struct sink){.child = {0}};
	snprintf(s->ledger, sizeof(s->ledger), "%s", ledger);
	snprintf(late, sizeof(late), "%d", late_ms);
	start(&s->child, args, NULL, "/dev/null");
	if (!read_line(&s->child, line, clock_steady_ms() + 5000))
		proof_stop("the sink does not start: %s", program);
	snprintf(s->url, sizeof(s->url), "http://127.0.0.1:%d/",
		(int)strtol(line, NULL, 10));
}
