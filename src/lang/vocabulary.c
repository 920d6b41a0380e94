#include "lang/vocabulary.h"

#include "lang/lang_tables.h"

/*
 * Every name of an entry, and every way to say it by the synonyms, becomes a
 * *phrase*: a bag of word numbers.  A word number stands for a stem; a text's
 * word finds it by its stem, by how it sounds, by one typo in how it sounds, in
 * Latin letters, by the keys of the other layout, or behind a preposition
 * without its blank.  From each word of the text the phrases that
 * hold it are followed to the right as far as they go.
 */
enum {
	ENTRIES_MAX = 20000,
	PHRASE_WORDS = 10,
	WORD_PHRASES_MAX = 400, /* phrases looked at for one word of a text */
	FOUND_MAX = 600,        /* candidates in one text */
	KEPT_MAX = 64,
	SCORE_MIN = 30,
};

struct phrase {
	uint32_t entry;
	uint32_t word[PHRASE_WORDS];
	uint32_t n;
	uint32_t weight; /* of all its words */
	bool is_synonym; /* scores a little less than the name itself */
};

struct posting {
	uint32_t phrase, next; /* next + 1; 0 ends */
};

struct vocabulary {
	struct wordmap stem, sound, near;
	const char **sound_of;   /* word -> how it sounds */
	uint32_t *first_posting; /* word -> posting + 1 */
	uint8_t *weight;         /* word -> 1 generic .. 10 */
	uint32_t words, words_room;
	struct vocabulary_entry *entry;
	struct phrase *phrase;
	uint32_t phrases, phrases_room;
	struct posting *posting;
	uint32_t postings, postings_room;
	struct arena *home;
	const struct lang *lang;
};

/* Words that many entries share and that name nothing by themselves. */
static const char *const generic[] = {"врач", "доктор", "прием", "специалист",
	"консультация", "первичный", "повторный", "услуга", "кабинет", "один",
	"высшей", "категории", "взрослый", "лечение", "диагностика", "центр",
	"клиника", "филиал", "улица", "проспект", "дом", "исследование",
	"осмотр", "общий", "комплексный", "на", "в", "у", "к", "и", "с", "по",
	"для", "ул", "пр", "при", "запись", "первый", "повторно", "первично",
	"сдать"};

/* Names that patients bear too: alone they name no doctor. */
static bool is_first_name(const struct lang *lang, const char *low)
{
	return wordmap_get(&lang->first_names, low, strlen(low)) !=
	       WORDMAP_NONE;
}

static bool is_patronymic(const char *low, size_t n)
{
	static const char *const ends[] = {"ович", "евич", "овна", "евна",
		"ична", "овне", "евне", "овичу", "евичу", "овну", "евну"};

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t end_n = strlen(ends[i]);

		if (n > end_n + 2 &&
			memcmp(low + n - end_n, ends[i], end_n) == 0)
			return true;
	}
	return false;
}

/* What а to я sound like, each of two bytes; ъ for what is not heard. */
static const char sounds[] = "апфктишсииклмнапрстуфхсчшшъиъиии";

/*
 * How a word sounds, roughly: vowels that are confused without stress fall
 * together, voiced and voiceless consonants too, doubles and signs vanish.
 */
static const char *sound(const char *low, struct arena *a)
{
	enum { FIRST = 0x430, LAST = 0x44F, UNHEARD = 0x44A };
	const char *end = low + strlen(low);
	char *out = arena_take(a, (size_t)(end - low) + 1), *at = out;
	uint32_t last = 0;

	while (low < end) {
		uint32_t c = text_next(&low, end);

		if (c >= FIRST && c <= LAST) {
			const char *heard = sounds + 2 * (c - FIRST);

			c = text_next(&heard, heard + 2);
		}
		if (c == UNHEARD || c == last)
			continue;
		at += text_put(at, c);
		last = c;
	}
	*at = '\0';
	return out;
}

static void make_room(struct arena *a, void **p, uint32_t *room, uint32_t n,
	size_t each_bytes)
{
	void *bigger;

	if (n < *room)
		return;
	bigger = arena_take_n(a, (size_t)*room * 2, each_bytes);
	memcpy(bigger, *p, (size_t)*room * each_bytes);
	*p = bigger;
	*room *= 2;
}

static uint8_t weigh(const struct lang *lang, const char *low, const char *stem)
{
	static const uint8_t none = 1, name = 3, full = 10;

	if (token_is_one_of(low, generic, ARRAY_LEN(generic)))
		return none;
	if (strlen(stem) <= 2)
		return none; /* an initial, a preposition */
	if (is_first_name(lang, low) || is_patronymic(low, strlen(low)))
		return name;
	return full;
}

