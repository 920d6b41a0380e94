#include "base/zone.h"

#include "base/limits.h"

/* A rule of the footer: when, each year, the clock changes. */
struct rule_day {
	enum { RULE_JULIAN, RULE_ZERO_BASED, RULE_MONTH } kind;
	int day;    /* 1..365 (no 29 February), 0..365, or weekday 0..6 */
	int week;   /* RULE_MONTH: 1..5, 5 is the last */
	int month;  /* RULE_MONTH: 1..12 */
	int second; /* wall time of the change, -167..167 hours */
};

struct rule {
	bool is_set;
	bool has_summer;
	int standard_s, summer_s; /* offsets, seconds east of UTC */
	struct rule_day start, end;
};

struct zone {
	const char *name;
	size_t n;               /* changes in the file */
	const int64_t *at;      /* unix s, ascending */
	const int32_t *after_s; /* the offset from at[i] on */
	int32_t before_s;       /* the offset before at[0] */
	struct rule rule;       /* after the last change */
};

/* A stretch of time [start, end) with one offset. */
struct segment {
	int64_t start, end;
	int offset_s;
};

enum { WALL_S_MAX = 26 * CIVIL_HOUR_S }; /* |offset| of any real zone */

const struct zone *zone_utc(void)
{
	static const struct zone utc = {.name = "UTC"};

	return &utc;
}

const char *zone_name(const struct zone *z)
{
	return z->name;
}

/* The day number of a rule's change in a year. */
static int64_t rule_date(const struct rule_day *r, int year)
{
	switch (r->kind) {
	case RULE_ZERO_BASED:
		return civil_day(year, 1, 1) + r->day;
	case RULE_JULIAN:
		return civil_day(year, 1, 1) + r->day - 1 +
		       (r->day >= 60 && civil_month_days(year, 2) == 29);
	case RULE_MONTH:
		break;
	}

	int64_t first = civil_day(year, r->month, 1);
	int64_t day = first + (r->day - civil_weekday(first) + 7) % 7 +
		      7 * (r->week - 1);

	if (day >= first + civil_month_days(year, r->month))
		day -= 7;
	return day;
}

/* The change of a rule in a year as an instant; `before_s` held until then. */
static int64_t rule_at(const struct rule_day *r, int year, int before_s)
{
	return rule_date(r, year) * CIVIL_DAY_S + r->second - before_s;
}

static void narrow(struct segment *s, int64_t at, int offset_s, int64_t unix_s)
{
	if (at <= unix_s && at >= s->start) {
		s->start = at;
		s->offset_s = offset_s;
	} else if (at > unix_s && at < s->end) {
		s->end = at;
	}
}

/*
 * The stretch around an instant by the footer's rule.  The changes of three
 * years are looked at, since a rule's wall time may lie in the next year.
 */
static struct segment rule_segment(const struct rule *r, int64_t unix_s)
{
	struct segment s = {INT64_MIN, INT64_MAX, r->standard_s};
	int year;

	if (!r->has_summer)
		return s;
	year = civil_of_seconds(unix_s + r->standard_s).year;
	for (int y = year - 1; y <= year + 1; y++) {
		int64_t on = rule_at(&r->start, y, r->standard_s);
		int64_t off = rule_at(&r->end, y, r->summer_s);

		/* Summer all year round is written as ending when the next
		 * begins; the end must then lose. */
		narrow(&s, off, r->standard_s, unix_s);
		narrow(&s, on, r->summer_s, unix_s);
	}
	return s;
}

/* Index of the last change at or before an instant, -1 if before all. */
static ptrdiff_t change_before(const struct zone *z, int64_t unix_s)
{
	size_t low = 0, high = z->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (z->at[mid] <= unix_s)
			low = mid + 1;
		else
			high = mid;
	}
	return (ptrdiff_t)low - 1;
}

static struct segment segment_at(const struct zone *z, int64_t unix_s)
{
	ptrdiff_t i = change_before(z, unix_s);
	ptrdiff_t last = (ptrdiff_t)z->n - 1;

	if (i == last && z->rule.is_set) {
		struct segment s = rule_segment(&z->rule, unix_s);

		if (i >= 0 && s.start < z->at[i])
			s.start = z->at[i];
		return s;
	}
	return (struct segment){
		.start = i < 0 ? INT64_MIN : z->at[i],
		.end = i == last ? INT64_MAX : z->at[i + 1],
		.offset_s = i < 0 ? z->before_s : z->after_s[i],
	};
}

static int64_t clamp(int64_t unix_s)
{
	if (unix_s < CIVIL_UNIX_MIN)
		return CIVIL_UNIX_MIN;
	return unix_s > CIVIL_UNIX_MAX ? CIVIL_UNIX_MAX : unix_s;
}

int zone_offset(const struct zone *z, int64_t unix_s)
{
	return segment_at(z, clamp(unix_s)).offset_s;
}

