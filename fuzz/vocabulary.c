/*
 * fuzz/vocabulary - any bytes read for the words of a clinic.  Some of those
 * that hold a line end (opening a vocabulary takes long) name a service of
 * their own before it.
 */
#include "lang/vocabulary.h"
#include "fuzz/target.h"

enum { OWN_EVERY = 64 };

static const struct vocabulary_entry entries[] = {
	{0, 1, "Петрова Анна Андреевна"},
	{0, 5, "Петрова Мария"},
	{1, 2, "УЗИ брюшной полости"},
	{1, 3, "Приём стоматолога-терапевта"},
	{1, 6, "Приём кардиолога"},
	{2, 4, "филиал на Здоровья, 5"},
};

static void check(const struct mention *m, size_t n, size_t text_n)
{
	for (size_t i = 0; i < n; i++) {
		BUG_ON(m[i].end <= m[i].begin || m[i].end > text_n);
		BUG_ON(m[i].score < 1 || m[i].score > 100);
		BUG_ON(i && m[i].begin < m[i - 1].begin);
		BUG_ON(i && m[i].begin > m[i - 1].begin &&
			m[i].begin < m[i - 1].end);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena process, call;
	static const struct lang *lang;
	static const struct vocabulary *fixed;
	const struct vocabulary *v;
	const char *text = arena_copy(&call, bytes, n);
	struct str rest = {text, n}, name = str_split(&rest, '\n');
	struct tokens t;
	const struct mention *mention;
	size_t found;

	if (!lang) {
		lang = lang_open(&process);
		fixed = vocabulary_open(
			&process, lang, entries, ARRAY_LEN(entries));
	}
	v = fixed;
	if (rest.p && (n + bytes[0]) % OWN_EVERY == 0) {
		struct vocabulary_entry own = {
			1, 7, arena_copy(&call, name.p, name.n)};

		v = vocabulary_open(&call, lang, &own, 1);
	} else {
		rest = (struct str){text, n};
	}
	t = tokens_cut(rest.p, rest.n, &call);
	found = vocabulary_find(v, &t, &call, &mention);
	check(mention, found, rest.n);
	arena_reset(&call);
	return 0;
}