/* The number of a word of the catalogue; new ones are added. */
static uint32_t number_of(struct vocabulary *v, const struct lang *lang,
	const char *low, const char *stem)
{
	int64_t at = wordmap_get(&v->stem, stem, strlen(stem));
	uint32_t room = v->words_room;
	char *copy;

	if (at != WORDMAP_NONE)
		return (uint32_t)at;
	make_room(v->home, (void **)&v->first_posting, &room, v->words,
		sizeof(*v->first_posting));
	room = v->words_room;
	make_room(v->home, (void **)&v->weight, &room, v->words,
		sizeof(*v->weight));
	make_room(v->home, (void **)&v->sound_of, &v->words_room, v->words,
		sizeof(*v->sound_of));
	copy = arena_text(v->home, stem);
	v->weight[v->words] = weigh(lang, low, stem);
	v->sound_of[v->words] = sound(copy, v->home);
	wordmap_put(&v->stem, copy, v->words);
	if (strlen(copy) >= 6) {
		wordmap_put(&v->sound, v->sound_of[v->words], v->words);
		wordmap_put_near(&v->near, v->sound_of[v->words], v->words);
	}
	return v->words++;
}

static void add_posting(struct vocabulary *v, uint32_t word, uint32_t phrase)
{
	make_room(v->home, (void **)&v->posting, &v->postings_room, v->postings,
		sizeof(*v->posting));
	v->posting[v->postings] =
		(struct posting){phrase, v->first_posting[word]};
	v->first_posting[word] = ++v->postings;
}

static void add_phrase(struct vocabulary *v, const struct phrase *p)
{
	uint32_t weight = 0;

	if (!p->n)
		return;
	make_room(v->home, (void **)&v->phrase, &v->phrases_room, v->phrases,
		sizeof(*v->phrase));
	for (uint32_t i = 0; i < p->n; i++) {
		weight += v->weight[p->word[i]];
		add_posting(v, p->word[i], v->phrases);
	}
	v->phrase[v->phrases] = *p;
	v->phrase[v->phrases++].weight = weight;
}

/* The bag of words of a text, without repeats. */
static void bag(struct vocabulary *v, const struct lang *lang, const char *text,
	struct phrase *p)
{
	struct tokens t = tokens_cut(text, strlen(text), v->home);
	const char *const *stem = tokens_stem(&t, v->home);

	p->n = 0;
	for (size_t i = 0; i < t.n && p->n < PHRASE_WORDS; i++) {
		uint32_t word, k = 0;

		if (t.token[i].kind == TOKEN_MARK)
			continue;
		word = number_of(v, lang, t.token[i].low,
			t.token[i].kind == TOKEN_WORD ? stem[i]
						      : t.token[i].low);
		while (k < p->n && p->word[k] != word)
			k++;
		if (k == p->n)
			p->word[p->n++] = word;
	}
}

static bool holds(const struct phrase *p, uint32_t word)
{
	for (uint32_t i = 0; i < p->n; i++)
		if (p->word[i] == word)
			return true;
	return false;
}

static bool holds_all(const struct phrase *p, const struct phrase *part)
{
	for (uint32_t i = 0; i < part->n; i++)
		if (!holds(p, part->word[i]))
			return false;
	return part->n > 0;
}

/* `p` with the words of `old` replaced by those of `new`. */
static void replace(const struct phrase *p, const struct phrase *old,
	const struct phrase *new, struct phrase *out)
{
	*out = (struct phrase){.entry = p->entry, .is_synonym = true};
	for (uint32_t i = 0; i < p->n; i++)
		if (!holds(old, p->word[i]))
			out->word[out->n++] = p->word[i];
	for (uint32_t i = 0; i < new->n && out->n < PHRASE_WORDS; i++)
		if (!holds(out, new->word[i]))
			out->word[out->n++] = new->word[i];
}

/* One line of the synonyms for the `own` first phrases. */
static void add_synonyms(struct vocabulary *v, const struct lang *lang,
	struct str line, uint32_t own)
{
	enum { SET_MAX = 12 };
	struct phrase set[SET_MAX];
	size_t n = 0;

	while (line.n && n < SET_MAX) {
		struct str one = str_split(&line, '\t');

		set[n].n = 0;
		bag(v, lang, arena_copy(v->home, one.p, one.n), &set[n++]);
	}
	for (uint32_t i = 0; i < own; i++)
		for (size_t k = 0; k < n; k++) {
			if (!holds_all(&v->phrase[i], &set[k]))
				continue;
			for (size_t m = 0; m < n; m++) {
				struct phrase p;

				if (m == k)
					continue;
				replace(&v->phrase[i], &set[k], &set[m], &p);
				add_phrase(v, &p);
			}
			break;
		}
}

