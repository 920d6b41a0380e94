#include "lang/email.h"

#include "base/buf.h"

enum { EMAIL_BYTES_MAX = 254 }; /* RFC 5321, 4.5.3.1.3 */

/* ---- as typed ----------------------------------------------------------- */

static bool is_address_char(char c, bool is_local)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= '0' && c <= '9') || c == '.' || c == '-')
		return true;
	return is_local && strchr("_+%", c) != NULL && c;
}

/* "mail.ru": a dot inside, and letters behind the last one. */
static bool is_domain(const char *p, size_t n)
{
	size_t dot = n;

	for (size_t i = 0; i < n; i++)
		if (p[i] == '.')
			dot = i;
	if (dot == n || dot == 0 || n - dot < 3)
		return false;
	for (size_t i = dot + 1; i < n; i++)
		if (p[i] < 'A')
			return false;
	return true;
}

static bool read_written(
	const struct tokens *t, size_t at, struct arena *a, struct detail *out)
{
	const char *text = t->text;
	size_t begin = t->token[at].begin, end = t->token[at].end;
	size_t middle = end;

	while (begin && middle - begin < EMAIL_BYTES_MAX &&
		is_address_char(text[begin - 1], true))
		begin--;
	while (end < t->text_n && end - begin < EMAIL_BYTES_MAX &&
		is_address_char(text[end], false))
		end++;
	while (end > middle && (text[end - 1] == '.' || text[end - 1] == '-'))
		end--;
	while (begin + 1 < middle && text[begin] == '.')
		begin++;
	if (begin + 1 == middle || !is_domain(text + middle, end - middle))
		return false;
	*out = (struct detail){(uint32_t)begin, (uint32_t)end, DETAIL_EMAIL,
		text_lower(a, arena_copy(a, text + begin, end - begin)), true};
	return true;
}

/* ---- as dictated -------------------------------------------------------- */

enum { PARTS_MAX = 8 };

/* How people call the parts of an address. */
static const struct {
	const char *said, *meant;
} called[] = {
	{"мейл", "mail"},
	{"майл", "mail"},
	{"мэйл", "mail"},
	{"яндекс", "yandex"},
	{"джимейл", "gmail"},
	{"джимэйл", "gmail"},
	{"джимаил", "gmail"},
	{"гмейл", "gmail"},
	{"гмайл", "gmail"},
	{"жмейл", "gmail"},
	{"рамблер", "rambler"},
	{"инбокс", "inbox"},
	{"лист", "list"},
	{"бк", "bk"},
	{"я", "ya"},
	{"аутлук", "outlook"},
	{"хотмейл", "hotmail"},
	{"айклауд", "icloud"},
	{"ру", "ru"},
	{"ком", "com"},
	{"нет", "net"},
	{"орг", "org"},
	{"бай", "by"},
	{"кз", "kz"},
};

/* The letters from "а" to "я" by their sound. */
static const char *const sound[] = {"a", "b", "v", "g", "d", "e", "zh", "z",
	"i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h",
	"ts", "ch", "sh", "sch", "", "y", "", "e", "yu", "ya"};

static bool is_said(const struct tokens *t, size_t at, const char *word)
{
	return at < t->n && t->token[at].kind == TOKEN_WORD &&
	       strcmp(t->token[at].low, word) == 0;
}

/* The mark that a token names: "точка" is '.'; 0: none. */
static char mark_of(const struct tokens *t, size_t at)
{
	if (is_said(t, at, "точка") || (at < t->n && t->token[at].mark == '.'))
		return '.';
	if (is_said(t, at, "тире") || is_said(t, at, "дефис") ||
		is_said(t, at, "минус"))
		return '-';
	if (is_said(t, at, "подчеркивание"))
		return '_';
	return 0;
}

static bool is_part(const struct tokens *t, size_t at)
{
	return at < t->n && t->token[at].kind != TOKEN_MARK && !mark_of(t, at);
}

/* Writes one word or number; false where it is spelt by its sound. */
static bool put_part(const struct token *tok, struct buf *b)
{
	const char *p = tok->low, *end = p + tok->low_n;
	bool is_sure = true;

	for (size_t i = 0; i < ARRAY_LEN(called); i++)
		if (strcmp(called[i].said, tok->low) == 0) {
			buf_text(b, called[i].meant);
			return true;
		}
	while (p < end) {
		uint32_t c = text_next(&p, end);
		bool is_russian = c >= 0x430 && c <= 0x44F;

		if (is_russian)
			buf_text(b, sound[c - 0x430]);
		else if (c < 0x80)
			buf_char(b, (char)c);
		is_sure &= c < 0x80;
	}
	return is_sure;
}

/* Where the part in front of «собака» begins: parts parted by marks, digits. */
static size_t local_begin(const struct tokens *t, size_t at)
{
	size_t first = at;

	for (int parts = 0; parts < PARTS_MAX && first && is_part(t, first - 1);
		parts++) {
		first--;
		if (t->token[first].kind == TOKEN_NUMBER && first &&
			is_part(t, first - 1))
			continue;
		if (first < 2 || !mark_of(t, first - 1) ||
			!is_part(t, first - 2))
			break;
		first--;
		first -= is_said(t, first - 1, "нижнее");
	}
	return first;
}

static bool is_country(const struct tokens *t, size_t at)
{
	static const char *const end[] = {"ру", "ком", "нет", "орг", "бай",
		"кз", "ru", "com", "net", "org", "by", "kz"};

	return is_part(t, at) &&
	       token_is_one_of(t->token[at].low, end, ARRAY_LEN(end));
}

/* One past the domain behind «собака», whose last dot may be left out. */
static size_t domain_end(const struct tokens *t, size_t at)
{
	size_t i = at + 1;

	for (int parts = 0; parts < PARTS_MAX && is_part(t, i); parts++) {
		i++;
		if (is_country(t, i))
			return i + 1;
		if (mark_of(t, i) != '.' && mark_of(t, i) != '-')
			return 0;
		i++;
		if (is_country(t, i))
			return i + 1;
	}
	return 0;
}

static size_t read_dictated(
	const struct tokens *t, size_t at, struct arena *a, struct detail *out)
{
	size_t first = local_begin(t, at), end = domain_end(t, at);
	bool is_sure = true;
	struct buf b;

	if (!end || first == at)
		return 0;
	buf_init(&b, a, EMAIL_BYTES_MAX);
	for (size_t i = first; i < end; i++) {
		char mark = i == at ? '@' : mark_of(t, i);

		if (!mark && i == end - 1 && !mark_of(t, i - 1))
			mark = '.';
		if (mark)
			buf_char(&b, mark);
		if (i != at && !mark_of(t, i) && !is_said(t, i, "нижнее"))
			is_sure &= put_part(&t->token[i], &b);
	}
	if (b.is_over)
		return 0;
	*out = (struct detail){t->token[first].begin, t->token[end - 1].end,
		DETAIL_EMAIL, b.p, is_sure};
	return end;
}

size_t email_read(
	const struct tokens *t, size_t at, struct arena *a, struct detail *out)
{
	if (t->token[at].mark == '@')
		return read_written(t, at, a, out) ? at + 1 : 0;
	if (is_said(t, at, "собака") || is_said(t, at, "собачка"))
		return read_dictated(t, at, a, out);
	return 0;
}
