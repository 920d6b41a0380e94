#include "base/buf.h"

enum { BUF_FIRST_BYTES = 256 };

void buf_init(struct buf *b, struct arena *a, size_t max)
{
	static char empty[1];

	*b = (struct buf){.p = empty, .max = max, .home = a};
}

static void reserve(struct buf *b, size_t n)
{
	size_t room = b->room_bytes ? b->room_bytes : BUF_FIRST_BYTES;
	char *p;

	if (b->room_bytes > b->n + n)
		return;
	while (room <= b->n + n)
		room *= 2;
	p = arena_take(b->home, room);
	memcpy(p, b->p, b->n + 1);
	b->p = p;
	b->room_bytes = room;
}

bool buf_add(struct buf *b, const void *p, size_t n)
{
	if (n > b->max - b->n) {
		b->is_over = true;
		return false;
	}
	reserve(b, n);
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
	return true;
}

bool buf_text(struct buf *b, const char *text)
{
	return buf_add(b, text, strlen(text));
}

bool buf_char(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

bool buf_print(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	BUG_ON(n < 0);
	if ((size_t)n > b->max - b->n) {
		b->is_over = true;
		return false;
	}
	reserve(b, (size_t)n);
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
	return true;
}

bool buf_done(const struct buf *b, struct err *e)
{
	if (b->is_over)
		return err_set(e, ERR_TOO_LARGE, "text over %zu bytes", b->max);
	return true;
}
