#include "os/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES_MAX = 4096 };

static bool refused(const char *call, struct err *e)
{
	int no = errno;
	enum err_kind kind = no == ENOENT   ? ERR_NOT_FOUND
			     : no == EEXIST ? ERR_CONFLICT
					    : ERR_UNAVAILABLE;
	char why[80];

	if (strerror_r(no, why, sizeof(why)) != 0)
		why[0] = '\0';
	return err_set(e, kind, "file: %s: %s", call, why);
}

/* Reads to the end of `fd`; a file may be longer than it said it was. */
static bool read_all(int fd, char *to, size_t max, size_t *n, struct err *e)
{
	size_t got = 0;

	for (;;) {
		ssize_t r = read(fd, to + got, max + 1 - got);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return refused("read", e);
		if (r == 0)
			break;
		got += (size_t)r;
		if (got > max)
			return err_set(
				e, ERR_TOO_LARGE, "file: over %zu bytes", max);
	}
	to[got] = '\0';
	*n = got;
	return true;
}

bool file_read(const char *path, size_t max, struct arena *a, const char **p,
	size_t *n, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *to;
	bool ok;

	if (fd < 0)
		return refused("open", e);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(e, ERR_UNAVAILABLE, "file: not a plain file");
	}
	if (st.st_size > 0 && (size_t)st.st_size < max)
		max = (size_t)st.st_size;
	to = arena_take(a, max + 2);
	ok = read_all(fd, to, max, n, e);
	close(fd);
	if (ok)
		*p = to;
	return ok;
}

static bool write_all(int fd, const char *p, size_t n, struct err *e)
{
	while (n > 0) {
		ssize_t w = write(fd, p, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return refused("write", e);
		p += w;
		n -= (size_t)w;
	}
	return fsync(fd) == 0 || refused("fsync", e);
}

/* A new or renamed name is on the disk only when its folder is. */
static bool sync_folder_of(const char *path, struct err *e)
{
	char folder[PATH_BYTES_MAX];
	const char *slash = strrchr(path, '/');
	int fd;
	bool ok;

	snprintf(folder, sizeof(folder), "%.*s",
		slash == NULL ? 1 : (int)(slash - path + 1),
		slash == NULL ? "." : path);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return refused("open folder", e);
	ok = fsync(fd) == 0 || refused("fsync folder", e);
	close(fd);
	return ok;
}

/* Fills a file that must not exist; leaves none behind on failure. */
static bool fill_new(
	const char *path, const void *p, size_t n, unsigned mode, struct err *e)
{
	int fd = open(
		path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
	bool ok;

	if (fd < 0)
		return refused("create", e);
	/* The mask of the process may have taken bits from `mode`. */
	ok = (fchmod(fd, (mode_t)mode) == 0 || refused("chmod", e)) &&
	     write_all(fd, p, n, e);
	if (close(fd) != 0 && ok)
		ok = refused("close", e);
	if (!ok)
		(void)unlink(path);
	return ok;
}

bool file_create(
	const char *path, const void *p, size_t n, unsigned mode, struct err *e)
{
	return fill_new(path, p, n, mode, e) && sync_folder_of(path, e);
}

bool file_write(
	const char *path, const void *p, size_t n, unsigned mode, struct err *e)
{
	char beside[PATH_BYTES_MAX];
	int len = snprintf(beside, sizeof(beside), "%s.new", path);

	if (len < 0 || (size_t)len >= sizeof(beside))
		return err_set(e, ERR_INVALID, "file: path too long");
	/* Left by a power cut in the middle of an earlier write. */
	if (unlink(beside) != 0 && errno != ENOENT)
		return refused("unlink", e);
	if (!fill_new(beside, p, n, mode, e))
		return false;
	if (rename(beside, path) != 0) {
		refused("rename", e);
		(void)unlink(beside);
		return false;
	}
	return sync_folder_of(path, e);
}

bool file_make_folder(const char *path, struct err *e)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return sync_folder_of(path, e);
	if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	return refused("mkdir", e);
}

bool file_temporary_folder(struct arena *a, const char **path, struct err *e)
{
	const char *home = getenv("TMPDIR");
	char *made = arena_print(
		a, "%s/zabota-XXXXXX", home != NULL && home[0] ? home : "/tmp");

	if (mkdtemp(made) == NULL)
		return refused("mkdtemp", e);
	*path = made;
	return true;
}

static bool remove_files(const char *path, DIR *folder, struct err *e)
{
	char name[PATH_BYTES_MAX];
	struct dirent *entry;

	while ((entry = readdir(folder)) != NULL) {
		int n = snprintf(
			name, sizeof(name), "%s/%s", path, entry->d_name);

		if (strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0)
			continue;
		if (n < 0 || (size_t)n >= sizeof(name))
			return err_set(e, ERR_INVALID, "file: path too long");
		if (unlink(name) != 0 && errno != ENOENT)
			return refused("unlink", e);
	}
	return true;
}

bool file_remove_folder(const char *path, struct err *e)
{
	DIR *folder = opendir(path);
	bool ok;

	if (folder == NULL)
		return errno == ENOENT || refused("opendir", e);
	ok = remove_files(path, folder, e);
	closedir(folder);
	return ok && (rmdir(path) == 0 || refused("rmdir", e));
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

bool file_remove(const char *path, struct err *e)
{
	return unlink(path) == 0 || errno == ENOENT || refused("unlink", e);
}

int64_t file_allow_open(int64_t wanted_n)
{
	struct rlimit now;

	if (getrlimit(RLIMIT_NOFILE, &now) != 0)
		return 0;
	if (now.rlim_cur < (rlim_t)wanted_n) {
		now.rlim_cur = (rlim_t)wanted_n < now.rlim_max
				       ? (rlim_t)wanted_n
				       : now.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &now) != 0 &&
			getrlimit(RLIMIT_NOFILE, &now) != 0)
			return 0;
	}
	return now.rlim_cur > INT32_MAX ? INT32_MAX : (int64_t)now.rlim_cur;
}