static void read_synonyms(struct vocabulary *v, const struct lang *lang)
{
	struct str rest = str_of(lang_synonyms_tsv);
	uint32_t own = v->phrases;

	while (rest.n) {
		struct str line = str_split(&rest, '\n');

		if (line.n && line.p[0] != '#')
			add_synonyms(v, lang, line, own);
	}
}

const struct vocabulary *vocabulary_open(struct arena *a,
	const struct lang *lang, const struct vocabulary_entry *entry, size_t n)
{
	struct vocabulary *v = arena_new(a, struct vocabulary, 1);

	if (n > ENTRIES_MAX)
		n = ENTRIES_MAX;
	v->home = a;
	v->lang = lang;
	v->words_room = v->phrases_room = v->postings_room = 256;
	v->first_posting = arena_new(a, uint32_t, v->words_room);
	v->weight = arena_new(a, uint8_t, v->words_room);
	v->sound_of = arena_new(a, const char *, v->words_room);
	v->phrase = arena_new(a, struct phrase, v->phrases_room);
	v->posting = arena_new(a, struct posting, v->postings_room);
	v->entry = arena_new(a, struct vocabulary_entry, n);
	wordmap_init(&v->stem, a);
	wordmap_init(&v->sound, a);
	wordmap_init(&v->near, a);
	for (size_t i = 0; i < n; i++) {
		struct phrase p = {.entry = (uint32_t)i};

		v->entry[i] = entry[i];
		v->entry[i].name = arena_text(a, entry[i].name);
		bag(v, lang, entry[i].name, &p);
		add_phrase(v, &p);
	}
	read_synonyms(v, lang);
	return v;
}

/* Looking. */

struct heard {
	int64_t word; /* of the vocabulary, or WORDMAP_NONE */
	int loss;     /* how far the spelling is off, of 100 */
	bool is_more; /* goes on with the word of the token before it */
};

enum { LOSS_SOUND = 5, LOSS_KEYS = 10, LOSS_TYPO = 15, RUN_BYTES_MAX = 64 };

/* By how the word sounds; with `forgives` also under one typo in that. */
static int64_t by_sound(const struct vocabulary *v, const char *stem,
	bool forgives, struct arena *a, int *loss)
{
	const char *as_heard = sound(stem, a);
	int64_t word = wordmap_get(&v->sound, as_heard, strlen(as_heard));

	*loss = LOSS_SOUND;
	if (word != WORDMAP_NONE || !forgives)
		return word;
	*loss = LOSS_TYPO;
	word = wordmap_near(&v->near, as_heard, strlen(as_heard));
	if (word != WORDMAP_NONE &&
		token_distance(v->sound_of[word], as_heard, 1) > 1)
		return WORDMAP_NONE;
	return word;
}

/* "kardiolog" */
static int64_t by_latin(const struct vocabulary *v, const struct token *tok,
	struct arena *a, int *loss)
{
	const char *russian = token_from_latin(tok->low, a);
	int64_t word;

	if (!russian)
		return WORDMAP_NONE;
	russian = token_stem(russian, a);
	*loss = LOSS_KEYS;
	word = wordmap_get(&v->stem, russian, strlen(russian));
	if (word != WORDMAP_NONE || tok->letters < 4)
		return word;
	return by_sound(v, russian, false, a, loss);
}

/*
 * "ктерапевту", "записьккардиологу": what people put in front of a doctor,
 * without the blank.  Only these: "физиотерапевт" is no therapist.
 */
static int64_t by_glue(const struct vocabulary *v, const struct token *tok,
	struct arena *a, int *loss)
{
	static const char *const glue[] = {"к", "ко", "у", "на", "в", "во", "с",
		"по", "до", "от", "для", "хочу", "хочук", "мне", "врач",
		"врачу", "врача", "доктору", "прием", "приему", "приемк",
		"запись", "записьк", "нужен", "нужна"};
	enum { REST_LETTERS_MIN = 5 };

	if (tok->letters < REST_LETTERS_MIN + 1)
		return WORDMAP_NONE;
	for (size_t i = 0; i < ARRAY_LEN(glue); i++) {
		size_t n = strlen(glue[i]);
		const char *stem;
		int64_t word;

		if (tok->low_n < n + 2 * REST_LETTERS_MIN ||
			memcmp(tok->low, glue[i], n) != 0)
			continue;
		stem = token_stem(tok->low + n, a);
		word = wordmap_get(&v->stem, stem, strlen(stem));
		if (word == WORDMAP_NONE || v->weight[word] < 10)
			continue;
		*loss = LOSS_KEYS;
		return word;
	}
	return WORDMAP_NONE;
}

