#include "lang/detail.h"

#include <stdio.h>

#include "base/civil.h"
#include "lang/email.h"

enum {
	POLICY_DIGITS = 16,
	AGE_MAX_YEARS = 120,
	SURE_AGE_YEARS = 10, /* a full date so old is one of birth */
	WORDS_LOOKED_AT = 4, /* in front of a detail */
};

static bool is_mark(const struct tokens *t, size_t at, const char *marks)
{
	return at < t->n && t->token[at].kind == TOKEN_MARK &&
	       t->token[at].mark < 0x80 &&
	       strchr(marks, (int)t->token[at].mark) != NULL;
}

static bool is_number(const struct tokens *t, size_t at)
{
	return at < t->n && t->token[at].kind == TOKEN_NUMBER;
}

static bool is_one_of(
	const struct token *tok, const char *const *words, size_t n)
{
	return tok->kind == TOKEN_WORD && token_is_one_of(tok->low, words, n);
}

/* Whether one of the words stands shortly in front of the token. */
static bool is_behind(
	const struct tokens *t, size_t at, const char *const *words, size_t n)
{
	for (size_t back = 0, seen = 0; back < at && seen < WORDS_LOOKED_AT;
		back++) {
		const struct token *tok = &t->token[at - 1 - back];

		if (is_one_of(tok, words, n))
			return true;
		seen += tok->kind != TOKEN_MARK;
	}
	return false;
}

/* ---- policy ------------------------------------------------------------- */

/*
 * The check digit of the policy: from the right, every second digit is doubled
 * (order of the Ministry of Health 108n, 2019; it is Luhn's).
 */
static bool is_checked(const char *digit)
{
	int sum = 0;

	for (int i = 0; i < POLICY_DIGITS; i++) {
		int d = digit[i] - '0';

		if (i % 2 == 0)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return sum % 10 == 0;
}

/* Groups of digits, sixteen in all; returns one past the last, 0 if none. */
static size_t read_sixteen(
	const struct tokens *t, size_t at, char digit[POLICY_DIGITS + 1])
{
	size_t n = 0, i = at;

	while (is_number(t, i) && n + t->token[i].low_n <= POLICY_DIGITS) {
		memcpy(digit + n, t->token[i].low, t->token[i].low_n);
		n += t->token[i++].low_n;
		if (n == POLICY_DIGITS)
			break;
		i += is_mark(t, i, "-");
	}
	digit[n] = '\0';
	return n == POLICY_DIGITS && !(is_number(t, i) && t->token[i].is_glued)
		       ? i
		       : 0;
}

static size_t read_policy(
	const struct tokens *t, size_t at, struct arena *a, struct detail *out)
{
	static const char *const said[] = {
		"полис", "полиса", "омс", "енп", "полису"};
	static const char *const cards[] = {"карта", "карты", "карту", "карте",
		"картой", "счет", "счета", "перевод", "переводом"};
	char digit[POLICY_DIGITS + 1];
	size_t end = read_sixteen(t, at, digit);
	bool is_said = is_behind(t, at, said, ARRAY_LEN(said));

	if (!end || (at && is_number(t, at - 1)))
		return 0;
	if (!is_said && (!is_checked(digit) ||
				is_behind(t, at, cards, ARRAY_LEN(cards))))
		return 0;
	*out = (struct detail){t->token[at].begin, t->token[end - 1].end,
		DETAIL_POLICY, arena_text(a, digit), is_checked(digit)};
	return end;
}

/* ---- date of birth ------------------------------------------------------ */

struct date {
	int year, month, day; /* month 0: only the year */
	size_t end;           /* one past its last token; 0: none */
	bool is_full;         /* the year has four digits */
};

static int month_of(const struct tokens *t, size_t at)
{
	static const char *const heads[] = {"янв", "фев", "мар", "апр", "ма",
		"июн", "июл", "авг", "сен", "окт", "ноя", "дек"};

	if (at >= t->n || t->token[at].kind != TOKEN_WORD ||
		t->token[at].letters > 8)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		const char *low = t->token[at].low;

		if (strncmp(low, heads[i], strlen(heads[i])) != 0)
			continue;
		if (i == 4 && strcmp(low, "мая") != 0 &&
			strcmp(low, "май") != 0)
			continue;
		return (int)i + 1;
	}
	return 0;
}

static int value_of(const struct tokens *t, size_t at)
{
	return is_number(t, at) && t->token[at].low_n <= 4
		       ? (int)t->token[at].number
		       : -1;
}

static struct date date_of(
	const struct tokens *t, int year_at, int year, int month, int day)
{
	struct date d = {.year = year, .month = month, .day = day};

	d.end = (size_t)year_at + 1;
	d.is_full = t->token[year_at].low_n == 4;
	return d;
}

/* "05.03.1985", "5/3/85", "1985-03-05", "5 марта 1985", "5 марта 85 г". */
static struct date read_date(const struct tokens *t, size_t at)
{
	int month = month_of(t, at + 1), first = value_of(t, at);

