#include "core/reaction.h"

#include "base/buf.h"
#include "lang/token.h"

enum { TEXT_BYTES_MAX = 200 };

/* Folded: lower case, е for ё, one blank between words, no marks. */
static const struct {
	enum reaction reaction;
	const char *words;
} answers[] = {
	{REACTION_CONFIRM, "да"},
	{REACTION_CONFIRM, "ага"},
	{REACTION_CONFIRM, "ок"},
	{REACTION_CONFIRM, "окей"},
	{REACTION_CONFIRM, "ok"},
	{REACTION_CONFIRM, "yes"},
	{REACTION_CONFIRM, "конечно"},
	{REACTION_CONFIRM, "хорошо"},
	{REACTION_CONFIRM, "подтверждаю"},
	{REACTION_CONFIRM, "подтверждаем"},
	{REACTION_CONFIRM, "подтвердить"},
	{REACTION_CONFIRM, "подтверждено"},
	{REACTION_CONFIRM, "приду"},
	{REACTION_CONFIRM, "придем"},
	{REACTION_CONFIRM, "я приду"},
	{REACTION_CONFIRM, "мы придем"},
	{REACTION_CONFIRM, "буду"},
	{REACTION_CONFIRM, "будем"},
	{REACTION_CONFIRM, "я буду"},
	{REACTION_CONFIRM, "обязательно"},
	{REACTION_CONFIRM, "обязательно приду"},
	{REACTION_CONFIRM, "обязательно буду"},
	{REACTION_CONFIRM, "да приду"},
	{REACTION_CONFIRM, "да буду"},
	{REACTION_CONFIRM, "да придем"},
	{REACTION_CONFIRM, "да подтверждаю"},
	{REACTION_CONFIRM, "да конечно"},
	{REACTION_CONFIRM, "подтверждаю приду"},
	{REACTION_CONFIRM, "подтверждаю запись"},
	{REACTION_CONFIRM, "подтверждаю прием"},
	{REACTION_CONFIRM, "подтверждаю визит"},
	{REACTION_CONFIRM, "1"},
	{REACTION_MOVE, "2"},
	{REACTION_MOVE, "перенести"},
	{REACTION_MOVE, "перенесите"},
	{REACTION_MOVE, "перенос"},
	{REACTION_MOVE, "перенести запись"},
	{REACTION_MOVE, "перенести прием"},
	{REACTION_MOVE, "нужно перенести"},
	{REACTION_MOVE, "надо перенести"},
	{REACTION_MOVE, "хочу перенести"},
	{REACTION_MOVE, "можно перенести"},
	{REACTION_CANCEL, "3"},
	{REACTION_CANCEL, "отмена"},
	{REACTION_CANCEL, "отмените"},
	{REACTION_CANCEL, "отменить"},
	{REACTION_CANCEL, "отменяю"},
	{REACTION_CANCEL, "отменяю запись"},
	{REACTION_CANCEL, "отмените запись"},
	{REACTION_CANCEL, "отмените прием"},
	{REACTION_CANCEL, "отменить запись"},
	{REACTION_CANCEL, "отменить прием"},
	{REACTION_CANCEL, "не приду"},
	{REACTION_CANCEL, "я не приду"},
	{REACTION_CANCEL, "нет не приду"},
	{REACTION_CANCEL, "не придем"},
	{REACTION_CANCEL, "не буду"},
	{REACTION_CANCEL, "не смогу прийти"},
	{REACTION_CANCEL, "не смогу придти"},
	{REACTION_CANCEL, "нет отмените"},
};

/* Politeness around an answer changes nothing. */
static bool is_polite(const char *low)
{
	static const char *const words[] = {
		"спасибо", "пожалуйста", "здравствуйте", "благодарю"};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(low, words[i]) == 0)
			return true;
	return false;
}

static const char *bare_words(const char *text, struct arena *a)
{
	struct tokens t = tokens_cut(text, strlen(text), a);
	struct buf b;

	buf_init(&b, a, TEXT_BYTES_MAX);
	for (size_t i = 0; i < t.n; i++) {
		const struct token *one = &t.token[i];

		if (one->kind == TOKEN_MARK && one->mark == '?')
			return ""; /* a question is no answer */
		if (one->kind == TOKEN_MARK || is_polite(one->low))
			continue;
		if (b.n > 0)
			buf_char(&b, ' ');
		if (one->kind == TOKEN_NUMBER)
			buf_print(&b, "%lld", (long long)one->number);
		else
			buf_text(&b, one->low);
	}
	return b.p;
}

enum reaction reaction_of(const char *text, struct arena *a)
{
	const char *words;

	if (strlen(text) > TEXT_BYTES_MAX)
		return REACTION_NONE;
	if (str_equal(str_trim(str_of(text)), "+"))
		return REACTION_CONFIRM;
	words = bare_words(text, a);
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		if (strcmp(words, answers[i].words) == 0)
			return answers[i].reaction;
	return REACTION_NONE;
}

const char *reaction_name(enum reaction r)
{
	static const char *const names[REACTIONS] = {
		[REACTION_NONE] = "none",
		[REACTION_CONFIRM] = "confirm",
		[REACTION_MOVE] = "move",
		[REACTION_CANCEL] = "cancel",
	};

	return names[r];
}
