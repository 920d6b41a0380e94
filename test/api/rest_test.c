/*
 * What is left on the disk and in the log after a busy day, and what the audit
 * command says about it: nothing personal can be read without the key, and no
 * byte of the audit can be changed unseen.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include "app/link.h"
#include "app/visit.h"
#include "base/log.h"
#include "cli/cli.h"
#include "os/file.h"
#include "os/thread.h"
#include "test/whole.h"

enum {
	LOG_BYTES_MAX = 1 << 20,
	FILE_BYTES_MAX = 64 << 20,
	PATIENTS = 6,
	SECRETS_MAX = 20,
	SAMPLED_ROWS = 3,
};

static const char last_name[] = "Канарейкина", first_name[] = "Доброслава",
		  complaint[] = "жёлтая канарейка поёт";

static char folder[] = "/tmp/zabota-rest-XXXXXX";
static struct {
	struct mutex lock;
	char text[LOG_BYTES_MAX];
	size_t n;
} logged;
/* What must be found nowhere. */
static struct {
	char text[SECRETS_MAX][80];
	size_t n;
} secrets;

static void keep_line(enum log_level level, const char *line)
{
	size_t n = strlen(line);

	(void)level;
	mutex_lock(&logged.lock);
	if (logged.n + n + 1 < sizeof(logged.text)) {
		memcpy(logged.text + logged.n, line, n);
		logged.n += n;
	}
	mutex_unlock(&logged.lock);
}

static void keep_secret(const char *text)
{
	BUG_ON(secrets.n == SECRETS_MAX);
	snprintf(
		secrets.text[secrets.n++], sizeof(secrets.text[0]), "%s", text);
}

/* ---- a busy day --------------------------------------------------------- */

static void start(void)
{
	static const char *const set[] = {"http.listen", "127.0.0.1:0",
		"http.limits", "no", "outbox.channels", "null", NULL};
	static const struct http_client_settings client = {8, 8, NULL};
	struct desk_options options = {.data = folder};
	struct desk *d = &whole.desk;

	CHECK(mkdtemp(folder) != NULL);
	mutex_init(&logged.lock);
	log_init(keep_line, LOG_DEBUG);
	clock_set_offset_s(DESK_NOW - clock_now());
	arena_init(&both.a);
	if (!desk_open(d, &options, set, &both.e))
		fail_msg("%s %s", both.e.field, both.e.text);
	both.storage = d->home.storage;
	both.keys = d->home.keys;
	CHECK(store_init(&both.store, both.storage, &both.e));
	desk_insert(&clinic_catalogue);
	snprintf(whole.base, sizeof(whole.base), "http://127.0.0.1:%u",
		(unsigned)serve_port(d->serve));
	whole.client = http_client_open(&client);
}

static void stop(void)
{
	http_client_close(whole.client);
	store_release(&both.store);
	desk_close(&whole.desk);
}

static void talk(const struct guest *g, int i)
{
	CHECK(whole_post(g, "/api/v1/consents",
		      "{\"clinic\":\"zdorovie\",\"version\":\"1\"}")
			.status == 204);
	CHECK(whole_post(g, "/api/v1/chat",
		      arena_print(&both.a,
			      "{\"clinic\":\"zdorovie\",\"client_id\":\"1\","
			      "\"text\":\"%s %s, 8 (900) 777-00-%02d, %s\"}",
			      last_name, first_name, i, complaint))
			.status == 200);
}

/* Books, and reads and confirms by the link of the message. */
static void come(const struct guest *g, int64_t start_at, int i)
{
	struct call c = whole_call();
	struct visit_book_request in = {
		.wish = {CLINIC_ID, SERVICE_THERAPY, DOCTOR_ORLOV, 0, start_at},
		.person = {.last = last_name,
			.first = first_name,
			.phone = arena_print(&both.a, "+790077700%02d", i)},
		.complaint = complaint,
		.source = "site"};
	struct visit v;
	const char *url;

	c.who = (struct principal){.kind = PRINCIPAL_VISITOR, .id = g->id};
	if (!app_visit_book(&c, &in, &v, &both.e))
		fail_msg("%s", both.e.text);
	c.who = app_system();
	CHECK(app_link_make(&c, &v, &url, &both.e));
	if (i == 0)
		keep_secret(strrchr(url, '/') + 1);
	url = strstr(url, "/zdorovie/v/");
	CHECK(url != NULL);
	CHECK(whole_get(NULL, url).status == 200);
	CHECK(whole_post(NULL, url, "action=confirm").status == 303);
}

