#include "os/append.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct append {
	int fd;
};

bool append_open(const char *path, struct append **out, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	struct append *f;

	if (fd < 0)
		return err_set(e, ERR_UNAVAILABLE, "append: open: %s",
			strerror(errno));
	f = malloc(sizeof(*f));
	if (!f)
		base_no_memory();
	f->fd = fd;
	*out = f;
	return true;
}

void append_close(struct append *f)
{
	if (!f)
		return;
	close(f->fd);
	free(f);
}

bool append_write(struct append *f, const void *p, size_t n, struct err *e)
{
	ssize_t done;

	do
		done = write(f->fd, p, n);
	while (done < 0 && errno == EINTR);
	if (done <= 0 && n > 0)
		return err_set(e, ERR_UNAVAILABLE, "append: write: %s",
			strerror(errno));
	/* The rest of a short write is not tried: a disk that is full in the
	 * middle of a line will not have room for its end. */
	if ((size_t)done != n)
		return err_set(e, ERR_UNCERTAIN, "append: cut short");
	if (fdatasync(f->fd) != 0)
		return err_set(e, ERR_UNCERTAIN, "append: fdatasync: %s",
			strerror(errno));
	return true;
}
