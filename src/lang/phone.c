#include "lang/phone.h"

#include "lang/lang_tables.h"
#include "lang/wordmap.h"

enum {
	DIGITS_MAX = 15, /* of E.164 */
	PARTS_MAX = 16,  /* groups of one number: one digit each at worst */
	LOCAL_MIN = 6,   /* fewer digits are not taken for a number at all */
	OWN_MIN = 10,    /* digits of a number without a plus */
};

/*
 * Countries whose people come to a Russian clinic.  National digits without
 * the code; `mobile` lists first digits of mobile numbers, "" if the number
 * does not show it.  After the numbering plans of the ITU (E.164 annex) and of
 * the national regulators.
 */
static const struct country {
	const char *code;
	unsigned min, max;
	const char *mobile;
} countries[] = {
	{"7", 10, 10, "9 70 74 77"},  /* Russia, Kazakhstan */
	{"375", 9, 9, "25 29 33 44"}, /* Belarus */
	{"380", 9, 9, "39 50 63 66 67 68 73 9"},
	{"374", 8, 8, "33 4 55 77 9"}, /* Armenia */
	{"994", 9, 9, "10 50 51 55 60 70 77 99"},
	{"995", 9, 9, "5 7"},                 /* Georgia */
	{"996", 9, 9, "2 5 7 99"},            /* Kyrgyzstan */
	{"998", 9, 9, "20 33 50 55 77 88 9"}, /* Uzbekistan */
	{"992", 9, 9, "0 1 2 4 5 7 8 9"},     /* Tajikistan */
	{"993", 8, 8, "6 71"},                /* Turkmenistan */
	{"373", 8, 8, "6 7"},                 /* Moldova */
	{"370", 8, 8, "6"},                   /* Lithuania */
	{"371", 8, 8, "2"},                   /* Latvia */
	{"372", 7, 8, "5 8"},                 /* Estonia */
	{"976", 8, 8, "8 9"},                 /* Mongolia */
	{"90", 10, 10, "5"},                  /* Turkey */
	{"971", 8, 9, "5"},                   /* Emirates */
	{"972", 8, 9, "5"},                   /* Israel */
	{"86", 11, 11, "1"},                  /* China */
	{"91", 10, 10, "6 7 8 9"},            /* India */
	{"84", 9, 10, "3 5 7 8 9"},           /* Viet Nam */
	{"82", 8, 10, "1"},                   /* Korea */
	{"81", 9, 10, "7 8 9"},               /* Japan */
	{"66", 8, 9, "6 8 9"},                /* Thailand */
	{"1", 10, 10, ""},                    /* North America */
	{"20", 9, 10, "1"},                   /* Egypt */
	{"30", 10, 10, "6"},                  /* Greece */
	{"31", 9, 9, "6"},                    /* Netherlands */
	{"32", 8, 9, "4"},                    /* Belgium */
	{"33", 9, 9, "6 7"},                  /* France */
	{"34", 9, 9, "6 7"},                  /* Spain */
	{"351", 9, 9, "9"},                   /* Portugal */
	{"352", 6, 11, "6"},                  /* Luxembourg */
	{"353", 7, 9, "8"},                   /* Ireland */
	{"354", 7, 9, "6 7 8"},               /* Iceland */
	{"355", 8, 9, "6"},                   /* Albania */
	{"356", 8, 8, "7 9"},                 /* Malta */
	{"357", 8, 8, "9"},                   /* Cyprus */
	{"358", 5, 12, "4 50"},               /* Finland */
	{"359", 8, 9, "8 9"},                 /* Bulgaria */
	{"36", 8, 9, "20 30 31 50 70"},       /* Hungary */
	{"381", 8, 9, "6"},                   /* Serbia */
	{"382", 8, 9, "6"},                   /* Montenegro */
	{"385", 8, 9, "9"},                   /* Croatia */
	{"386", 8, 8, "3 4 5 6 7"},           /* Slovenia */
	{"387", 8, 9, "6"},                   /* Bosnia */
	{"389", 8, 8, "7"},                   /* North Macedonia */
	{"39", 6, 11, "3"},                   /* Italy */
	{"40", 9, 9, "7"},                    /* Romania */
	{"41", 9, 9, "7"},                    /* Switzerland */
	{"420", 9, 9, "6 7"},                 /* Czechia */
	{"421", 9, 9, "9"},                   /* Slovakia */
	{"43", 4, 13, "6"},                   /* Austria */
	{"44", 9, 10, "7"},                   /* United Kingdom */
	{"45", 8, 8, ""},                     /* Denmark */
	{"46", 7, 10, "7"},                   /* Sweden */
	{"47", 8, 8, "4 9"},                  /* Norway */
	{"48", 9, 9, "45 5 6 7 88"},          /* Poland */
	{"49", 6, 11, "15 16 17"},            /* Germany */
};

