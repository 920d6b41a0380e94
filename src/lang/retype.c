#include "lang/retype.h"

#include "lang/lang_tables.h"
#include "lang/when_word.h"

enum { RUN_BYTES_MAX = 40, KNOWN_LETTERS_MIN = 3 };

/* What most turns hold beside a date. */
static const char *const common[] = {"болит", "болят", "боль", "врач", "врача",
	"врачу", "добрый", "есть", "запись", "записать", "записаться",
	"запишите", "здравствуйте", "когда", "можно", "нужно", "отменить",
	"перенести", "подскажите", "пожалуйста", "привет", "прием", "сколько",
	"спасибо", "стоит", "хочу"};

/* Keys of the other layout without a blank among them. */
struct run {
	size_t n;         /* tokens; marks that end the sentence are left out */
	const char *word; /* as it would have read; NULL: it would not */
	bool is_known;
};

static bool is_latin(const struct token *tok)
{
	return tok->kind == TOKEN_WORD && tok->low[0] >= 'a' &&
	       tok->low[0] <= 'z';
}

/* A mark whose key gives a letter. */
static bool is_letter_key(const struct token *tok)
{
	return tok->kind == TOKEN_MARK && tok->mark > ' ' && tok->mark < 0x7F &&
	       strchr("`[];',.", (int)tok->mark);
}

static const char *read_keys(
	const struct tokens *t, size_t first, size_t n, struct arena *a)
{
	uint32_t begin = t->token[first].begin;
	size_t bytes = t->token[first + n - 1].end - begin;

	if (bytes > RUN_BYTES_MAX)
		return NULL;
	return token_other_layout(
		token_fold(arena_copy(a, t->text + begin, bytes), a), a);
}

static bool is_known(const struct lang *lang, const char *word)
{
	size_t n = strlen(word);

	if (n < KNOWN_LETTERS_MIN * 2)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(common); i++)
		if (strcmp(common[i], word) == 0)
			return true;
	return when_words_get(lang->when_words, word, n, n / 2) != NULL;
}

/*
 * The run at token `first`.  "pfdnhf." ends a sentence and "ytltk." is a word
 * of seven letters: marks at the end belong to it where that makes it known.
 */
static struct run run_at(const struct lang *lang, const struct tokens *t,
	size_t first, struct arena *a)
{
	size_t end = first, core = first;
	struct run r = {0};

	while (end < t->n && (end == first || t->token[end].is_glued) &&
		(is_latin(&t->token[end]) || is_letter_key(&t->token[end]))) {
		end++;
		if (is_latin(&t->token[end - 1]))
			core = end;
	}
	r.n = end > first ? end - first : 1;
	if (core == first)
		return r;
	for (; end >= core && !r.is_known; end--) {
		const char *word = read_keys(t, first, end - first, a);

		if (!word)
			continue;
		r.n = end - first;
		r.word = word;
		r.is_known = is_known(lang, word);
		if (end > core + 1)
			end = core + 1;
	}
	return r;
}

static bool shows_other_layout(
	const struct lang *lang, const struct tokens *t, struct arena *a)
{
	struct run r;

	for (size_t i = 0; i < t->n; i += r.n) {
		r = run_at(lang, t, i, a);
		if (r.is_known)
			return true;
	}
	return false;
}

static void retype(
	struct token *tok, const struct token *last, const char *word)
{
	tok->kind = TOKEN_WORD;
	tok->end = last->end;
	tok->low = word;
	tok->low_n = (uint32_t)strlen(word);
	tok->letters = tok->low_n / 2;
	tok->head = token_head(tok->low, tok->low_n);
}

const struct tokens *retype_tokens(
	const struct lang *lang, const struct tokens *t, struct arena *a)
{
	struct tokens *out;
	struct token *to;
	struct run r;
	size_t latin = 0;

	for (size_t i = 0; i < t->n && !latin; i++)
		latin += is_latin(&t->token[i]);
	if (!latin || !shows_other_layout(lang, t, a))
		return t;
	out = arena_new(a, struct tokens, 1);
	to = arena_new(a, struct token, t->n);
	*out = (struct tokens){.text = t->text,
		.text_n = t->text_n,
		.token = to,
		.heads = t->heads};
	for (size_t i = 0; i < t->n; i += r.n) {
		r = run_at(lang, t, i, a);
		for (size_t k = 0; k < (r.word ? 1 : r.n); k++)
			to[out->n++] = t->token[i + k];
		if (!r.word)
			continue;
		retype(&to[out->n - 1], &t->token[i + r.n - 1], r.word);
		out->heads |= UINT64_C(1) << to[out->n - 1].head;
	}
	return out;
}
