#include "lang/token.h"

#include <libstemmer.h>

enum {
	LAYOUT_WORD_MAX = 64, /* bytes; longer words are no slip of the keys */
	DISTANCE_WORD_MAX = 40,
};

enum glyph {
	GLYPH_SPACE,
	GLYPH_LETTER,
	GLYPH_DIGIT,
	GLYPH_MARK,
	GLYPH_NOTHING
};

struct range {
	uint32_t first, last;
};

static bool is_among(uint32_t c, const struct range *row, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= row[i].first && c <= row[i].last)
			return true;
	return false;
}

/* Scripts that a Russian clinic may meet; the rest are marks. */
static const struct range letters[] = {
	{0x400, 0x481},
	{0x48A, 0x52F}, /* Cyrillic */
	{0xAA, 0xAA},
	{0xB5, 0xB5},
	{0xBA, 0xBA},
	{0xC0, 0xD6},
	{0xD8, 0xF6},
	{0xF8, 0x24F}, /* Latin */
	{0x370, 0x373},
	{0x376, 0x377},
	{0x386, 0x386},
	{0x388, 0x3FF},
	{0x531, 0x587}, /* Armenian */
	{0x5D0, 0x5EA},
	{0x620, 0x64A}, /* Hebrew, Arabic */
	{0x671, 0x6D3},
	{0x904, 0x939},
	{0x10A0, 0x10FF},
	{0x1E00, 0x1FFF},
	{0x3041, 0x30FF},
	{0x4E00, 0x9FFF},
	{0xAC00, 0xD7A3},
};

/* First digit of each script whose ten digits stand in order. */
static const uint32_t zeros[] = {0x660, 0x6F0, 0x966, 0xFF10};

/* Written but not read: soft hyphen, joiners, marks of direction. */
static const struct range nothings[] = {
	{0xAD, 0xAD},
	{0x300, 0x36F},
	{0x200B, 0x200F},
	{0x202A, 0x202E},
	{0x2060, 0x2064},
	{0xFE00, 0xFE0F},
	{0xFEFF, 0xFEFF},
};

static const struct range spaces[] = {
	{0x9, 0xD},
	{0x20, 0x20},
	{0x85, 0x85},
	{0xA0, 0xA0},
	{0x2000, 0x200A},
	{0x2028, 0x2029},
	{0x202F, 0x202F},
	{0x205F, 0x205F},
	{0x3000, 0x3000},
};

static enum glyph glyph_beyond(uint32_t c, uint32_t *digit)
{
	for (size_t i = 0; i < ARRAY_LEN(zeros); i++)
		if (c >= zeros[i] && c <= zeros[i] + 9) {
			*digit = c - zeros[i];
			return GLYPH_DIGIT;
		}
	if (is_among(c, letters, ARRAY_LEN(letters)))
		return GLYPH_LETTER;
	if (is_among(c, spaces, ARRAY_LEN(spaces)))
		return GLYPH_SPACE;
	if (is_among(c, nothings, ARRAY_LEN(nothings)))
		return GLYPH_NOTHING;
	return GLYPH_MARK;
}

static enum glyph glyph_of(uint32_t c, uint32_t *digit)
{
	if (c >= 0x410 && c <= 0x451)
		return GLYPH_LETTER;
	if (c >= 0x80)
		return glyph_beyond(c, digit);
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
		return GLYPH_LETTER;
	if (c >= '0' && c <= '9') {
		*digit = c - '0';
		return GLYPH_DIGIT;
	}
	return c == ' ' || c == 0 || (c >= 9 && c <= 13) ? GLYPH_SPACE
							 : GLYPH_MARK;
}

static uint32_t fold_char(uint32_t c)
{
	c = text_lower_char(c);
	if (c == 0x451)
		return 0x435; /* ё */
	if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9))
		return c + 0x20;
	if (c >= 0x48A && c <= 0x52F && c != 0x4C0)
		return c |
		       1; /* Cyrillic of Russia's and Asia's other tongues */
	return c;
}

