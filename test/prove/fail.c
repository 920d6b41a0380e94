#include "test/prove/fail.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static _Atomic enum fail_kind armed;
static atomic_int calls, fail_at;
static atomic_bool for_ever_too;
static atomic_long live;
static const char *_Atomic last = "";

void fail_arm(enum fail_kind kind, int n, bool for_ever)
{
	calls = 0;
	fail_at = n;
	for_ever_too = for_ever;
	last = "";
	armed = kind;
}

int fail_disarm(void)
{
	armed = FAIL_NOTHING;
	return calls;
}

const char *fail_last(void)
{
	return last;
}

long fail_live(void)
{
	return live;
}

static bool breaks(enum fail_kind kind, const char *name, int error)
{
	int n;

	if (armed != kind)
		return false;
	n = ++calls;
	if (fail_at == 0 || n < fail_at || (n > fail_at && !for_ever_too))
		return false;
	last = name;
	errno = error;
	return true;
}

/* ---- memory: glibc's own, under its other names -------------------------- */

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t each);
extern void *__libc_realloc(void *p, size_t n);
extern void __libc_free(void *p);

static void *counted(void *p)
{
	live += p != NULL;
	return p;
}

void *malloc(size_t n)
{
	if (breaks(FAIL_MEMORY, "malloc", ENOMEM))
		return NULL;
	return counted(__libc_malloc(n));
}

void *calloc(size_t n, size_t each)
{
	if (breaks(FAIL_MEMORY, "calloc", ENOMEM))
		return NULL;
	return counted(__libc_calloc(n, each));
}

void *realloc(void *p, size_t n)
{
	void *moved;

	if (n > 0 && breaks(FAIL_MEMORY, "realloc", ENOMEM))
		return NULL;
	moved = __libc_realloc(p, n);
	live += (moved != NULL) - (p != NULL && (moved != NULL || n == 0));
	return moved;
}

void free(void *p)
{
	live -= p != NULL;
	__libc_free(p);
}

/* ---- system calls -------------------------------------------------------- */

#define BREAKS(fd, name, error)                                                \
	((fd) > STDERR_FILENO && breaks(FAIL_SYSTEM, name, error))
/* Our own name in C, the library's in the object. */
#define AS(name) __asm__(name)

static int open_any(const char *path, int flags, va_list ap)
{
	int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, int) : 0;

	if (breaks(FAIL_SYSTEM, "open", EMFILE))
		return -1;
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

#define OPEN(c_name, name)                                                     \
	int c_name(const char *path, int flags, ...) AS(name);                 \
	int c_name(const char *path, int flags, ...)                           \
	{                                                                      \
		va_list ap;                                                    \
		int fd;                                                        \
                                                                               \
		va_start(ap, flags);                                           \
		fd = open_any(path, flags, ap);                                \
		va_end(ap);                                                    \
		return fd;                                                     \
	}
OPEN(fail_open, "open")
OPEN(fail_open64, "open64")

#define FCNTL(c_name, name)                                                    \
	int c_name(int fd, int what, ...) AS(name);                            \
	int c_name(int fd, int what, ...)                                      \
	{                                                                      \
		va_list ap;                                                    \
		long arg;                                                      \
                                                                               \
		va_start(ap, what);                                            \
		arg = va_arg(ap, long);                                        \
		va_end(ap);                                                    \
		if (BREAKS(fd, "fcntl", EIO))                                  \
			return -1;                                             \
		return (int)syscall(SYS_fcntl, fd, what, arg);                 \
	}
FCNTL(fail_fcntl, "fcntl")
FCNTL(fail_fcntl64, "fcntl64")

/* result name(parameters): fails with `error`, or is the system's call. */
#define CALL(result, name, parameters, fd, error, ...)                         \
	result fail_##name parameters AS(#name);                               \
	result fail_##name parameters                                          \
	{                                                                      \
		if (BREAKS(fd, #name, error))                                  \
			return (result)-1;                                     \
		return (result)syscall(__VA_ARGS__);                           \
	}
enum { NO_FD = STDERR_FILENO + 1 };

CALL(ssize_t, read, (int fd, void *p, size_t n), fd, EIO, SYS_read, fd, p, n)
CALL(ssize_t, write, (int fd, const void *p, size_t n), fd, ENOSPC, SYS_write,
	fd, p, n)
CALL(ssize_t, pread, (int fd, void *p, size_t n, off_t at), fd, EIO,
	SYS_pread64, fd, p, n, at)
CALL(ssize_t, pread64, (int fd, void *p, size_t n, off_t at), fd, EIO,
	SYS_pread64, fd, p, n, at)
CALL(ssize_t, pwrite, (int fd, const void *p, size_t n, off_t at), fd, ENOSPC,
	SYS_pwrite64, fd, p, n, at)
CALL(ssize_t, pwrite64, (int fd, const void *p, size_t n, off_t at), fd, ENOSPC,
	SYS_pwrite64, fd, p, n, at)
CALL(int, fsync, (int fd), fd, EIO, SYS_fsync, fd)
CALL(int, fdatasync, (int fd), fd, EIO, SYS_fdatasync, fd)
CALL(int, ftruncate, (int fd, off_t n), fd, EIO, SYS_ftruncate, fd, n)
CALL(int, ftruncate64, (int fd, off_t n), fd, EIO, SYS_ftruncate, fd, n)
CALL(int, unlink, (const char *path), NO_FD, EIO, SYS_unlink, path)
CALL(int, rename, (const char *from, const char *to), NO_FD, EIO, SYS_rename,
	from, to)
CALL(void *, mmap,
	(void *at, size_t n, int may, int flags, int fd, off_t offset), NO_FD,
	ENOMEM, SYS_mmap, at, n, may, flags, fd, offset)
CALL(void *, mmap64,
	(void *at, size_t n, int may, int flags, int fd, off_t offset), NO_FD,
	ENOMEM, SYS_mmap, at, n, may, flags, fd, offset)
CALL(int, socket, (int domain, int type, int protocol), NO_FD, EMFILE,
	SYS_socket, domain, type, protocol)
CALL(int, socketpair, (int domain, int type, int protocol, int *ends), NO_FD,
	EMFILE, SYS_socketpair, domain, type, protocol, ends)
CALL(int, connect, (int fd, const struct sockaddr *to, socklen_t n), fd,
	ECONNREFUSED, SYS_connect, fd, to, n)
CALL(ssize_t, send, (int fd, const void *p, size_t n, int flags), fd,
	ECONNRESET, SYS_sendto, fd, p, n, flags, NULL, 0)
CALL(ssize_t, recv, (int fd, void *p, size_t n, int flags), fd, ECONNRESET,
	SYS_recvfrom, fd, p, n, flags, NULL, NULL)
CALL(int, poll, (struct pollfd * fds, nfds_t n, int wait_ms), NO_FD, ENOMEM,
	SYS_poll, fds, n, wait_ms)

/* ---- waiting for better times, which do not come ------------------------- */

int fail_nanosleep(const struct timespec *wait, struct timespec *rest)
	AS("nanosleep");
int fail_nanosleep(const struct timespec *wait, struct timespec *rest)
{
	return armed ? 0 : (int)syscall(SYS_nanosleep, wait, rest);
}

int fail_usleep(unsigned us) AS("usleep");
int fail_usleep(unsigned us)
{
	struct timespec wait = {us / 1000000, us % 1000000 * 1000};

	return fail_nanosleep(&wait, NULL);
}