int zone_local(const struct zone *z, int64_t unix_s, struct civil *out)
{
	int offset_s = zone_offset(z, unix_s);

	*out = civil_of_seconds(clamp(unix_s) + offset_s);
	return offset_s;
}

/*
 * Walks the stretches from a day before the wall time to a day after.  The
 * first one that holds `wall - its offset` is the first occurrence; when a
 * stretch starts later than that, the wall time fell into the gap before it,
 * and the offset from before the gap carries it forward by the gap's length.
 */
static int64_t unix_of_wall(const struct zone *z, int64_t wall_s)
{
	struct segment s = segment_at(z, clamp(wall_s) - WALL_S_MAX);
	int before_s = s.offset_s;

	for (;;) {
		int64_t at = wall_s - s.offset_s;

		if (at < s.start)
			return wall_s - before_s;
		if (at < s.end)
			return at;
		before_s = s.offset_s;
		s = segment_at(z, s.end);
	}
}

int64_t zone_unix(const struct zone *z, const struct civil *c)
{
	return unix_of_wall(z, civil_seconds(c));
}

/* Without the date: whoever sorts starts by day asks for thousands. */
int64_t zone_day(const struct zone *z, int64_t unix_s)
{
	int64_t wall_s = clamp(unix_s) + zone_offset(z, unix_s);
	int64_t day = wall_s / CIVIL_DAY_S;

	return wall_s % CIVIL_DAY_S < 0 ? day - 1 : day;
}

int64_t zone_at(const struct zone *z, int64_t day, int second)
{
	return unix_of_wall(z, day * CIVIL_DAY_S + second);
}

int64_t zone_next_change(const struct zone *z, int64_t unix_s)
{
	return segment_at(z, clamp(unix_s)).end;
}

/* ---- TZif: RFC 8536.  Every length is checked before it is used. ---- */

struct reader {
	const unsigned char *p;
	size_t n;
};

struct counts {
	size_t utc, standard, leap, change, type, chars;
	int version;
};

enum { HEADER_BYTES = 44, TYPE_BYTES = 6 };