/* Digits read from some tokens in a row. */
struct run {
	char digit[DIGITS_MAX + 4];
	unsigned n;
	bool has_plus;
	bool is_over; /* more digits than any number has */
};

static bool starts_with(const char *text, const char *head)
{
	return text[0] == head[0] && strncmp(text, head, strlen(head)) == 0;
}

static bool is_listed(const char *list, const char *digits)
{
	struct str rest = str_of(list);

	while (rest.n) {
		struct str head = str_split(&rest, ' ');

		if (strncmp(digits, head.p, head.n) == 0)
			return true;
	}
	return false;
}

/* Fills `p` from a code-and-number in international form. */
static enum phone_problem judge_full(const char *full, struct phone *p)
{
	if (full[0] == '0')
		return PHONE_UNKNOWN; /* no code begins so */
	for (size_t i = 0; i < ARRAY_LEN(countries); i++) {
		const struct country *c = &countries[i];
		const char *own = full + strlen(c->code);
		size_t n;

		if (!starts_with(full, c->code))
			continue;
		n = strlen(own);
		if (n < c->min || n > c->max)
			return n < c->min ? PHONE_TOO_SHORT : PHONE_TOO_LONG;
		if (full[0] == '7' && !strchr("34678 9", own[0]))
			return PHONE_UNKNOWN;
		p->is_mobile = is_listed(c->mobile, own);
		snprintf(p->e164, sizeof(p->e164), "+%s", full);
		return PHONE_GOOD;
	}
	return PHONE_UNKNOWN;
}

/* A Russian number by its ten digits: none begins with 0, 1, 2 or 5. */
static enum phone_problem judge_russian(const char *ten, struct phone *p)
{
	char full[DIGITS_MAX + 1];

	snprintf(full, sizeof(full), "7%s", ten);
	return judge_full(full, p);
}

static enum phone_problem judge(const struct run *r, struct phone *p)
{
	const char *d = r->digit;

	if (r->is_over)
		return PHONE_TOO_LONG;
	if (!r->has_plus && r->n < OWN_MIN)
		return PHONE_TOO_SHORT;
	if (r->has_plus && !(d[0] == '8' && d[1] == '9' && r->n == 11))
		return judge_full(d, p);
	if (starts_with(d, "810") && r->n > 11)
		return judge_full(d + 3, p);
	if (starts_with(d, "00") && r->n > 9)
		return judge_full(d + 2, p);
	if (r->n == 11 && (d[0] == '8' || d[0] == '7'))
		return judge_russian(d + 1, p);
	if (r->n == 10 && starts_with(d, "89"))
		return PHONE_TOO_SHORT; /* no area has 89: "8 9.." cut off */
	if (r->n == 10 && strchr("3489", d[0]))
		return judge_russian(d, p);
	for (size_t i = 0; i < ARRAY_LEN(countries); i++)
		if (strlen(countries[i].code) == 3 && r->n == 12 &&
			starts_with(d, countries[i].code))
			return judge_full(d, p);
	return r->n < OWN_MIN ? PHONE_TOO_SHORT
	       : r->n > 11    ? PHONE_TOO_LONG
			      : PHONE_UNKNOWN;
}

/* Dictation: how many tokens one spoken number takes, and its digits. */
struct speech {
	const struct wordmap *numbers;
	const struct tokens *t;
};

static int64_t spoken(const struct speech *s, size_t at)
{
	const struct token *tok = &s->t->token[at];

	if (at >= s->t->n || tok->kind != TOKEN_WORD)
		return WORDMAP_NONE;
	return wordmap_get(s->numbers, tok->low, tok->low_n);
}

/* "сто двадцать три" is 123, "сорок пять" 45, "ноль" 0. */
static size_t speak(const struct speech *s, size_t at, int64_t *out)
{
	int64_t sum = spoken(s, at), last = sum;
	size_t n = 1;

	if (sum == WORDMAP_NONE)
		return 0;
	for (; last >= 20; n++) {
		int64_t v = spoken(s, at + n);

		if (v <= 0 || v >= (last >= 100 ? 100 : 10))
			break;
		sum += v;
		last = v < 20 ? 0 : v;
	}
	*out = sum;
	return n;
}