/* Reads Russian and ASCII at once and leaves the rest to text_next. */
static uint32_t next_char(const char **p, const char *end)
{
	const unsigned char *at = (const unsigned char *)*p;

	if (at[0] < 0x80) {
		*p += 1;
		return at[0];
	}
	if ((at[0] == 0xD0 || at[0] == 0xD1) && end - *p > 1 &&
		(at[1] & 0xC0) == 0x80) {
		*p += 2;
		return (at[0] & 0x1Fu) << 6 | (at[1] & 0x3Fu);
	}
	return text_next(p, end);
}

/* A cutter at work: where it reads, where it writes the folded words. */
struct cutter {
	const char *start, *at, *end;
	char *low; /* room for four times the text: a bad byte becomes a
		    * mark of three, and each token brings a NUL */
	struct token *token;
	size_t n, room;
	uint64_t heads;
	struct arena *a;
};

static struct token *add_token(struct cutter *c, enum token_kind kind)
{
	struct token *t;

	if (c->n == c->room) {
		struct token *bigger =
			arena_new(c->a, struct token, c->room * 2);

		memcpy(bigger, c->token, c->n * sizeof(*bigger));
		c->token = bigger;
		c->room *= 2;
	}
	t = &c->token[c->n++];
	t->kind = kind;
	t->low = c->low;
	return t;
}

static void put_low(struct cutter *c, struct token *t, uint32_t ch)
{
	c->low += text_put(c->low, ch);
	t->letters++;
}

/* The second byte of a Cyrillic letter is the one that differs. */
uint8_t token_head(const char *low, size_t n)
{
	unsigned first = n ? (unsigned char)low[n > 1] : 0;
	unsigned second = n >= TOKEN_HEAD_BYTES ? (unsigned char)low[3] : 0;

	return (uint8_t)((first + second * 5) % TOKEN_HEADS);
}

static void end_token(struct cutter *c, struct token *t, const char *end)
{
	t->low_n = (uint32_t)(c->low - t->low);
	t->end = (uint32_t)(end - c->start);
	t->head = token_head(t->low, t->low_n);
	c->heads |= UINT64_C(1) << t->head;
	*c->low++ = '\0';
}

/* `и` and a breve of its own are `й`, as some telephones write it. */
static void compose(struct cutter *c, uint32_t mark)
{
	if (mark == 0x306 && c->low[-2] == '\xD0' && c->low[-1] == '\xB8')
		c->low[-1] = '\xB9';
}

static void cut_word(struct cutter *c, struct token *t, uint32_t ch)
{
	uint32_t digit;
	const char *end = c->at;

	put_low(c, t, fold_char(ch));
	while (c->at < c->end) {
		const char *before = c->at;
		enum glyph g;

		ch = next_char(&c->at, c->end);
		g = glyph_of(ch, &digit);
		if (g == GLYPH_NOTHING && c->low - t->low >= 2)
			compose(c, ch);
		if (g == GLYPH_NOTHING)
			continue;
		if (g != GLYPH_LETTER) {
			c->at = before;
			break;
		}
		put_low(c, t, fold_char(ch));
		end = c->at;
	}
	end_token(c, t, end);
}

static void cut_number(struct cutter *c, struct token *t, uint32_t digit)
{
	const char *end;

	do {
		end = c->at;
		put_low(c, t, '0' + digit);
		t->number = t->letters <= 18 ? t->number * 10 + digit : -1;
	} while (c->at < c->end &&
		 glyph_of(next_char(&c->at, c->end), &digit) == GLYPH_DIGIT);
	c->at = end;
	end_token(c, t, end);
}

struct tokens tokens_cut(const char *text, size_t text_n, struct arena *a)
{
	struct cutter c = {.start = text, .at = text, .end = text + text_n};
	bool is_glued = false;