static struct heard hear(const struct vocabulary *v, const struct token *tok,
	const char *stem, struct arena *a)
{
	struct heard h = {wordmap_get(&v->stem, stem, strlen(stem)), 0, false};

	/* «Галина» is a person, not a typo. */
	if (h.word != WORDMAP_NONE || tok->kind != TOKEN_WORD ||
		is_first_name(v->lang, tok->low))
		return h;
	if (tok->letters >= 4)
		h.word = by_sound(v, stem, true, a, &h.loss);
	if (h.word == WORDMAP_NONE && tok->letters >= 3)
		h.word = (unsigned char)tok->low[0] < 0x80
				 ? by_latin(v, tok, a, &h.loss)
				 : by_glue(v, tok, a, &h.loss);
	return h;
}

/* A key that gives a Russian letter: with the other layout it is a mark. */
static bool is_key(const struct token *tok)
{
	if (tok->kind == TOKEN_WORD)
		return (unsigned char)tok->low[0] < 0x80;
	return tok->kind == TOKEN_MARK && tok->mark < 0x80 &&
	       strchr("`[];',.", (int)tok->mark);
}

/*
 * "pe,jyjq" and "[bhehue" are typed with the wrong layout and so fall into
 * tokens: hears the longest run of keys from token `at` that is a word of ours.
 * Returns how many tokens it took, 0 if none.
 */
static size_t hear_keys(const struct vocabulary *v, const struct tokens *t,
	size_t at, struct arena *a, struct heard *heard)
{
	char run[RUN_BYTES_MAX + 1];
	size_t n = 0, end = at;

	for (; end < t->n && is_key(&t->token[end]) &&
		(end == at || t->token[end].is_glued) &&
		n + t->token[end].low_n <= RUN_BYTES_MAX;
		end++) {
		memcpy(run + n, t->token[end].low, t->token[end].low_n);
		n += t->token[end].low_n;
	}
	for (; end > at && n >= 3; n -= t->token[--end].low_n) {
		const char *other;
		int64_t word;

		run[n] = '\0';
		other = token_other_layout(run, a);
		if (!other)
			return 0;
		other = token_stem(other, a);
		word = wordmap_get(&v->stem, other, strlen(other));
		if (word == WORDMAP_NONE)
			continue;
		for (size_t i = at; i < end; i++)
			heard[i] = (struct heard){word, LOSS_KEYS, i > at};
		return end - at;
	}
	return 0;
}

/* How each token is heard; lives in `a`. */
static const struct heard *hear_all(
	const struct vocabulary *v, const struct tokens *t, struct arena *a)
{
	const char *const *stem = tokens_stem(t, a);
	struct heard *heard = arena_new(a, struct heard, t->n + 1);
	size_t took;

	for (size_t i = 0; i < t->n; i += took) {
		const struct token *tok = &t->token[i];

		took = 1;
		heard[i].word = WORDMAP_NONE;
		if (tok->kind != TOKEN_MARK)
			heard[i] = hear(v, tok,
				tok->kind == TOKEN_WORD ? stem[i] : tok->low,
				a);
		if (heard[i].word != WORDMAP_NONE || !is_key(tok) ||
			(i && tok->is_glued && is_key(&tok[-1])))
			continue;
		took = hear_keys(v, t, i, a, heard);
		took += took == 0;
	}
	return heard;
}

struct found {
	size_t first, last; /* tokens */
	uint32_t entry;
	uint32_t matched;
	int score;
};

/* Follows phrase `p` from token `at` on; one word may stand in between. */
static bool follow(const struct vocabulary *v, const struct heard *heard,
	const struct tokens *t, size_t at, const struct phrase *p,
	struct found *out)
{
	uint32_t seen[PHRASE_WORDS], n = 0, weight = 0, best = 0, names = 0;
	int loss = 0;
	size_t gap = 0;