static void add_digits(struct run *r, const char *digits, size_t n)
{
	if (r->n + n > DIGITS_MAX + 3) {
		r->is_over = true;
		return;
	}
	memcpy(r->digit + r->n, digits, n);
	r->n += (unsigned)n;
	r->digit[r->n] = '\0';
}

static bool is_mark_of(const struct token *tok, const char *marks)
{
	return tok->kind == TOKEN_MARK && tok->mark < 0x80 &&
	       strchr(marks, (int)tok->mark) != NULL;
}

static bool is_dash(const struct token *tok)
{
	return tok->kind == TOKEN_MARK &&
	       (tok->mark == '-' ||
		       (tok->mark >= 0x2010 && tok->mark <= 0x2015));
}

/* "8/916/111/22/33", "8_916_...": between groups without blanks. */
static bool is_stroke(const struct tokens *t, size_t at)
{
	return is_mark_of(&t->token[at], "/_") && t->token[at].is_glued &&
	       at + 1 < t->n && t->token[at + 1].is_glued &&
	       t->token[at + 1].kind == TOKEN_NUMBER;
}

/*
 * Reads the next group of digits behind `*at`, over the marks that may stand
 * in between.  A dot is one only between groups of a number ("8.900.123").
 */
static bool read_group(const struct speech *s, size_t *at, struct run *r)
{
	const struct tokens *t = s->t;
	size_t i = *at;
	int64_t value;
	size_t words;
	char text[8];

	for (int marks = 0; i < t->n && marks < 4; marks++, i++) {
		const struct token *tok = &t->token[i];

		if (r->n && is_mark_of(tok, ".") && tok->is_glued &&
			i + 1 < t->n && t->token[i + 1].is_glued &&
			(r->n == 1 || r->n > 3))
			continue;
		if (r->n && is_stroke(t, i))
			continue;
		if (!is_mark_of(tok, "()") && !(r->n && is_dash(tok)))
			break;
	}
	if (i >= t->n)
		return false;
	if (t->token[i].kind == TOKEN_NUMBER) {
		add_digits(r, t->token[i].low, t->token[i].low_n);
		*at = i + 1;
		return true;
	}
	words = speak(s, i, &value);
	if (!words)
		return false;
	snprintf(text, sizeof(text), "%d", (int)value);
	add_digits(r, text, strlen(text));
	*at = i + words;
	return true;
}

static bool is_word(const struct token *tok, const char *word)
{
	return tok->kind == TOKEN_WORD && strcmp(tok->low, word) == 0;
}

/* "+" and "плюс" in front of the first digit. */
static size_t read_plus(const struct tokens *t, size_t at, struct run *r)
{
	r->has_plus = is_mark_of(&t->token[at], "+") ||
		      is_word(&t->token[at], "плюс");
	return r->has_plus;
}

/*
 * Whether a number may begin so.  In a line of a million lone digits most are
 * told at once, and not behind sixteen more.
 */
static bool is_first_digit(const struct run *r)
{
	return r->has_plus || strchr("034789", r->digit[0]);
}

/*
 * The longest good number that begins at token `at`; a group that would make
 * it no number ends it, so that two numbers may stand side by side.
 */
static size_t read_good(const struct speech *s, size_t at, struct phone *out)
{
	struct run r = {.n = 0};
	size_t i = at + read_plus(s->t, at, &r);
	size_t best = 0;

	for (int part = 0; part < PARTS_MAX; part++) {
		struct phone p = {0};

		if (!read_group(s, &i, &r) || r.is_over || !is_first_digit(&r))
			break;
		if (judge(&r, &p) != PHONE_GOOD)
			continue;
		*out = p;
		best = i;
		if (r.n >= 11 && !r.has_plus)
			break;
	}
	return best;
}

static bool has_marks(const struct tokens *t, size_t at, size_t end)
{
	for (size_t i = at; i < end; i++)
		if (t->token[i].kind == TOKEN_MARK)
			return true;
	return false;
}

/* What was meant for a number and is none: all groups in a row. */
static size_t read_bad(const struct speech *s, size_t at, struct phone *out)
{
	struct run r = {.n = 0};
	size_t i = at + read_plus(s->t, at, &r);
	int parts = 0;

	while (parts < PARTS_MAX && read_group(s, &i, &r))
		parts++;
	if (r.n < LOCAL_MIN || s->t->token[at].kind == TOKEN_WORD)
		return 0;
	if (parts > 1 && !strchr("789", r.digit[0]) && !has_marks(s->t, at, i))
		return 0; /* "скидка 10 15 20" */
	out->problem = judge(&r, out);
	return out->problem == PHONE_GOOD ? 0 : i;
}

