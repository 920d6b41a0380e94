#include "base/zone.h"

#include "test/check.h"

enum { FILE_BYTES = 512 };

/* A TZif file built by hand: one old body, one new, one footer. */
struct file {
	unsigned char p[FILE_BYTES];
	size_t n;
};

static void put(struct file *f, uint64_t v, size_t bytes)
{
	for (size_t i = bytes; i-- > 0;)
		f->p[f->n++] = (unsigned char)(v >> (8 * i));
}

static void put_header(struct file *f, int version, unsigned changes)
{
	memcpy(f->p + f->n, "TZif", 4);
	f->n += 4;
	put(f, version == 1 ? 0 : (uint64_t)('0' + version), 1);
	memset(f->p + f->n, 0, 15);
	f->n += 15;
	put(f, 0, 4);
	put(f, 0, 4);
	put(f, 0, 4);
	put(f, changes, 4);
	put(f, 2, 4);
	put(f, 4, 4);
}

/* Two types, +1 h and +2 h; one change to the second at 1,000,000. */
static void put_body(struct file *f, size_t time_bytes)
{
	put(f, 1000000, time_bytes);
	put(f, 1, 1);
	put(f, 3600, 4);
	put(f, 0, 2);
	put(f, 7200, 4);
	put(f, 0x0100, 2);
	put(f, 0x41424300, 4);
}

static struct file make(int version, const char *footer)
{
	struct file f = {{0}, 0};

	put_header(&f, version, 1);
	put_body(&f, 4);
	if (version > 1) {
		put_header(&f, version, 1);
		put_body(&f, 8);
		f.n += (size_t)snprintf(
			(char *)f.p + f.n, FILE_BYTES - f.n, "\n%s\n", footer);
	}
	return f;
}

static bool parse(struct arena *a, const struct file *f, size_t n,
	const struct zone **z, struct err *e)
{
	return zone_parse(a, "Test/Zone", f->p, n, z, e);
}

static void test_versions_one_to_three(void)
{
	struct arena a;
	const struct zone *z;
	struct err e;

	arena_init(&a);
	for (int version = 1; version <= 3; version++) {
		struct file f = make(version, "<+02>-2");

		CHECK_ROW(parse(&a, &f, f.n, &z, &e), version);
		CHECK_ROW(zone_offset(z, 999999) == 3600, version);
		CHECK_ROW(zone_offset(z, 1000000) == 7200, version);
		CHECK_ROW(zone_offset(z, INT64_MAX) == 7200, version);
		CHECK_ROW(zone_next_change(z, 0) == 1000000, version);
		CHECK_ROW(zone_next_change(z, 1000000) == INT64_MAX, version);
	}
	arena_release(&a);
}

static void test_footers(void)
{
	static const struct {
		const char *footer;
		bool is_good;
		int january_s, july_s; /* offsets in 2030 */
	} rows[] = {
		{"", true, 7200, 7200},
		{"CET-1CEST,M3.5.0,M10.5.0/3", true, 3600, 7200},
		{"AEST-10AEDT,M10.1.0,M4.1.0/3", true, 39600, 36000},
		{"IST-1GMT0,M10.5.0,M3.5.0/1", true, 0, 3600},
		{"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", true, -7200, -3600},
		{"XXX3YYY,J60/0,J300", true, -10800, -7200},
		{"XXX3YYY,59/0,299", true, -10800, -7200},
		{"XXX-3YYY-5:30:15,0/0,J365/25", true, 19815, 19815},
		{"AB-3", false, 0, 0},
		{"ABC", false, 0, 0},
		{"ABC-25", false, 0, 0},
		{"ABC-3DEF", false, 0, 0},
		{"ABC-3DEF,M13.1.0,M4.1.0", false, 0, 0},
		{"ABC-3DEF,M1.6.0,M4.1.0", false, 0, 0},
		{"ABC-3DEF,M1.1.7,M4.1.0", false, 0, 0},
		{"ABC-3DEF,J0,J1", false, 0, 0},
		{"ABC-3DEF,J1/168,J2", false, 0, 0},
		{"ABC-3DEF,J1,J2x", false, 0, 0},
		{"<ABC-3", false, 0, 0},
	};
	int64_t january = civil_day(2030, 1, 15) * CIVIL_DAY_S;
	int64_t july = civil_day(2030, 7, 15) * CIVIL_DAY_S;
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct file f = make(2, rows[i].footer);
		const struct zone *z;
		struct err e;
		bool ok = parse(&a, &f, f.n, &z, &e);

		CHECK_ROW(ok == rows[i].is_good, i);
		if (!ok)
			continue;
		CHECK_ROW(zone_offset(z, january) == rows[i].january_s, i);
		CHECK_ROW(zone_offset(z, july) == rows[i].july_s, i);
	}
	arena_release(&a);
}

