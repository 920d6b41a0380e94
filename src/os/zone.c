#include "os/zone.h"

#include <pthread.h>

#include "base/limits.h"

/*
 * Zones of this process: a short list (a clinic network spans a dozen) that
 * only grows.  Readers and the writer share one lock; a search takes a zone
 * once, not for every start.
 */
struct known {
	const char *folder;
	const struct zone *zone;
	struct known *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct known *all;
static struct arena home; /* lives as long as the process */

/* A name of the database has only these; "..", "//" and a slash first fail. */
static bool is_plain(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n > ZONE_NAME_BYTES_MAX || name[0] == '/' ||
		name[n - 1] == '/' || strstr(name, "//"))
		return false;
	for (const char *p = name; *p; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
			    (*p >= '0' && *p <= '9') || strchr("/_+-", *p)))
			return false;
	return true;
}

static const struct zone *find_known(const char *folder, const char *name)
{
	for (const struct known *k = all; k; k = k->next)
		if (strcmp(zone_name(k->zone), name) == 0 &&
			strcmp(k->folder, folder) == 0)
			return k->zone;
	return NULL;
}

/* Reads at most one byte more than is allowed, so that the parser refuses. */
static bool read_zone(const char *folder, const char *name,
	const struct zone **out, struct err *e)
{
	static unsigned char bytes[ZONE_FILE_BYTES_MAX + 1];
	char path[512];
	FILE *file;
	int length = snprintf(path, sizeof(path), "%s/%s", folder, name);

	if (length < 0 || (size_t)length >= sizeof(path))
		return err_set(e, ERR_NOT_FOUND, "zone: name too long");
	file = fopen(path, "rbe");
	if (!file)
		return err_set(e, ERR_NOT_FOUND, "zone: no such zone");

	size_t n = fread(bytes, 1, sizeof(bytes), file);
	bool is_read = !ferror(file);

	fclose(file);
	if (!is_read)
		return err_set(e, ERR_NOT_FOUND, "zone: no such zone");
	return zone_parse(&home, name, bytes, n, out, e);
}

static bool find_locked(const char *folder, const char *name,
	const struct zone **out, struct err *e)
{
	struct known *k;

	*out = find_known(folder, name);
	if (*out)
		return true;
	if (!read_zone(folder, name, out, e))
		return false;
	k = arena_new(&home, struct known, 1);
	*k = (struct known){arena_text(&home, folder), *out, all};
	all = k;
	return true;
}

bool zone_find(const char *folder, const char *name, const struct zone **out,
	struct err *e)
{
	const struct zone *found;
	bool ok;

	if (!is_plain(name))
		return err_set(e, ERR_NOT_FOUND, "zone: no such zone");
	if (strcmp(name, "UTC") == 0) {
		*out = zone_utc();
		return true;
	}
	pthread_mutex_lock(&lock);
	ok = find_locked(folder ? folder : ZONE_FOLDER, name, &found, e);
	pthread_mutex_unlock(&lock);
	if (ok)
		*out = found;
	return ok;
}
