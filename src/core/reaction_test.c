#include "core/reaction.h"

#include "test/check.h"

static void test_answers_of_real_life(void)
{
	static const struct {
		enum reaction want;
		const char *text;
	} rows[] = {
		{REACTION_CONFIRM, "Да"},
		{REACTION_CONFIRM, "ДА!!!"},
		{REACTION_CONFIRM, "да, приду"},
		{REACTION_CONFIRM, "Подтверждаю."},
		{REACTION_CONFIRM, "Придём, спасибо"},
		{REACTION_CONFIRM, "  1 "},
		{REACTION_CONFIRM, "+"},
		{REACTION_CONFIRM, " +\n"},
		{REACTION_CONFIRM, "Здравствуйте! Да, буду"},
		{REACTION_CONFIRM, "ок 👍"},
		{REACTION_MOVE, "2"},
		{REACTION_MOVE, "Перенесите, пожалуйста"},
		{REACTION_MOVE, "Нужно перенести"},
		{REACTION_CANCEL, "3"},
		{REACTION_CANCEL, "отмените!"},
		{REACTION_CANCEL, "Не приду"},
		{REACTION_CANCEL, "Нет, не приду, спасибо"},
		/* Whatever leaves a doubt is for the dialogue. */
		{REACTION_NONE, ""},
		{REACTION_NONE, "нет"},
		{REACTION_NONE, "да?"},
		{REACTION_NONE, "приду?"},
		{REACTION_NONE, "да, но опоздаю"},
		{REACTION_NONE, "да, а сколько стоит"},
		{REACTION_NONE, "не отменяйте"},
		{REACTION_NONE, "1 2"},
		{REACTION_NONE, "11"},
		{REACTION_NONE, "перенесите на пятницу"},
		{REACTION_NONE, "спасибо"},
		{REACTION_NONE, "\xff\xfe"},
	};
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		CHECK_ROW(reaction_of(rows[i].text, &a) == rows[i].want, i);
	arena_release(&a);
}

static void test_a_long_text_is_for_the_dialogue(void)
{
	char text[2001];
	struct arena a;

	arena_init(&a);
	memset(text, ' ', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	memcpy(text, "1", 1);
	CHECK(reaction_of(text, &a) == REACTION_NONE);
	arena_release(&a);
}

TEST_MAIN(test_answers_of_real_life, test_a_long_text_is_for_the_dialogue)
