#include "base/text.h"

struct str str_of(const char *text)
{
	return (struct str){text, text ? strlen(text) : 0};
}

bool str_equal(struct str s, const char *text)
{
	return s.n == strlen(text) && (!s.n || memcmp(s.p, text, s.n) == 0);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
	while (s.n && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str str_split(struct str *rest, char c)
{
	const char *at = rest->n ? memchr(rest->p, c, rest->n) : NULL;
	struct str head = *rest;

	if (!at) {
		*rest = (struct str){NULL, 0};
		return head;
	}
	head.n = (size_t)(at - rest->p);
	*rest = (struct str){at + 1, rest->n - head.n - 1};
	return head;
}

/*
 * Returns the length of the valid sequence at `p` (1 to 4) and its code point,
 * or 0.  The bounds on the second byte (RFC 3629, section 4) exclude overlong
 * forms, surrogates and everything above U+10FFFF.
 */
static size_t decode(const unsigned char *p, size_t n, uint32_t *out)
{
	static const struct {
		unsigned char lead, lead_end, second, second_end, bytes;
	} rows[] = {
		{0xC2, 0xDF, 0x80, 0xBF, 2},
		{0xE0, 0xE0, 0xA0, 0xBF, 3},
		{0xE1, 0xEC, 0x80, 0xBF, 3},
		{0xED, 0xED, 0x80, 0x9F, 3},
		{0xEE, 0xEF, 0x80, 0xBF, 3},
		{0xF0, 0xF0, 0x90, 0xBF, 4},
		{0xF1, 0xF3, 0x80, 0xBF, 4},
		{0xF4, 0xF4, 0x80, 0x8F, 4},
	};

	if (p[0] < 0x80) {
		*out = p[0];
		return 1;
	}
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		size_t len = rows[i].bytes;
		uint32_t c;

		if (p[0] < rows[i].lead || p[0] > rows[i].lead_end)
			continue;
		if (n < len || p[1] < rows[i].second ||
			p[1] > rows[i].second_end)
			return 0;
		c = p[0] & (0x7Fu >> len);
		for (size_t k = 1; k < len; k++) {
			if ((p[k] & 0xC0) != 0x80)
				return 0;
			c = c << 6 | (p[k] & 0x3Fu);
		}
		*out = c;
		return len;
	}
	return 0;
}

bool text_check(const char *p, size_t n, const char *field, struct err *e)
{
	const unsigned char *at = (const unsigned char *)p;
	size_t left = n;

	while (left) {
		uint32_t c = 0;
		size_t len = decode(at, left, &c);

		if (!len)
			return err_field(e, ERR_INVALID, field,
				"not valid UTF-8 at byte %zu", n - left);
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
			c == 0x7F)
			return err_field(e, ERR_INVALID, field,
				"control character at byte %zu", n - left);
		at += len;
		left -= len;
	}
	return true;
}

bool text_is_layout(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C ||
	       (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

const char *text_html(uint32_t c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

bool text_check_line(const char *p, size_t n, const char *field, struct err *e)
{
	const char *at = p;

	if (!text_check(p, n, field, e))
		return false;
	while (at < p + n)
		if (text_is_layout(text_next(&at, p + n)))
			return err_field(e, ERR_INVALID, field,
				"control character before byte %zu",
				(size_t)(at - p));
	return true;
}

uint32_t text_next(const char **p, const char *end)
{
	uint32_t c = 0xFFFD;
	size_t len = decode((const unsigned char *)*p, (size_t)(end - *p), &c);

	*p += len ? len : 1;
	return c;
}

size_t text_put(char to[4], uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xC0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xE0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3F));
		to[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3F));
	to[2] = (char)(0x80 | (c >> 6 & 0x3F));
	to[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

size_t text_length(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += (*text & 0xC0) != 0x80;
	return n;
}

void text_cut(char *text, size_t max)
{
	size_t n = strlen(text);
	size_t lead;
	uint32_t c;

	if (n > max)
		n = max;
	text[n] = '\0';
	for (lead = n; lead && (text[lead - 1] & 0xC0) == 0x80;)
		lead--;
	if (lead && (text[lead - 1] & 0x80) &&
		!decode((unsigned char *)text + lead - 1, n - lead + 1, &c))
		text[lead - 1] = '\0';
}

uint32_t text_lower_char(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42F))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40F)
		return c + 0x50;
	return c;
}

/* No character changes its length, so the copy is as long as the text. */
char *text_lower(struct arena *a, const char *text)
{
	const char *end = text + strlen(text);
	char *copy = arena_take(a, (size_t)(end - text) + 4);
	char *to = copy;

	while (text < end) {
		const char *at = text;
		uint32_t c = text_next(&text, end);

		if (c == 0xFFFD)
			*to++ = *at;
		else
			to += text_put(to, text_lower_char(c));
		if (c == 0xFFFD)
			text = at + 1;
	}
	*to = '\0';
	return copy;
}

bool text_to_int(struct str s, int64_t min, int64_t max, int64_t *out)
{
	bool is_minus = s.n && s.p[0] == '-';
	int64_t v = 0;

	if (is_minus) {
		s.p++;
		s.n--;
	}
	if (!s.n || s.n > 18)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	if (is_minus)
		v = -v;
	if (v < min || v > max)
		return false;
	*out = v;
	return true;
}

char *text_hex(struct arena *a, const void *p, size_t n)
{
	static const char digit[] = "0123456789abcdef";
	const unsigned char *from = p;
	char *hex = arena_take(a, 2 * n + 1);

	for (size_t i = 0; i < n; i++) {
		hex[2 * i] = digit[from[i] >> 4];
		hex[2 * i + 1] = digit[from[i] & 15];
	}
	return hex;
}
