/*
 * careless - preloaded, makes every SQLite connection of a program forget to
 * wait for the disk at commits: synchronous=NORMAL.  The control of
 * test/prove/power.sh, which must lose then; no setting of the program can do
 * this.
 */
#include <dlfcn.h>
#include <sqlite3.h>

typedef int authorizer(
	void *, int, const char *, const char *, const char *, const char *);
typedef int set_authorizer(sqlite3 *, authorizer *, void *);

/* The last that is called of a new connection, after its settings were looked
 * at. */
int sqlite3_set_authorizer(sqlite3 *raw, authorizer *ask, void *ctx)
{
	set_authorizer *real;

	*(void **)&real = dlsym(RTLD_NEXT, "sqlite3_set_authorizer");
	sqlite3_exec(raw, "PRAGMA synchronous=NORMAL", NULL, NULL, NULL);
	return real(raw, ask, ctx);
}