static uint64_t big_endian(const unsigned char *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

static const unsigned char *take(struct reader *r, size_t n)
{
	const unsigned char *p = r->p;

	if (n > r->n)
		return NULL;
	r->p += n;
	r->n -= n;
	return p;
}

static bool read_counts(struct reader *r, struct counts *c)
{
	const unsigned char *p = take(r, HEADER_BYTES);

	if (!p || memcmp(p, "TZif", 4) != 0)
		return false;
	*c = (struct counts){
		.version = p[4] == 0 ? 1 : p[4] - '0',
		.utc = (size_t)big_endian(p + 20, 4),
		.standard = (size_t)big_endian(p + 24, 4),
		.leap = (size_t)big_endian(p + 28, 4),
		.change = (size_t)big_endian(p + 32, 4),
		.type = (size_t)big_endian(p + 36, 4),
		.chars = (size_t)big_endian(p + 40, 4),
	};
	return c->version >= 1 && c->version <= 9 && c->type > 0 &&
	       c->type <= 256 && c->change <= r->n && c->chars <= r->n &&
	       c->leap <= r->n && c->utc <= r->n && c->standard <= r->n;
}

static size_t body_bytes(const struct counts *c, size_t time_bytes)
{
	return c->change * (time_bytes + 1) + c->type * TYPE_BYTES + c->chars +
	       c->leap * (time_bytes + 4) + c->standard + c->utc;
}

static int64_t read_time(const unsigned char *p, size_t time_bytes)
{
	uint64_t v = big_endian(p, time_bytes);

	return time_bytes == 4 ? (int32_t)(uint32_t)v : (int64_t)v;
}

/* Reads the changes of a body; false if they do not ascend or lie. */
static bool read_body(struct arena *a, struct reader *r, const struct counts *c,
	size_t time_bytes, struct zone *z)
{
	const unsigned char *times = take(r, c->change * time_bytes);
	const unsigned char *index = times ? take(r, c->change) : NULL;
	const unsigned char *types =
		index ? take(r, c->type * TYPE_BYTES) : NULL;

	if (!types || c->leap > 0 || !take(r, c->chars + c->standard + c->utc))
		return false;

	int32_t offset_s[256];
	int64_t *at = arena_new(a, int64_t, c->change);
	int32_t *after_s = arena_new(a, int32_t, c->change);

	for (size_t i = 0; i < c->type; i++) {
		const unsigned char *p = types + i * TYPE_BYTES;

		offset_s[i] = (int32_t)(uint32_t)big_endian(p, 4);
		if (offset_s[i] < -WALL_S_MAX || offset_s[i] > WALL_S_MAX)
			return false;
	}
	for (size_t i = 0; i < c->change; i++) {
		at[i] = read_time(times + i * time_bytes, time_bytes);
		if (index[i] >= c->type || (i > 0 && at[i] <= at[i - 1]))
			return false;
		after_s[i] = offset_s[index[i]];
	}
	z->n = c->change;
	z->at = at;
	z->after_s = after_s;
	z->before_s = offset_s[0];
	return true;
}

/* ---- The footer: a POSIX TZ string with the extensions of RFC 8536. ---- */

static bool skip_name(const char **p)
{
	const char *from = *p;

	if (**p == '<') {
		while (**p && **p != '>')
			(*p)++;
		return *(*p)++ == '>';
	}
	while ((**p >= 'A' && **p <= 'Z') || (**p >= 'a' && **p <= 'z'))
		(*p)++;
	return *p - from >= 3;
}

static bool read_number(const char **p, int max, int *out)
{
	int v = 0;
	const char *from = *p;

	while (**p >= '0' && **p <= '9' && v <= max)
		v = v * 10 + *(*p)++ - '0';
	*out = v;
	return *p > from && v <= max;
}

/* [+-]hh[:mm[:ss]] in seconds, at most `hours_max` hours. */
static bool read_hms(const char **p, int hours_max, int *out)
{
	int sign = 1, h = 0, m = 0, s = 0;

	if (**p == '-' || **p == '+')
		sign = *(*p)++ == '-' ? -1 : 1;
	if (!read_number(p, hours_max, &h))
		return false;
	if (**p == ':') {
		(*p)++;
		if (!read_number(p, 59, &m))
			return false;
	}
	if (**p == ':') {
		(*p)++;
		if (!read_number(p, 59, &s))
			return false;
	}
	*out = sign * (h * CIVIL_HOUR_S + m * CIVIL_MINUTE_S + s);
	return true;
}

static bool read_month_day(const char **p, struct rule_day *r)
{
	r->kind = RULE_MONTH;
	return read_number(p, 12, &r->month) && r->month >= 1 && *(*p) == '.' &&
	       ((*p)++, read_number(p, 5, &r->week)) && r->week >= 1 &&
	       *(*p) == '.' && ((*p)++, read_number(p, 6, &r->day));
}

static bool read_rule_day(const char **p, struct rule_day *r)
{
	bool ok;

	if (*(*p)++ != ',')
		return false;
	r->second = 2 * CIVIL_HOUR_S;
	if (**p == 'M') {
		(*p)++;
		ok = read_month_day(p, r);
	} else if (**p == 'J') {
		(*p)++;
		r->kind = RULE_JULIAN;
		ok = read_number(p, 365, &r->day) && r->day >= 1;
	} else {
		r->kind = RULE_ZERO_BASED;
		ok = read_number(p, 365, &r->day);
	}
	if (ok && **p == '/') {
		(*p)++;
		ok = read_hms(p, 167, &r->second);
	}
	return ok;
}

/* POSIX counts offsets west of Greenwich; we count east. */
static bool read_rule(const char *p, struct rule *r)
{
	int west_s;

	if (!skip_name(&p) || !read_hms(&p, 24, &west_s))
		return false;
	r->is_set = true;
	r->standard_s = -west_s;
	if (!*p)
		return true;

	r->has_summer = true;
	r->summer_s = r->standard_s + CIVIL_HOUR_S;
	if (!skip_name(&p))
		return false;
	if (*p != ',') {
		if (!read_hms(&p, 24, &west_s))
			return false;
		r->summer_s = -west_s;
	}
	return read_rule_day(&p, &r->start) && read_rule_day(&p, &r->end) &&
	       !*p;
}

/* The footer stands between two line ends; an empty one sets no rule. */
static bool read_footer(struct arena *a, struct reader *r, struct rule *rule)
{
	const unsigned char *end;

	if (r->n < 2 || r->p[0] != '\n')
		return false;
	end = memchr(r->p + 1, '\n', r->n - 1);
	if (!end || memchr(r->p, 0, (size_t)(end - r->p)))
		return false;
	if (end == r->p + 1)
		return true;
	return read_rule(
		arena_copy(a, r->p + 1, (size_t)(end - r->p - 1)), rule);
}

static bool read_file(struct arena *a, struct reader *r, struct zone *z)
{
	struct counts c;

	if (!read_counts(r, &c))
		return false;
	if (c.version == 1)
		return read_body(a, r, &c, 4, z);
	/* The first body is for old readers; the second has 64-bit times. */
	return take(r, body_bytes(&c, 4)) && read_counts(r, &c) &&
	       c.version > 1 && read_body(a, r, &c, 8, z) &&
	       read_footer(a, r, &z->rule);
}

bool zone_parse(struct arena *a, const char *name, const void *bytes, size_t n,
	const struct zone **out, struct err *e)
{
	struct reader r = {bytes, n};
	struct zone *z = arena_new(a, struct zone, 1);

	if (n > ZONE_FILE_BYTES_MAX)
		return err_set(e, ERR_TOO_LARGE, "zone: %zu bytes", n);
	if (!read_file(a, &r, z))
		return err_set(e, ERR_INVALID, "zone: not a TZif file");
	z->name = arena_text(a, name);
	*out = z;
	return true;
}
