#include "lang/lang.h"

#include "lang/lang_tables.h"
#include "lang/number.h"
#include "lang/pattern.h"
#include "lang/shipped.h"
#include "lang/when_rule.h"

const struct lang *lang_open(struct arena *a)
{
	struct lang *lang = arena_new(a, struct lang, 1);

	lang->when_words = when_words_open(a);
	lang->when_rules = when_rules_open(a);
	lang->redflags = redflag_rules_open(a);
	lang->intents = intent_rules_open(a);
	lang->intent_model = shipped_model("intents", a);
	lang->specialist_model = shipped_model("specialist", a);
	lang->urgency_model = shipped_model("urgency", a);
	wordmap_init(&lang->numbers, a);
	number_fill(&lang->numbers, a);
	name_tables_open(lang, a);
	lang->correction = pattern_compile(
		"нет|ой|не|вернее|точнее|передумал*|ошибся|ошиблась|извините "
		"~~ лучше|давайте|а|хотя|на|в|тогда|можно|не",
		a);
	return lang;
}
