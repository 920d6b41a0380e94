#include "core/interval.h"

static int by_start(const void *x, const void *y)
{
	int64_t a = ((const struct interval *)x)->start;
	int64_t b = ((const struct interval *)y)->start;

	return (a > b) - (a < b);
}

/* Databases give rows in order already; do not pay for sorting those. */
static void sort(struct interval *p, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (p[i].start < p[i - 1].start) {
			qsort(p, n, sizeof(*p), by_start);
			return;
		}
}

/* Adds an interval that starts at or after all those in `p`. */
static size_t push(struct interval *p, size_t n, struct interval next)
{
	if (next.end <= next.start)
		return n;
	if (n > 0 && next.start <= p[n - 1].end) {
		if (next.end > p[n - 1].end)
			p[n - 1].end = next.end;
		return n;
	}
	p[n] = next;
	return n + 1;
}

struct intervals interval_join(
	const struct interval *p, size_t n, struct arena *a)
{
	struct interval *out = arena_new(a, struct interval, n);
	size_t joined = 0;

	if (n == 0)
		return (struct intervals){out, 0};
	memcpy(out, p, n * sizeof(*out));
	sort(out, n);
	for (size_t i = 0; i < n; i++)
		joined = push(out, joined, out[i]);
	return (struct intervals){out, joined};
}

struct intervals interval_union(
	struct intervals x, struct intervals y, struct arena *a)
{
	struct interval *out = arena_new(a, struct interval, x.n + y.n);
	size_t n = 0, i = 0, j = 0;

	while (i < x.n || j < y.n)
		if (j == y.n || (i < x.n && x.p[i].start <= y.p[j].start))
			n = push(out, n, x.p[i++]);
		else
			n = push(out, n, y.p[j++]);
	return (struct intervals){out, n};
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

struct intervals interval_intersect(
	struct intervals x, struct intervals y, struct arena *a)
{
	struct interval *out = arena_new(a, struct interval, x.n + y.n);
	size_t n = 0, i = 0, j = 0;

	while (i < x.n && j < y.n) {
		n = push(out, n,
			(struct interval){later(x.p[i].start, y.p[j].start),
				earlier(x.p[i].end, y.p[j].end)});
		if (x.p[i].end < y.p[j].end)
			i++;
		else
			j++;
	}
	return (struct intervals){out, n};
}

struct intervals interval_subtract(
	struct intervals x, struct intervals y, struct arena *a)
{
	struct interval *out = arena_new(a, struct interval, x.n + y.n);
	size_t n = 0, j = 0;

	for (size_t i = 0; i < x.n; i++) {
		int64_t from = x.p[i].start;

		while (j < y.n && y.p[j].end <= from)
			j++;
		for (; j < y.n && y.p[j].start < x.p[i].end; j++) {
			n = push(out, n, (struct interval){from, y.p[j].start});
			from = y.p[j].end;
			if (from >= x.p[i].end)
				break;
		}
		n = push(out, n, (struct interval){from, x.p[i].end});
	}
	return (struct intervals){out, n};
}

struct intervals interval_clip(
	struct intervals x, struct interval w, struct arena *a)
{
	return interval_intersect(
		x, (struct intervals){&w, w.end > w.start}, a);
}

/* Moves to the first interval that ends after `t`. */
static void seek(struct interval_cursor *c, int64_t t)
{
	if (c->i > 0 && c->set.p[c->i - 1].end > t)
		c->i = 0;
	while (c->i < c->set.n && c->set.p[c->i].end <= t)
		c->i++;
}

int64_t interval_until(struct interval_cursor *c, int64_t t)
{
	seek(c, t);
	if (c->i == c->set.n || c->set.p[c->i].start > t)
		return INT64_MIN;
	return c->set.p[c->i].end;
}

bool interval_meets(struct interval_cursor *c, int64_t start, int64_t end)
{
	seek(c, start);
	return c->i < c->set.n && c->set.p[c->i].start < end;
}
