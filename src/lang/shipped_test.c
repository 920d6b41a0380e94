#include "lang/shipped.h"

#include "test/check.h"

static void test_each_model_knows_its_labels(void)
{
	static const struct {
		const char *name, *text, *want;
	} rows[] = {
		{"intents", "сколько стоит приём кардиолога", "price"},
		{"intents", "отмените мою запись пожалуйста", "cancel"},
		{"intents", "когда будут готовы мои анализы", "results"},
		{"urgency", "задыхаюсь, давит за грудиной", "emergency"},
		{"urgency", "хочу провериться, ничего не болит", "ordinary"},
		{"tone", "хамство и безобразие", "negative"},
		{"tone", "спасибо, всё отлично, доктор внимательный",
			"positive"},
		{"topic", "грязь в туалете", "cleanliness"},
		{"topic", "очень дорого, цены космос", "price"},
		{"specialist", "болит колено, куда мне", "травматолог"},
		{"specialist", "шишка на шее", "терапевт"},
		{"specialist", "есть ли у вас парковка", "_other"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct model_guess guess;
		struct arena a;
		float margin;
		bool accept;

		arena_init(&a);
		CHECK_ROW(model_score(shipped_model(rows[i].name, &a),
				  rows[i].text, 1, &a, &guess, &accept,
				  &margin) == 1,
			i);
		CHECK_ROW(strcmp(guess.label, rows[i].want) == 0, i);
		arena_release(&a);
	}
}

static void test_what_no_clinic_hears_is_refused(void)
{
	static const char *const texts[] = {"где купить билеты на поезд",
		"репетитор по английскому языку", "закажите такси на вокзал"};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct model_guess guess;
		struct arena a;
		float margin;
		bool accept;

		arena_init(&a);
		model_score(shipped_model("intents", &a), texts[i], 1, &a,
			&guess, &accept, &margin);
		CHECK_ROW(!accept, i);
		arena_release(&a);
	}
}

static void test_an_unknown_name_is_none(void)
{
	struct arena a;

	arena_init(&a);
	CHECK(shipped_model("no-such", &a) == NULL);
	arena_release(&a);
}

TEST_MAIN(test_each_model_knows_its_labels,
	test_what_no_clinic_hears_is_refused, test_an_unknown_name_is_none)