	c.a = a;
	c.room = 8 + text_n / 6;
	c.token = arena_new(a, struct token, c.room);
	c.low = arena_take(a, text_n * 4 + 8);
	while (c.at < c.end) {
		const char *before = c.at;
		uint32_t digit = 0;
		uint32_t ch = next_char(&c.at, c.end);
		enum glyph g = glyph_of(ch, &digit);
		struct token *t;

		if (g == GLYPH_NOTHING)
			continue;
		if (g == GLYPH_SPACE) {
			is_glued = false;
			continue;
		}
		t = add_token(&c, g == GLYPH_LETTER  ? TOKEN_WORD
				  : g == GLYPH_DIGIT ? TOKEN_NUMBER
						     : TOKEN_MARK);
		t->begin = (uint32_t)(before - text);
		t->is_glued = is_glued;
		is_glued = true;
		if (g == GLYPH_LETTER) {
			t->is_capital = fold_char(ch) != ch && ch != 0x451;
			cut_word(&c, t, ch);
		} else if (g == GLYPH_DIGIT) {
			cut_number(&c, t, digit);
		} else {
			t->mark = ch;
			put_low(&c, t, ch);
			end_token(&c, t, c.at);
		}
	}
	return (struct tokens){text, text_n, c.token, c.n, c.heads};
}

char *token_fold(const char *text, struct arena *a)
{
	const char *end = text + strlen(text);
	char *copy = arena_take(a, (size_t)(end - text) * 3 + 1);
	char *to = copy;

	while (text < end)
		to += text_put(to, fold_char(next_char(&text, end)));
	*to = '\0';
	return copy;
}

/* The second byte of a Cyrillic letter tells most words apart. */
bool token_is_one_of(const char *low, const char *const *word, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (low[0] == word[i][0] && low[0] && low[1] == word[i][1] &&
			strcmp(low, word[i]) == 0)
			return true;
	return false;
}

static const char *stem_with(
	struct sb_stemmer *s, const char *low, size_t n, struct arena *a)
{
	const sb_symbol *got =
		sb_stemmer_stem(s, (const sb_symbol *)low, (int)n);

	if (!got)
		base_no_memory();
	return arena_copy(a, got, (size_t)sb_stemmer_length(s));
}

static bool is_latin(const char *low)
{
	return low[0] >= 'a' && low[0] <= 'z';
}

/*
 * A stemmer keeps its word inside, so threads cannot share one; making one
 * costs less than stemming three words.
 */
static struct sb_stemmer *stemmer_open(bool is_english)
{
	struct sb_stemmer *s =
		sb_stemmer_new(is_english ? "english" : "russian", "UTF_8");

	if (!s)
		base_no_memory();
	return s;
}

const char *const *tokens_stem(const struct tokens *t, struct arena *a)
{
	const char **stem = arena_new(a, const char *, t->n + 1);
	struct sb_stemmer *s[2] = {NULL, NULL};

	for (size_t i = 0; i < t->n; i++) {
		const struct token *tok = &t->token[i];
		bool is_english = is_latin(tok->low);

		stem[i] = "";
		if (tok->kind != TOKEN_WORD)
			continue;
		if (!s[is_english])
			s[is_english] = stemmer_open(is_english);
		stem[i] = stem_with(s[is_english], tok->low, tok->low_n, a);
	}
	for (int i = 0; i < 2; i++)
		if (s[i])
			sb_stemmer_delete(s[i]);
	return stem;
}

const char *token_stem(const char *low, struct arena *a)
{
	struct sb_stemmer *s = stemmer_open(is_latin(low));
	const char *stem = stem_with(s, low, strlen(low), a);

	sb_stemmer_delete(s);
	return stem;
}

static int explode(const char *low, uint32_t *to)
{
	const char *end = low + strlen(low);
	int n = 0;

	while (low < end && n <= DISTANCE_WORD_MAX)
		to[n++] = next_char(&low, end);
	return n;
}

static int least(int x, int y)
{
	return x < y ? x : y;
}

/* Optimal string alignment, row by row; stops when a row is over `max`. */
static int align(const uint32_t *x, int xn, const uint32_t *y, int yn, int max)
{
	int row[3][DISTANCE_WORD_MAX + 2];

	for (int k = 0; k <= yn; k++)
		row[0][k] = k;
	for (int i = 1; i <= xn; i++) {
		int *now = row[i % 3];
		const int *up = row[(i + 2) % 3];
		const int *upper = row[(i + 1) % 3];
		int best = i;

		now[0] = i;
		for (int k = 1; k <= yn; k++) {
			int same = x[i - 1] == y[k - 1] ? 0 : 1;
			int d = least(
				up[k - 1] + same, least(up[k], now[k - 1]) + 1);

			if (i > 1 && k > 1 && x[i - 1] == y[k - 2] &&
				x[i - 2] == y[k - 1])
				d = least(d, upper[k - 2] + 1);
			now[k] = d;
			best = least(best, d);
		}
		if (best > max)
			return max + 1;
	}
	return least(row[xn % 3][yn], max + 1);
}