static void live_a_day(void)
{
	const struct slot *slot;
	size_t n = whole_starts(
		&clinic_catalogue, SERVICE_THERAPY, DOCTOR_ORLOV, &slot);

	CHECK(n > 2 * PATIENTS);
	for (int i = 0; i < PATIENTS; i++) {
		struct guest g = whole_visitor();

		talk(&g, i);
		come(&g, slot[2 * i].start_at, i);
		if (i == 0)
			keep_secret(g.token);
	}
	whole_staff(&clinic_catalogue, ROLE_OWNER);
	keep_secret(last_name);
	keep_secret("Канарейкин");
	keep_secret("канарейкин");
	keep_secret(first_name);
	keep_secret("Доброслав");
	keep_secret("79007770001");
	keep_secret("9007770001");
	keep_secret("777-00-01");
	keep_secret(complaint);
	keep_secret("канарейка");
}

/* ---- looking for it ----------------------------------------------------- */

static bool holds(const char *p, size_t n, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i + len <= n; i++)
		if (p[i] == text[0] && memcmp(p + i, text, len) == 0)
			return true;
	return false;
}

static int hits_in(const char *name, const char *p, size_t n)
{
	int hits = 0;

	for (size_t i = 0; i < secrets.n; i++)
		if (holds(p, n, secrets.text[i])) {
			print_error("%s holds secret %zu\n", name, i);
			hits++;
		}
	return hits;
}

/*
 * Every file of the data folder; returns how many were read.  A doctor's name
 * is no secret: that it is found shows that the search can find.
 */
static int search_folder(int *hits)
{
	bool is_doctor_found = false;
	DIR *dir = opendir(folder);
	struct dirent *f;
	int files_n = 0;

	CHECK(dir != NULL);
	while ((f = readdir(dir)) != NULL) {
		char path[400];
		const char *p;
		size_t n;

		if (f->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, f->d_name);
		CHECK(file_read(
			path, FILE_BYTES_MAX, &both.a, &p, &n, &both.e));
		*hits += hits_in(f->d_name, p, n);
		is_doctor_found |= holds(p, n, "Орлов");
		files_n++;
	}
	closedir(dir);
	CHECK(is_doctor_found);
	return files_n;
}

/* ---- the audit command -------------------------------------------------- */

/* Runs `zabota audit ...` as its own process; stdout goes to `to`. */
static int audit(const char *to, const char *verb, const char *checkpoint)
{
	const char *args[] = {"audit", verb, "--data", folder,
		checkpoint ? "--checkpoint" : NULL, checkpoint, NULL};
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);

		if (fd < 0 || dup2(fd, 1) < 0)
			_exit(99);
		_exit(cli_audit(checkpoint ? 6 : 4, (char **)args));
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

static int verify(const char *checkpoint)
{
	return audit("/dev/null", "verify", checkpoint);
}

static char db_path[100];