/* "доб. 12", "добавочный 104", "вн. 7". */
static size_t read_extension(const struct tokens *t, size_t at, struct phone *p)
{
	size_t i = at;

	while (i < t->n && i < at + 3 && t->token[i].kind != TOKEN_NUMBER) {
		const struct token *tok = &t->token[i++];

		if (tok->kind == TOKEN_WORD && !starts_with(tok->low, "доб") &&
			!starts_with(tok->low, "внутр") && !is_word(tok, "вн"))
			return at;
	}
	if (i == at || i >= t->n || t->token[i].kind != TOKEN_NUMBER ||
		t->token[i].low_n >= sizeof(p->extension))
		return at;
	for (size_t k = at; k < i; k++)
		if (t->token[k].kind == TOKEN_WORD) {
			memcpy(p->extension, t->token[i].low,
				t->token[i].low_n + 1);
			return i + 1;
		}
	return at;
}

/* A date or a clock is no number, however many digits it has. */
static bool is_date(const struct tokens *t, size_t at, size_t end, bool is_good)
{
	const char *first = t->token[at].low;
	/* "8/916/111/22/33" begins as a date may, but has a phone's digits */
	bool is_trunk = is_good && (is_mark_of(&t->token[at], "+") ||
					   strcmp(first, "8") == 0 ||
					   strcmp(first, "7") == 0);

	for (size_t i = at; i < end; i++)
		if (is_mark_of(&t->token[i], is_trunk ? ":" : ":/") ||
			(is_mark_of(&t->token[i], ".") && end - at <= 6))
			return true;
	return end < t->n && is_mark_of(&t->token[end], ":.") &&
	       end + 1 < t->n && t->token[end + 1].kind == TOKEN_NUMBER;
}

/* One past what strokes join in [at, end); at least one past `at`. */
static size_t past_strokes(const struct tokens *t, size_t at, size_t end)
{
	size_t past = at + 1;

	for (size_t i = at; i + 1 < end; i++)
		if (is_mark_of(&t->token[i], "/"))
			past = i + 2;
	return past;
}

static bool is_one_of(
	const struct token *tok, const char *const *words, size_t n)
{
	return tok->kind == TOKEN_WORD && token_is_one_of(tok->low, words, n);
}

/*
 * One past "паспорт 4510 123456" at `at`: the number of a paper, whatever its
 * digits look like; 0 if none is there.  Eleven digits from 7 or 8 are a phone
 * all the same.
 */
static size_t document_end(const struct tokens *t, size_t at)
{
	static const char *const papers[] = {"полис", "полиса", "снилс", "инн",
		"паспорт", "паспорта", "карта", "карты"};
	static const char *const between[] = {"омс", "дмс", "номер", "серия"};
	size_t i = at + 1;

	if (!is_one_of(&t->token[at], papers, ARRAY_LEN(papers)))
		return 0;
	for (; i < t->n; i++) {
		const struct token *tok = &t->token[i];

		if (tok->kind == TOKEN_NUMBER && tok->low_n == 11 &&
			strchr("78", tok->low[0]))
			break;
		if (tok->kind != TOKEN_NUMBER && !is_dash(tok) &&
			!is_mark_of(tok, ":") &&
			!is_one_of(tok, between, ARRAY_LEN(between)))
			break;
	}
	return i;
}

static bool may_begin(const struct speech *s, size_t at)
{
	const struct token *tok = &s->t->token[at];

	return tok->kind == TOKEN_NUMBER || is_mark_of(tok, "+(") ||
	       is_word(tok, "плюс") || spoken(s, at) != WORDMAP_NONE;
}

size_t phone_find(const struct lang *lang, const struct tokens *t,
	struct arena *a, const struct phone **out)
{
	struct speech s = {&lang->numbers, t};
	struct phone *phone = NULL;
	size_t n = 0, at = 0;

	while (at < t->n) {
		struct phone p = {0};
		size_t end = document_end(t, at);

		if (end) {
			at = end;
			continue;
		}
		if (may_begin(&s, at))
			end = read_good(&s, at, &p);
		if (!end && may_begin(&s, at))
			end = read_bad(&s, at, &p);
		if (!end) {
			at++;
			continue;
		}
		if (is_date(t, at, end, p.problem == PHONE_GOOD)) {
			at = past_strokes(t, at, end);
			continue;
		}
		if (!phone)
			phone = arena_new(a, struct phone, t->n / 2 + 2);
		p.begin = t->token[at].begin;
		at = read_extension(t, end, &p);
		p.end = t->token[at - 1].end;
		phone[n++] = p;
	}
	*out = phone;
	return n;
}