	*out = (struct found){.first = at, .last = at, .entry = p->entry};
	for (size_t i = at; i < t->n && gap <= 1; i++) {
		uint32_t word = (uint32_t)heard[i].word;
		bool is_new = heard[i].word != WORDMAP_NONE && holds(p, word);

		if (heard[i].is_more) {
			out->last += i > at && out->last == i - 1;
			continue;
		}
		for (uint32_t k = 0; k < n; k++)
			is_new &= seen[k] != word;
		if (!is_new) {
			gap += t->token[i].kind != TOKEN_MARK;
			continue;
		}
		gap = 0;
		seen[n++] = word;
		weight += v->weight[word];
		best = v->weight[word] > best ? v->weight[word] : best;
		names += v->weight[word] == 3;
		loss += heard[i].loss;
		/* «кардиолог в» is no longer than «кардиолог». */
		if (v->weight[word] > 1 || n == p->n)
			out->last = i;
	}
	if (at && heard[at - 1].word != WORDMAP_NONE &&
		v->weight[heard[at - 1].word] == 1 &&
		holds(p, (uint32_t)heard[at - 1].word)) {
		out->first--; /* "приём" in front of "терапевта" */
		weight += 1;
		n++;
	}
	if (best < 10 && names < 2)
		return false; /* only "приём", or one first name */
	out->matched = n;
	out->score = (int)(weight * 100 / p->weight) - loss -
		     (p->is_synonym ? 2 : 0);
	if (names && best == 10 && out->score < 80)
		out->score = 80 - loss; /* a surname says enough */
	return out->score >= SCORE_MIN;
}

static bool is_better(const struct found *x, const struct found *y)
{
	if (x->matched != y->matched)
		return x->matched > y->matched;
	if (x->score != y->score)
		return x->score > y->score;
	return x->first < y->first ||
	       (x->first == y->first && x->entry < y->entry);
}

static int compare(const void *x, const void *y)
{
	return is_better(x, y) ? -1 : 1;
}

static size_t collect(const struct vocabulary *v, const struct heard *heard,
	const struct tokens *t, struct found *list)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		uint32_t at, looked = 0;

		if (heard[i].word == WORDMAP_NONE || heard[i].is_more ||
			v->weight[heard[i].word] < 3)
			continue;
		at = v->first_posting[heard[i].word];
		for (; at && looked < WORD_PHRASES_MAX && n < FOUND_MAX;
			looked++) {
			const struct posting *p = &v->posting[at - 1];

			n += follow(v, heard, t, i, &v->phrase[p->phrase],
				&list[n]);
			at = p->next;
		}
	}
	qsort(list, n, sizeof(*list), compare);
	return n;
}

static bool is_negated(const struct tokens *t, size_t first)
{
	for (size_t i = first; i-- > 0 && first - i <= 3;) {
		if (strcmp(t->token[i].low, "не") == 0)
			return true;
		if (t->token[i].kind == TOKEN_MARK || t->token[i].letters > 2)
			return false;
	}
	return false;
}

/* Whether `f` may stand beside what was kept; the same thing only once. */
static bool is_wanted(const struct vocabulary *v, const struct found *kept,
	size_t n, const struct found *f)
{
	const struct vocabulary_entry *e = &v->entry[f->entry];

	for (size_t i = 0; i < n; i++) {
		const struct vocabulary_entry *k = &v->entry[kept[i].entry];
		bool is_same =
			kept[i].first == f->first && kept[i].last == f->last;

		if (!is_same && f->first <= kept[i].last &&
			kept[i].first <= f->last)
			return false;
		if (is_same && k->kind == e->kind && k->id == e->id)
			return false;
		if (is_same && f->score * 2 < kept[i].score)
			return false;
	}
	return true;
}

static int by_place(const void *x, const void *y)
{
	const struct mention *p = x, *q = y;

	if (p->begin != q->begin)
		return p->begin < q->begin ? -1 : 1;
	return q->score - p->score;
}

size_t vocabulary_find(const struct vocabulary *v, const struct tokens *t,
	struct arena *a, const struct mention **out)
{
	const struct heard *heard = hear_all(v, t, a);
	struct found *list = arena_new(a, struct found, FOUND_MAX + 1);
	struct found kept[KEPT_MAX];
	struct mention *mention = arena_new(a, struct mention, KEPT_MAX);
	size_t n = 0, found;

	found = collect(v, heard, t, list);
	for (size_t i = 0; i < found && n < KEPT_MAX; i++)
		if (is_wanted(v, kept, n, &list[i]))
			kept[n++] = list[i];
	for (size_t i = 0; i < n; i++) {
		const struct vocabulary_entry *e = &v->entry[kept[i].entry];

		mention[i] = (struct mention){t->token[kept[i].first].begin,
			t->token[kept[i].last].end, e->kind, e->id,
			kept[i].score > 100 ? 100 : kept[i].score,
			is_negated(t, kept[i].first)};
	}
	qsort(mention, n, sizeof(*mention), by_place);
	*out = mention;
	return n;
}