/* J60 is the first of March in every year; 59 is not. */
static void test_julian_days_in_a_leap_year(void)
{
	static const struct {
		const char *footer;
		int month, day;
	} rows[] = {
		{"XXX0YYY,J60/0,J300", 3, 1},
		{"XXX0YYY,J59/0,J300", 2, 28},
		{"XXX0YYY,59/0,299", 2, 29},
	};
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct file f = make(2, rows[i].footer);
		const struct zone *z;
		struct err e;
		int64_t at = civil_day(2032, rows[i].month, rows[i].day) *
			     CIVIL_DAY_S;

		CHECK_ROW(parse(&a, &f, f.n, &z, &e), i);
		CHECK_ROW(zone_offset(z, at - 1) == 0, i);
		CHECK_ROW(zone_offset(z, at) == 3600, i);
	}
	arena_release(&a);
}

/* Cut anywhere and with any byte changed, the file is refused or usable. */
static void test_broken_files_never_crash(void)
{
	struct file f = make(2, "CET-1CEST,M3.5.0,M10.5.0/3");
	struct arena a;
	const struct zone *z;
	struct err e;

	arena_init(&a);
	for (size_t n = 0; n < f.n; n++) {
		CHECK_ROW(!parse(&a, &f, n, &z, &e), n);
		CHECK_ROW(e.kind == ERR_INVALID, n);
	}
	for (size_t i = 0; i < f.n; i++)
		for (int bit = 0; bit < 8; bit++) {
			struct file g = f;
			struct civil c = {2030, 3, 31, 2, 30, 0};

			g.p[i] = (unsigned char)(g.p[i] ^ 1 << bit);
			arena_reset(&a);
			if (parse(&a, &g, g.n, &z, &e))
				zone_unix(z, &c);
		}
	arena_release(&a);
}

static void test_leap_seconds_and_disorder_are_refused(void)
{
	struct file f = make(1, "");
	struct arena a;
	const struct zone *z;
	struct err e;

	arena_init(&a);
	f.p[31] = 1; /* one leap second, whose bytes follow */
	f.n += 8;
	CHECK(!parse(&a, &f, f.n, &z, &e) && e.kind == ERR_INVALID);

	f = make(1, "");
	f.p[48] = 2; /* a type that is not there */
	CHECK(!parse(&a, &f, f.n, &z, &e) && e.kind == ERR_INVALID);
	CHECK(!zone_parse(&a, "x", f.p, 1 << 20, &z, &e));
	CHECK(e.kind == ERR_TOO_LARGE);
	arena_release(&a);
}

static void test_days_and_hours_of_a_zone(void)
{
	struct file f = make(2, "CET-1CEST,M3.5.0,M10.5.0/3");
	struct arena a;
	const struct zone *z;
	struct err e;
	int64_t day = civil_day(2030, 3, 31);

	arena_init(&a);
	CHECK(parse(&a, &f, f.n, &z, &e));
	CHECK(zone_at(z, day, 0) == day * CIVIL_DAY_S - 3600);
	CHECK(zone_at(z, day, 2 * CIVIL_HOUR_S + 1800) ==
		day * CIVIL_DAY_S + 5400); /* 02:30 is skipped: 03:30 */
	CHECK(zone_at(z, day, CIVIL_DAY_S) == zone_at(z, day + 1, 0));
	CHECK(zone_day(z, day * CIVIL_DAY_S - 3600) == day);
	CHECK(zone_day(z, day * CIVIL_DAY_S - 3601) == day - 1);
	CHECK(zone_next_change(z, day * CIVIL_DAY_S) ==
		day * CIVIL_DAY_S + 3600);
	arena_release(&a);
}

TEST_MAIN(test_versions_one_to_three, test_footers,
	test_julian_days_in_a_leap_year, test_broken_files_never_crash,
	test_leap_seconds_and_disorder_are_refused,
	test_days_and_hours_of_a_zone)
