#include "lang/redflag.h"

#include "lang/lang_tables.h"
#include "lang/pattern.h"
#include "lang/redflag_rule.h"

/* What is over and done is no emergency: "год назад был инфаркт". */
static const char past[] =
	"назад|раньше|прошлом|детстве|перенес|перенесла|перенесенного|прошлого|"
	"давно|профилактика";
static const char aftermath[] = "после ~ инфаркт*|инсульт*|операц*|кровотеч*";
/* A fear or a family's history names the illness without its signs. */
static const char feared[] =
	"боюсь|боится|опасаюсь|риск*|наследствен*|предрасположен*|чтобы ~ "
	"инфаркт*|инсульт*";
static const char named[] = "инфаркт*|инсульт*";
/* Talk about emergencies, and animals, who have doctors of their own. */
static const char told[] =
	"фильм*|сериал*|книг*|курсы|курсах|лекци*|приснил*|реферат*|доклад*|"
	"распознать";
static const char animal[] =
	"у? "
	"кот|кота|кошка|кошки|кошку|пес|пса|собака|собаки|собаку|щенок|щенка|"
	"котенок|котенка|попугай|попугая|хомяк|хомяка|кролик|кролика ~ "
	"задыха*|умира*|хрипит|дышит|рвет|рвота|судорог*|отравил*|парализ*|"
	"кров*|отказали|вял*|потерял*";
/* «сейчас всё хорошо» does not make the past present again. */
static const char well[] =
	"сейчас|теперь|сегодня ~ хорошо|нормально|порядке|прошло|спокоен|"
	"спокойна|отпустило|здоров|здорова";
/* A stuffed nose takes no breath away. */
static const char nose[] = "нос|носик|носом|ноздря|ноздри ~ дышит|дышу|дышать";
static const char by_nose[] = "дышит|дышу|дышать ~ нос|носом|ноздрей|ноздри";
/*
 * A child who swallowed something blunt and is well needs an X-ray today, not
 * an ambulance.  A coin counts as blunt only while nothing else is told; a
 * battery or two magnets burn through within hours and never do.
 */
static const char blunt[] =
	"проглотил*|съел* ~ монет*|монетк*|косточк*|жвачк*|зуб|зубик|пуговиц*|"
	"бусин*|пломб*";
static const char sign[] =
	"слюн*|кашля*|хрип*|задыха*|дыш*|глота*|рвет|рвота|рвоту|болит|больно|"
	"плачет|плохо|кров*|синеет|застрял*|батарейк*|магнит*";
/* These make the past present again. */
static const char present[] =
	"сейчас|сегодня|только|минут|минуту|час|часа|часов|опять|снова|ночью|"
	"щас|внезапно|вдруг|резко|полчаса|хлещет|льет|льется|озноб|трясет|"
	"почернел|почернела|черный";

struct redflag_rules {
	const struct pattern *past, *aftermath, *present, *feared, *named;
	const struct pattern *told, *animal, *well, *nose, *by_nose, *blunt,
		*sign;
	const struct pattern **pattern; /* one a rule */
};

const struct redflag_rules *redflag_rules_open(struct arena *a)
{
	struct redflag_rules *r = arena_new(a, struct redflag_rules, 1);

	r->pattern = arena_new(a, const struct pattern *, redflag_rules_n);
	for (size_t i = 0; i < redflag_rules_n; i++)
		r->pattern[i] = pattern_compile(redflag_rules[i].pattern, a);
	r->past = pattern_compile(past, a);
	r->aftermath = pattern_compile(aftermath, a);
	r->present = pattern_compile(present, a);
	r->feared = pattern_compile(feared, a);
	r->named = pattern_compile(named, a);
	r->told = pattern_compile(told, a);
	r->animal = pattern_compile(animal, a);
	r->well = pattern_compile(well, a);
	r->nose = pattern_compile(nose, a);
	r->by_nose = pattern_compile(by_nose, a);
	r->blunt = pattern_compile(blunt, a);
	r->sign = pattern_compile(sign, a);
	return r;
}

static bool is_over(const struct redflag_rules *r, const struct tokens *t)
{
	struct pattern_match m;

	if (pattern_find(r->told, t, 0, &m) ||
		pattern_find(r->animal, t, 0, &m))
		return true;
	if (pattern_find(r->present, t, 0, &m) &&
		!pattern_find(r->well, t, 0, &m))
		return false;
	return pattern_find(r->past, t, 0, &m) ||
	       pattern_find(r->aftermath, t, 0, &m);
}

/* "боюсь инфаркта" as the only sign of it. */
static bool is_fear(const struct redflag_rules *r, const struct tokens *t,
	struct pattern_match m)
{
	struct pattern_match name;

	return m.first == m.last && pattern_find(r->feared, t, 0, &name) &&
	       pattern_find(r->named, t, m.first, &name) &&
	       name.first == m.first;
}

/* The flag that a stuffed nose or a swallowed coin would raise for nothing. */
static enum redflag find_excused(
	const struct redflag_rules *r, const struct tokens *t)
{
	struct pattern_match m;

	if (pattern_find(r->nose, t, 0, &m) ||
		pattern_find(r->by_nose, t, 0, &m))
		return REDFLAG_BREATH;
	if (pattern_find(r->blunt, t, 0, &m) &&
		!pattern_find(r->sign, t, 0, &m))
		return REDFLAG_CHILD;
	return REDFLAG_NONE;
}

enum redflag redflag_find(const struct lang *lang, const struct tokens *t)
{
	const struct redflag_rules *r = lang->redflags;
	bool is_past = is_over(r, t);
	enum redflag excused = find_excused(r, t);

	for (size_t i = 0; i < redflag_rules_n; i++) {
		const struct redflag_rule *rule = &redflag_rules[i];
		struct pattern_match m;
		size_t from = 0;

		if (is_past && rule->flag != REDFLAG_SUICIDE)
			continue;
		if (excused && rule->flag == excused)
			continue;
		while (pattern_find(r->pattern[i], t, from, &m)) {
			if (is_fear(r, t, m))
				break;
			if (!rule->deniable || !pattern_is_denied(t, m))
				return rule->flag;
			from = m.last + 1;
		}
	}
	return REDFLAG_NONE;
}

const char *redflag_name(enum redflag flag)
{
	static const char *const names[REDFLAGS] = {"none", "heart", "stroke",
		"suicide", "bleeding", "breath", "allergy", "unconscious",
		"child", "poison", "injury", "pregnancy", "abdomen",
		"infection", "eye", "limb", "groin"};

	return names[flag];
}
