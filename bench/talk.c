#include "bench/talk.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "bench/bench.h"
#include "bench/clinic.h"
#include "os/file.h"

enum {
	DIALOGUES_MAX = 400,
	TURNS_MAX = 20,
	CONNECTIONS_MAX = 64,
	FILE_BYTES_MAX = 1 << 16,
	PHONE_DIGITS = 10, /* a line with fewer names no phone */
	OWN_DIGITS = 7,    /* that tell one person's phone from another's */
};

struct dialogue {
	const char *text[TURNS_MAX];
	int turns_n;
};

/* What a connection is doing. */
struct talker {
	int person, dialogue, turn;
};

struct talk {
	struct arena a;
	struct dialogue dialogue[DIALOGUES_MAX];
	int dialogues_n;
	/* of one run */
	const struct people *people;
	int *first;
	struct talker talkers[CONNECTIONS_MAX];
	struct talk_result *out;
};

/* ---- the dialogues ------------------------------------------------------ */

static void add_line(struct talk *t, struct dialogue *d, struct str line)
{
	if (line.n > 2 && memcmp(line.p, "> ", 2) == 0 &&
		d->turns_n < TURNS_MAX)
		d->text[d->turns_n++] =
			arena_copy(&t->a, line.p + 2, line.n - 2);
}

/* One of another clinic or another moment is left out. */
static void read_dialogue(struct talk *t, const char *path)
{
	struct dialogue *d = &t->dialogue[t->dialogues_n];
	const char *text;
	struct str rest;
	struct err e;
	size_t n;

	bench_stop_on(
		!file_read(path, FILE_BYTES_MAX, &t->a, &text, &n, &e), &e);
	if (strstr(text, "@clinic") || strstr(text, "@now"))
		return;
	rest = str_of(text);
	while (rest.p)
		add_line(t, d, str_split(&rest, '\n'));
	t->dialogues_n += d->turns_n > 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct talk *talk_open(void)
{
	static const char folder[] = ZABOTA_SOURCE_DIR "/test/dialogue";
	struct talk *t = calloc(1, sizeof(*t));
	const char *path[DIALOGUES_MAX];
	DIR *dir = opendir(folder);
	struct dirent *f;
	size_t n = 0;

	if (!t)
		base_no_memory();
	arena_init(&t->a);
	while (dir && (f = readdir(dir)) && n < DIALOGUES_MAX)
		if (strstr(f->d_name, ".txt"))
			path[n++] =
				arena_print(&t->a, "%s/%s", folder, f->d_name);
	if (n == 0)
		bench_stop("no dialogues in test/dialogue");
	closedir(dir);
	/* a folder has no order, and two runs must say the same */
	qsort(path, n, sizeof(*path), by_name);
	for (size_t i = 0; i < n; i++)
		read_dialogue(t, path[i]);
	return t;
}

void talk_close(struct talk *t)
{
	arena_release(&t->a);
	free(t);
}

/* ---- talking ------------------------------------------------------------ */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The last digits of a phone become those of this person. */
static const char *own_phone(const char *text, int person, struct arena *a)
{
	int digits = 0, left = OWN_DIGITS;
	char *own;

	for (const char *p = text; *p; p++)
		digits += is_digit(*p);
	if (digits < PHONE_DIGITS)
		return text;
	own = arena_text(a, text);
	for (char *p = own + strlen(own); p-- > own && left > 0;)
		if (is_digit(*p)) {
			*p = (char)('0' + person % 10);
			person /= 10;
			left--;
		}
	return own;
}

static bool begin(struct talk *t, struct talker *one)
{
	if (*t->first >= t->people->n)
		return false;
	one->person = (*t->first)++;
	one->dialogue = one->person % t->dialogues_n;
	one->turn = 0;
	return true;
}

static void put_turn(const struct talk *t, const struct talker *one,
	struct buf *json, struct arena *a)
{
	const struct dialogue *d = &t->dialogue[one->dialogue];
	struct json_out w = {.b = json};

	json_open(&w, NULL, '{');
	json_put_text(&w, "clinic", CLINIC_SLUG);
	json_put_text(&w, "client_id", arena_print(a, "turn-%d", one->turn));
	json_put_text(
		&w, "text", own_phone(d->text[one->turn], one->person, a));
	json_close(&w, '}');
}

static bool next(void *ctx, int connection, struct buf *request)
{
	struct talk *t = ctx;
	struct talker *one = &t->talkers[connection];
	struct arena a;
	struct buf json;

	if (one->turn == t->dialogue[one->dialogue].turns_n && !begin(t, one))
		return false;
	arena_init(&a);
	buf_init(&json, &a, LOAD_REQUEST_BYTES_MAX);
	put_turn(t, one, &json, &a);
	people_post(&t->people->person[one->person], "/api/v1/chat", json.p,
		request);
	arena_release(&a);
	return true;
}

static void answer(void *ctx, int connection, const struct load_answer *got)
{
	struct talk *t = ctx;

	t->talkers[connection].turn++;
	t->out->turns_n++;
	t->out->refused_n += got->status != 200;
	t->out->booked_n += strstr(got->body, "запись подтверждена") != NULL;
	spread_add(&t->out->us, got->us);
}

void talk_run(struct talk *t, const struct child *server,
	const struct people *people, int *first, int connections_n,
	int64_t run_us, struct talk_result *out)
{
	struct load_user user = {t, next, answer};
	struct load *load = load_open(server->port, connections_n, 0);

	t->people = people;
	t->first = first;
	t->out = out;
	*out = (struct talk_result){0};
	for (int i = 0; i < connections_n; i++)
		if (!begin(t, &t->talkers[i]))
			bench_stop("too few people to talk");
	out->server_cpu_us = -child_cpu_us(server);
	out->client_cpu_us = -load_cpu_us();
	out->run_us = load_run(load, &user, run_us);
	out->server_cpu_us += child_cpu_us(server);
	out->client_cpu_us += load_cpu_us();
	load_close(load);
}