	if (first < 0)
		return (struct date){0};
	if (month && is_number(t, at + 2) && value_of(t, at + 2) >= 0)
		return date_of(
			t, (int)at + 2, value_of(t, at + 2), month, first);
	if (is_mark(t, at + 1, "./-") && is_mark(t, at + 3, "./-") &&
		value_of(t, at + 2) > 0 && value_of(t, at + 4) >= 0) {
		struct date d;

		if (t->token[at].low_n < 4)
			return date_of(t, (int)at + 4, value_of(t, at + 4),
				value_of(t, at + 2), first);
		d = date_of(t, (int)at + 4, first, value_of(t, at + 2),
			value_of(t, at + 4));
		d.is_full = true;
		return d;
	}
	return (struct date){0};
}

static const char *const births[] = {"рождения", "рожд", "родился", "родилась",
	"родились", "рожден", "рождена", "др", "днюха", "родившийся",
	"родившаяся"};

/* "д.р." is cut into letters and dots. */
static bool is_birth_said(const struct tokens *t, size_t at)
{
	if (is_behind(t, at, births, ARRAY_LEN(births)))
		return true;
	for (size_t i = at; i-- > 0 && at - i <= 5;)
		if (strcmp(t->token[i].low, "д") == 0 && i + 2 < t->n &&
			strcmp(t->token[i + 2].low, "р") == 0 &&
			is_mark(t, i + 1, ".-/"))
			return true;
	return false;
}

/* "1985 г.р.", "5 марта 1985 года рождения": one past it, or `at`. */
static size_t born_end(const struct tokens *t, size_t at)
{
	static const char *const years[] = {"г", "год", "года", "году"};
	size_t i = at;

	if (i < t->n && is_one_of(&t->token[i], years, ARRAY_LEN(years)))
		i++;
	while (is_mark(t, i, "."))
		i++;
	if (i > at && i < t->n &&
		(is_one_of(&t->token[i], births, ARRAY_LEN(births)) ||
			strcmp(t->token[i].low, "р") == 0))
		return i + 1;
	return i < t->n && i == at &&
			       is_one_of(
				       &t->token[i], births, ARRAY_LEN(births))
		       ? i + 1
		       : at;
}

static int days_of(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && is_leap);
}

static bool is_date_of_birth(struct date *d, int64_t today)
{
	struct civil now = civil_of_day(today);

	if (!d->is_full && d->year < 100)
		d->year += d->year <= now.year % 100
				   ? now.year / 100 * 100
				   : now.year / 100 * 100 - 100;
	if (d->year > now.year || d->year < now.year - AGE_MAX_YEARS)
		return false;
	if (!d->month)
		return true;
	return d->month >= 1 && d->month <= 12 && d->day >= 1 &&
	       d->day <= days_of(d->year, d->month) &&
	       civil_day(d->year, d->month, d->day) <= today;
}

/* "1985 г.р.", "родился в 1985": only the year. */
static struct date read_year(const struct tokens *t, size_t at)
{
	struct date d = {0};

	if (!is_number(t, at) || t->token[at].low_n != 4 ||
		(at && is_mark(t, at - 1, "./-")))
		return d;
	d.year = value_of(t, at);
	d.end = at + 1;
	d.is_full = true;
	return d;
}

static size_t read_birth(const struct tokens *t, size_t at, int64_t today,
	struct arena *a, struct detail *out)
{
	struct date d = read_date(t, at);
	bool is_said = is_birth_said(t, at);
	size_t end;

	if (!d.end)
		d = read_year(t, at);
	if (!d.end || (at && is_number(t, at - 1) && t->token[at].is_glued))
		return 0;
	end = born_end(t, d.end);
	is_said |= end > d.end;
	if (!is_date_of_birth(&d, today))
		return 0;
	if (!is_said &&
		(!d.month || !d.is_full ||
			d.year + SURE_AGE_YEARS > civil_of_day(today).year))
		return 0;
	*out = (struct detail){t->token[at].begin, t->token[end - 1].end,
		DETAIL_BIRTH,
		d.month ? arena_print(
				  a, "%04d-%02d-%02d", d.year, d.month, d.day)
			: arena_print(a, "%04d", d.year),
		true};
	return end;
}

size_t detail_find(const struct tokens *t, int64_t today, struct arena *a,
	const struct detail **out)
{
	struct detail *found = NULL, d;
	size_t n = 0, at = 0;

	while (at < t->n) {
		size_t end = 0;

		end = email_read(t, at, a, &d);
		if (!end && is_number(t, at))
			end = read_policy(t, at, a, &d);
		if (!end && is_number(t, at))
			end = read_birth(t, at, today, a, &d);
		if (!end) {
			at++;
			continue;
		}
		if (!found)
			found = arena_new(a, struct detail, t->n + 1);
		found[n++] = d;
		at = end;
	}
	*out = found;
	return n;
}

const char *detail_name(enum detail_kind kind)
{
	static const char *const names[DETAIL_KINDS] = {
		"email", "birth", "policy"};

	return names[kind];
}
