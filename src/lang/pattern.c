#include "lang/pattern.h"

enum { ELEMENTS_MAX = 12, NEAR_GAP = 3, WIDE_GAP = 8 };

enum element_kind { ELEMENT_WORDS, ELEMENT_GAP, ELEMENT_START, ELEMENT_END };

struct alternative {
	const char *text;
	size_t n;
	bool is_prefix;
};

struct element {
	enum element_kind kind;
	bool is_optional;
	size_t gap;     /* ELEMENT_GAP: most tokens */
	uint64_t heads; /* a bit for each head that a word may have */
	const struct alternative *word;
	size_t words;
};

struct pattern {
	struct element el[ELEMENTS_MAX];
	size_t n;
	bool wants_marks; /* an element names a mark */
};

static void compile_words(struct element *el, struct str text, struct arena *a)
{
	struct alternative *word = arena_new(a, struct alternative, text.n);

	el->kind = ELEMENT_WORDS;
	el->word = word;
	while (text.n) {
		struct str one = str_split(&text, '|');
		struct alternative *w = &word[el->words++];

		w->is_prefix = one.p[one.n - 1] == '*';
		w->n = one.n - w->is_prefix;
		w->text = arena_copy(a, one.p, w->n);
		el->heads |= w->is_prefix && w->n < TOKEN_HEAD_BYTES
				     ? UINT64_MAX
				     : UINT64_C(1) << token_head(w->text, w->n);
	}
}

/* No letter: ASCII signs and what UTF-8 begins with E2 or F0 (emoji). */
static bool is_mark(const char *text)
{
	unsigned char c = (unsigned char)text[0];

	return c >= 0xE2 ||
	       (c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'));
}

static void compile_element(struct pattern *p, struct str text, struct arena *a)
{
	struct element *el = &p->el[p->n++];

	if (str_equal(text, "~") || str_equal(text, "~~")) {
		el->kind = ELEMENT_GAP;
		el->gap = text.n == 1 ? NEAR_GAP : WIDE_GAP;
	} else if (str_equal(text, "^")) {
		el->kind = ELEMENT_START;
	} else if (str_equal(text, "$")) {
		el->kind = ELEMENT_END;
	} else {
		if (text.n > 1 && text.p[text.n - 1] == '?') {
			el->is_optional = true;
			text.n--;
		}
		compile_words(el, text, a);
		for (size_t i = 0; i < el->words; i++)
			p->wants_marks |= is_mark(el->word[i].text);
	}
}

const struct pattern *pattern_compile(const char *text, struct arena *a)
{
	struct pattern *p = arena_new(a, struct pattern, 1);
	struct str rest = str_of(text);

	while (rest.n) {
		struct str element = str_split(&rest, ' ');

		BUG_ON(p->n == ELEMENTS_MAX || !element.n);
		compile_element(p, element, a);
	}
	return p;
}

static bool is_word(const struct element *el, const struct token *tok)
{
	if (!(el->heads >> tok->head & 1))
		return false;
	for (size_t i = 0; i < el->words; i++) {
		const struct alternative *w = &el->word[i];

		if (w->is_prefix ? tok->low_n >= w->n : tok->low_n == w->n)
			if (memcmp(tok->low, w->text, w->n) == 0)
				return true;
	}
	return false;
}

struct matcher {
	const struct pattern *p;
	const struct tokens *t;
};

/* The next token at or behind `at` that the pattern looks at. */
static size_t step_over(const struct matcher *m, size_t at)
{
	if (m->p->wants_marks)
		return at;
	while (at < m->t->n && m->t->token[at].kind == TOKEN_MARK)
		at++;
	return at;
}

/*
 * Matches element `k` and the rest from token `at`.  Returns one past the last
 * token, or 0.  Only gaps branch, each a bounded number of ways; a pattern of
 * ours has at most two.
 */
static size_t match_from(const struct matcher *m, size_t k, size_t at)
{
	const struct element *el = &m->p->el[k];
	size_t end;

	if (k == m->p->n)
		return at;
	switch (el->kind) {
	case ELEMENT_START:
		return at == step_over(m, 0) ? match_from(m, k + 1, at) : 0;
	case ELEMENT_END:
		return step_over(m, at) >= m->t->n ? match_from(m, k + 1, at)
						   : 0;
	case ELEMENT_GAP:
		for (size_t gap = 0; gap <= el->gap; gap++) {
			end = match_from(m, k + 1, at);
			if (end || at >= m->t->n)
				return end;
			at = step_over(m, at) + 1;
		}
		return 0;
	case ELEMENT_WORDS:
		break;
	}
	end = step_over(m, at);
	if (end < m->t->n && is_word(el, &m->t->token[end])) {
		end = match_from(m, k + 1, end + 1);
		if (end)
			return end;
	}
	return el->is_optional ? match_from(m, k + 1, at) : 0;
}

/*
 * Whether each word that `p` cannot do without has a head that `t` has too.
 * Hundreds of patterns look at every text, and most end here.
 */
static bool is_possible(const struct pattern *p, const struct tokens *t)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->el[i].kind == ELEMENT_WORDS && !p->el[i].is_optional &&
			!(p->el[i].heads & t->heads))
			return false;
	return true;
}

bool pattern_find(const struct pattern *p, const struct tokens *t, size_t from,
	struct pattern_match *out)
{
	struct matcher m = {p, t};

	if (!is_possible(p, t))
		return false;
	/* No match begins at a mark that is passed over: a text of marks alone
	 * would be walked to its end from each of them. */
	for (size_t at = step_over(&m, from); at < t->n;
		at = step_over(&m, at + 1)) {
		size_t end;

		if (p->el[0].kind == ELEMENT_WORDS && !p->el[0].is_optional &&
			!is_word(&p->el[0], &t->token[at]))
			continue;
		end = match_from(&m, 0, at);
		if (end > at) {
			*out = (struct pattern_match){at, end - 1};
			return true;
		}
		if (p->el[0].kind == ELEMENT_START)
			return false;
	}
	return false;
}

bool pattern_is_denied(const struct tokens *t, struct pattern_match m)
{
	static const char *const no[] = {
		"не", "нет", "без", "ни", "нету", "никак", "никогда"};
	static const char *const gone[] = {
		"нет", "нету", "прошло", "прошла", "прошли", "прошел"};
	static const char *const stops[] = {"но", "а", "и", "очень"};
	size_t words = 0;

	for (size_t i = m.first; i <= m.last; i++)
		if (token_is_one_of(t->token[i].low, no, ARRAY_LEN(no)))
			return true;
	for (size_t i = m.first; i-- > 0 && words < 2; words++) {
		const struct token *tok = &t->token[i];

		if (tok->kind == TOKEN_MARK ||
			token_is_one_of(tok->low, stops, ARRAY_LEN(stops)))
			break;
		if (token_is_one_of(tok->low, no, ARRAY_LEN(no)))
			return true;
	}
	if (m.last + 1 >= t->n)
		return false;
	if (token_is_one_of(t->token[m.last + 1].low, gone, ARRAY_LEN(gone)))
		return true;
	return strcmp(t->token[m.last + 1].low, "не") == 0 &&
	       m.last + 2 < t->n &&
	       (strncmp(t->token[m.last + 2].low, "был", 6) == 0 ||
		       strncmp(t->token[m.last + 2].low, "бол", 6) == 0 ||
		       strncmp(t->token[m.last + 2].low, "беспоко", 14) == 0);
}