int token_distance(const char *one, const char *other, int max)
{
	uint32_t x[DISTANCE_WORD_MAX + 1], y[DISTANCE_WORD_MAX + 1];
	int xn, yn;

	if (strcmp(one, other) == 0)
		return 0;
	xn = explode(one, x);
	yn = explode(other, y);
	if (xn > DISTANCE_WORD_MAX || yn > DISTANCE_WORD_MAX)
		return max + 1;
	if (xn - yn > max || yn - xn > max)
		return max + 1;
	return align(x, xn, y, yn, max);
}

/* The two layouts of one keyboard, key by key. */
static const char keys_latin[] = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
static const char keys_russian[] = "ейцукенгшщзхъфывапролджэячсмитьбю";

static uint32_t other_key(uint32_t c)
{
	const char *russian = keys_russian;
	const char *end = russian + sizeof(keys_russian) - 1;

	for (const char *k = keys_latin; *k; k++) {
		uint32_t r = next_char(&russian, end);

		if (c == (uint32_t)*k)
			return r;
		if (c == r && k != keys_latin)
			return (uint32_t)*k;
	}
	return 0;
}

const char *token_other_layout(const char *low, struct arena *a)
{
	const char *end = low + strlen(low);
	char *copy, *to;

	if (end - low > LAYOUT_WORD_MAX)
		return NULL;
	to = copy = arena_take(a, (size_t)(end - low) * 2 + 1);
	while (low < end) {
		uint32_t c = other_key(next_char(&low, end));

		if (!c)
			return NULL;
		to += text_put(to, c);
	}
	*to = '\0';
	return copy;
}

/* Longer ones first. */
static const struct {
	const char *latin, *russian;
} transcription[] = {
	{"shch", "щ"},
	{"sch", "щ"},
	{"yo", "е"},
	{"jo", "е"},
	{"zh", "ж"},
	{"kh", "х"},
	{"ph", "ф"},
	{"ck", "к"},
	{"ts", "ц"},
	{"tz", "ц"},
	{"ch", "ч"},
	{"sh", "ш"},
	{"yu", "ю"},
	{"ju", "ю"},
	{"ya", "я"},
	{"ja", "я"},
	{"a", "а"},
	{"b", "б"},
	{"c", "к"},
	{"d", "д"},
	{"e", "е"},
	{"f", "ф"},
	{"g", "г"},
	{"h", "х"},
	{"i", "и"},
	{"j", "й"},
	{"k", "к"},
	{"l", "л"},
	{"m", "м"},
	{"n", "н"},
	{"o", "о"},
	{"p", "п"},
	{"q", "к"},
	{"r", "р"},
	{"s", "с"},
	{"t", "т"},
	{"u", "у"},
	{"v", "в"},
	{"w", "в"},
	{"x", "кс"},
	{"y", "ы"},
	{"z", "з"},
};

const char *token_from_latin(const char *low, struct arena *a)
{
	size_t n = strlen(low);
	char *copy, *to;

	if (n > LAYOUT_WORD_MAX)
		return NULL;
	to = copy = arena_take(a, n * 4 + 1);
	while (*low) {
		size_t i = 0, took = 0;

		for (; i < ARRAY_LEN(transcription); i++) {
			took = strlen(transcription[i].latin);
			if (strncmp(low, transcription[i].latin, took) == 0)
				break;
		}
		if (i == ARRAY_LEN(transcription))
			return NULL;
		n = strlen(transcription[i].russian);
		memcpy(to, transcription[i].russian, n);
		to += n;
		low += took;
	}
	*to = '\0';
	return copy;
}
