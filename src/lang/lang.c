#include "lang/lang.h"

#include "lang/lang_tables.h"
#include "lang/number.h"
#include "lang/when_rule.h"

const struct lang *lang_open(struct arena *a)
{
	struct lang *lang = arena_new(a, struct lang, 1);

	lang->when_words = when_words_open(a);
	lang->when_rules = when_rules_open(a);
	wordmap_init(&lang->numbers, a);
	number_fill(&lang->numbers, a);
	return lang;
}