static void alter(const char *sql)
{
	sqlite3 *db;
	char *why = NULL;

	CHECK(sqlite3_open(db_path, &db) == SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	CHECK(sqlite3_changes(db) > 0);
	CHECK(sqlite3_close(db) == SQLITE_OK);
}

static void restore(const char *p, size_t n)
{
	CHECK(file_write(db_path, p, n, 0600, &both.e));
}

/* A byte of that kind of column, changed; never the same value. */
static const char *changed(const char *column, char kind)
{
	switch (kind) {
	case 'i':
		return arena_print(&both.a, "%s + 1", column);
	case 't':
		return arena_print(&both.a,
			"CASE WHEN %s LIKE 'x%%' THEN 'y' ELSE 'x' END"
			" || substr(%s, 2)",
			column, column);
	default:
		return arena_print(&both.a,
			"CASE WHEN hex(%s) LIKE '%%00' THEN"
			" CAST(substr(COALESCE(%s, ''), 2) || x'01' AS blob)"
			" ELSE CAST(substr(COALESCE(%s, ''), 2) || x'00' AS"
			" blob) END",
			column, column, column);
	}
}

static int tamper_with_columns(const char *pristine, size_t n, int64_t rows_n)
{
	static const struct {
		const char *table, *column;
		char kind;
	} columns[] = {{"audit", "clinic_id", 'i'}, {"audit", "seq", 'i'},
		{"audit", "at", 'i'}, {"audit", "actor", 't'},
		{"audit", "actor_role", 't'}, {"audit", "actor_id", 'i'},
		{"audit", "action", 't'}, {"audit", "object_kind", 't'},
		{"audit", "objects", 't'}, {"audit", "detail", 'b'},
		{"audit", "request_id", 'i'}, {"audit", "prev", 'b'},
		{"audit", "hash", 'b'}, {"audit_head", "seq", 'i'},
		{"audit_head", "hash", 'b'}};
	int tampered_n = 0;

	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		for (int64_t k = 0; k < SAMPLED_ROWS; k++) {
			bool is_head =
				strcmp(columns[i].table, "audit_head") == 0;
			int64_t seq =
				is_head ? rows_n
					: 1 + k * (rows_n - 1) /
							  (SAMPLED_ROWS - 1);
			/* a seq that exists already would be refused */
			const char *to = strcmp(columns[i].column, "seq") == 0
						 ? "seq + 100000"
						 : changed(columns[i].column,
							   columns[i].kind);

			alter(arena_print(&both.a,
				"UPDATE %s SET %s = %s WHERE seq = %lld",
				columns[i].table, columns[i].column, to,
				(long long)seq));
			if (verify(NULL) != CLI_FAILED)
				fail_msg("%s.%s of row %lld: not seen",
					columns[i].table, columns[i].column,
					(long long)seq);
			restore(pristine, n);
			tampered_n++;
		}
	return tampered_n;
}

/* The last rows go, and the head is made to fit. */
static void cut_tail(int64_t rows_n)
{
	alter(arena_print(&both.a, "DELETE FROM audit WHERE seq > %lld",
		(long long)rows_n - 3));
	alter("UPDATE audit_head SET seq = (SELECT MAX(seq) FROM audit),"
	      " hash = (SELECT hash FROM audit ORDER BY seq DESC LIMIT 1)");
}

static void check_audit(int64_t rows_n)
{
	char checkpoint[120];
	const char *pristine;
	size_t n;
	int tampered_n;

	snprintf(db_path, sizeof(db_path), "%s/zabota.db", folder);
	snprintf(checkpoint, sizeof(checkpoint), "%s/checkpoint", folder);
	CHECK(verify(NULL) == CLI_DONE);
	CHECK(audit(checkpoint, "checkpoint", NULL) == CLI_DONE);
	CHECK(verify(checkpoint) == CLI_DONE);
	CHECK(file_read(
		db_path, FILE_BYTES_MAX, &both.a, &pristine, &n, &both.e));
	tampered_n = tamper_with_columns(pristine, n, rows_n);
	alter(arena_print(&both.a, "DELETE FROM audit WHERE seq = %lld",
		(long long)rows_n / 2));
	CHECK(verify(NULL) == CLI_FAILED);
	restore(pristine, n);
	cut_tail(rows_n);
	CHECK(verify(NULL) == CLI_DONE); /* only a checkpoint can tell */
	CHECK(verify(checkpoint) == CLI_FAILED);
	restore(pristine, n);
	CHECK(verify(checkpoint) == CLI_DONE);
	print_message("audit: %lld rows, %d changes seen\n", (long long)rows_n,
		tampered_n + 2);
}

static void test_a_busy_day_leaves_nothing_to_read(void)
{
	int64_t rows_n;
	int hits = 0, files_n;

	start();
	live_a_day();
	files_n = search_folder(&hits); /* the log of SQLite is there too */
	CHECK(files_n >= 3);
	rows_n = desk_count("SELECT COUNT(*) FROM audit");
	CHECK(rows_n > 5 * PATIENTS);
	stop();
	files_n += search_folder(&hits);
	CHECK(logged.n > 1000);
	hits += hits_in("the log", logged.text, logged.n);
	print_message("at rest: %d files, %zu bytes of log, %d hits\n", files_n,
		logged.n, hits);
	CHECK(hits == 0);
	log_init(NULL, LOG_ERROR);
	check_audit(rows_n);
	arena_release(&both.a);
	CHECK(file_remove_folder(folder, &both.e));
}

TEST_MAIN(test_a_busy_day_leaves_nothing_to_read)
