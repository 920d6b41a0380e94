#include "lang/redflag.h"

#include "lang/lang_tables.h"
#include "lang/pattern.h"

/*
 * The rules.  After public first-aid guidance (signs at which 103 is to be
 * called): recall comes first, so a pattern is as wide as honest speech of
 * appointments allows.  `denied` says that a negation in front switches the
 * rule off; patterns that carry their own "не" are not.
 */
struct rule {
	enum redflag flag;
	bool deniable;
	const char *pattern;
};

#define PAIN "боль|боли|болью|болит|болят|болями|болело|болела"
#define CHEST "груд*|грудин*|сердц*|сердеч*|сердечк*"

/* clang-format off */
static const struct rule rules[] = {
	/* heart */
	{REDFLAG_HEART, true, "давит|давящ*|жмет|сжимает|сжало|жжет|печет|распирает ~ " CHEST},
	{REDFLAG_HEART, true, CHEST " ~ давит|давящ*|жмет|сжимает|сжало|жжет|печет|распирает"},
	{REDFLAG_HEART, true, PAIN "|колет|ломит ~ за|в|во|внутри груди|грудине|грудиной|грудной|грудь"},
	{REDFLAG_HEART, true, "груди|грудине|грудиной|грудной|грудь|грудью ~ " PAIN "|колет|режет|ноет"},
	{REDFLAG_HEART, true, "сильн*|остр*|резк*|ужасн*|адск*|невыносим* ~ " PAIN " ~ сердц*|груд*"},
	{REDFLAG_HEART, true, "сердц* ~ сильн*|очень|остр*|резк* ~ " PAIN "|колет|ноет"},
	{REDFLAG_HEART, true, "сердце|сердечко болит|разболелось|прихватило|схватило|останавливается|остановилось|колет|ноет"},
	{REDFLAG_HEART, true, "болит|прихватило|схватило|колет|ноет ~ сердце"},
	{REDFLAG_HEART, true, "отдает|отдавать|иррадиир* ~ левую|левой|левое ~ рук*|лопатк*|плеч*"},
	{REDFLAG_HEART, true, "инфаркт*"},
	{REDFLAG_HEART, true, "сердечн* приступ*"},
	{REDFLAG_HEART, true, "приступ* стенокард*|сердц*"},
	/* stroke */
	{REDFLAG_STROKE, true, "перекос* ~ лиц*|рот|губ*|улыбк*"},
	{REDFLAG_STROKE, true, "лиц*|рот|губ*|улыбк* ~ перекос*|повело|съехал*|опустил*|онемел*"},
	{REDFLAG_STROKE, true, "онемел* ~ рук*|ног*|лиц*|половин*|сторон*|щек*|язык"},
	{REDFLAG_STROKE, true, "рук*|ног*|лицо|половин*|сторон*|язык ~ онемел*|отнял*|отказал*|парализ*|отказывает"},
	{REDFLAG_STROKE, true, "отнял* ~ рук*|ног*|речь|язык"},
	{REDFLAG_STROKE, false, "не ~ поднять|поднимает*|чувств*|двигает*|шевел* ~ рук*|ног*|половин*|сторон*"},
	{REDFLAG_STROKE, false, "рук*|ног* не двигает*|слуша*|поднимает*|шевел*|работает"},
	{REDFLAG_STROKE, true, "реч* ~ невнятн*|нарушил*|пропал*|несвязн*|нарушен*|спута*|заплета*"},
	{REDFLAG_STROKE, true, "невнятн*|несвязн*|спутан* ~ реч*|говор*"},
	{REDFLAG_STROKE, true, "язык ~ заплета*"},
	{REDFLAG_STROKE, false, "не может|смог ~ говорить|сказать|выговорить"},
	{REDFLAG_STROKE, false, "не могу выговорить"},
	{REDFLAG_STROKE, true, "парализ*"},
	{REDFLAG_STROKE, true, "инсульт*"},
	{REDFLAG_STROKE, true, "внезапн*|резко|вдруг ~ ослеп*|слабость ~ рук*|ног*"},
	{REDFLAG_STROKE, true, "внезапн*|вдруг|резко ~ перестал*|пропал* ~ видеть|зрен*|говорить"},
	{REDFLAG_STROKE, true, "внезапн*|резк*|сильнейш*|невыносим*|взрыв*|ужасн* ~ головн* боль"},
	{REDFLAG_STROKE, true, "самая сильная ~ головн* боль"},
	/* suicide and violence */
	{REDFLAG_SUICIDE, false, "не хочу|хочется|хочет|хочется ~ жить"},
	{REDFLAG_SUICIDE, false, "жить ~ не хоч*|незачем"},
	{REDFLAG_SUICIDE, true, "хочу|хочет|хочется|решил*|лучше|мысли|думаю ~ умереть|сдохнуть|смерти|повеситься|зарезаться|отравиться"},
	{REDFLAG_SUICIDE, true, "покончить|покончу|покончит|покончил* ~ собой|жизнью"},
	{REDFLAG_SUICIDE, true, "покончить|покончу|закончить ~ этим|всем ~ всем|этим"},
	{REDFLAG_SUICIDE, true, "покончить|покончу со? всем|этим"},
	{REDFLAG_SUICIDE, true, "суицид*|самоубий*|самоуби*"},
	{REDFLAG_SUICIDE, true, "убить|убью|убьет|убил* ~ себя"},
	{REDFLAG_SUICIDE, true, "повешусь|повеситься|повесился|выброшусь|спрыгну"},
	{REDFLAG_SUICIDE, true, "порезал*|режет|режу|резать|порезать|вскрыть|вскрою|вскрыл* ~ вены|вен|себя|запясть*"},
	{REDFLAG_SUICIDE, true, "наложить|наложил* ~ руки"},
	{REDFLAG_SUICIDE, true, "жизнь ~ не имеет смысла|бессмысленна"},
	{REDFLAG_SUICIDE, true, "нет смысла жить"},
	{REDFLAG_SUICIDE, true, "устал* ~ жить"},
	/* bleeding */
	{REDFLAG_BLEEDING, true, "сильн*|обильн*|артериальн*|открыл* ~ кровь|крови|кровот*"},
	{REDFLAG_BLEEDING, true, "кров* ~ хлещет|фонтан*|льет*|ручьем|хлынул*|сильно|сильная"},
	{REDFLAG_BLEEDING, true, "хлещет|хлынул*|фонтаном ~ кров*"},
	{REDFLAG_BLEEDING, false, "не могу? останавлив*|остановить|остановит* ~ кров*"},
	{REDFLAG_BLEEDING, false, "кров* ~ не останавлив*|остановить|остановит*|могу|можем"},
	{REDFLAG_BLEEDING, true, "рвет|рвота|рвало|вырвало|тошнит|кашля*|харка*|плюет* ~ кров*"},
	{REDFLAG_BLEEDING, true, "кров* ~ рвот*|горлом|горла|рта|кашле"},
	{REDFLAG_BLEEDING, true, "истека* ~ кров*"},
	{REDFLAG_BLEEDING, true, "черн*|дегтеобразн* стул|кал"},
	{REDFLAG_BLEEDING, true, "стул|кал черн*|дегт*"},
	{REDFLAG_BLEEDING, true, "много кров*"},
	{REDFLAG_BLEEDING, true, "кровотечен*"},
	/* breath */
	{REDFLAG_BREATH, true, "задыха*|задохн*|удуш*"},
	{REDFLAG_BREATH, false, "не ~ могу|может|хватает|получается ~ дышать|вдохнуть|продохнуть|воздуха"},
	{REDFLAG_BREATH, false, "не|еле|трудно|тяжело|невозможно|сложно ~ дышит|дышать|дышу|вдохнуть"},
	{REDFLAG_BREATH, true, "нехватк* воздуха"},
	{REDFLAG_BREATH, false, "дышать|дышит ~ нечем|тяжело|трудно|невозможно"},
	{REDFLAG_BREATH, true, "подавил*|поперхнул*"},
	{REDFLAG_BREATH, true, "сине* ~ губ*|лиц*"},
	{REDFLAG_BREATH, true, "посинел*|синеет"},
	{REDFLAG_BREATH, true, "приступ* ~ астм*|удуш*"},
	{REDFLAG_BREATH, true, "сильн* одышк*"},
	{REDFLAG_BREATH, true, "одышк* ~ покое|сильн*|лежа"},
	/* allergy */
	{REDFLAG_ALLERGY, true, "отек*|опух*|распух*|раздул* ~ горл*|лиц*|язык*|губ*|шея|шею"},
	{REDFLAG_ALLERGY, true, "горл*|лиц*|язык*|губ* ~ отек*|отекл*|опух*|распух*|раздул*"},
	{REDFLAG_ALLERGY, true, "анафила*"},
	{REDFLAG_ALLERGY, true, "отек квинке"},
	{REDFLAG_ALLERGY, true, "квинке"},
	{REDFLAG_ALLERGY, true, "укусил* ~ оса|осы|осой|пчел*|шершен*|зме* ~~ отек*|опух*|плохо"},
	{REDFLAG_ALLERGY, true, "сильн* аллерги* ~~ дыш*|отек*|горл*|лиц*"},
	/* unconscious, fits */
	{REDFLAG_UNCONSCIOUS, true, "потерял*|теря* ~ сознани*"},
	{REDFLAG_UNCONSCIOUS, false, "без сознания"},
	{REDFLAG_UNCONSCIOUS, false, "не просыпается|реагирует|отзывается|разбудить"},
	{REDFLAG_UNCONSCIOUS, false, "не приходит ~ себя|сознание"},
	{REDFLAG_UNCONSCIOUS, false, "не могу|можем|могут ~ разбудить|добудиться"},
	{REDFLAG_UNCONSCIOUS, true, "упал* ~ обморок"},
	{REDFLAG_UNCONSCIOUS, true, "обморок*|отключил*"},
	{REDFLAG_UNCONSCIOUS, true, "судорог*|судорож* ~ сознан*|припад*|ребен*|трясет|пена|тело|теле|всего"},
	{REDFLAG_UNCONSCIOUS, true, "начал* ~ судорог*|припад*"},
	{REDFLAG_UNCONSCIOUS, true, "эпилептич*|припад*|эпиприступ*"},
	{REDFLAG_UNCONSCIOUS, true, "пена ~ рта|рот"},
	{REDFLAG_UNCONSCIOUS, true, "нет пульс*|дыхания"},
	{REDFLAG_UNCONSCIOUS, false, "не дышит"},
	{REDFLAG_UNCONSCIOUS, true, "умирает|умираю|при смерти"},
	/* a small child */
	/* a baby's 38 is what an older child's 39 is */
	{REDFLAG_CHILD, true, "младен*|грудн*|новорожд*|месяц* ~~ температур* ~ 38"},
	{REDFLAG_CHILD, true, "младен*|грудн*|новорожд*|месяц* ~~ 38 ~~ температур*"},
	{REDFLAG_CHILD, true, "температур* ~ 38 ~~ младен*|грудн*|новорожд*|месяц*"},
	{REDFLAG_CHILD, true, "ребен*|малыш*|младен*|грудничк*|новорожд*|сын*|доч*|месяц* ~~ температур* ~ 39|40|41"},
	{REDFLAG_CHILD, true, "ребен*|малыш*|младен*|грудничк*|новорожд*|сын*|доч*|месяц* ~~ 39|40|41 ~~ температур*"},
	{REDFLAG_CHILD, true, "температур* ~ 39|40|41 ~~ ребен*|малыш*|младен*|грудничк*|новорожд*|сын*|доч*|месяц*|годик*"},
	{REDFLAG_CHILD, true, "ребен*|малыш*|младен*|грудничк*|новорожд*|сын*|доч* ~~ вял*|синеет|посинел*|судорог*|задыха*|хрипит"},
	{REDFLAG_CHILD, false, "не ~ сбива*|сбить|спада*|снижа* ~~ ребен*|малыш*|младен*|сын*|доч*|месяц*"},
	{REDFLAG_CHILD, false, "ребен*|малыш*|младен*|сын*|доч*|месяц* ~~ не сбива*|сбить|спада*|снижа*"},
	{REDFLAG_CHILD, true, "родничок ~ запал|выбух*|впал"},
	{REDFLAG_CHILD, true, "ребен*|малыш*|младен* ~~ проглотил*|выпил*|съел*"},
	{REDFLAG_CHILD, true, "высок* ~ температур* ~~ месяц*|грудничк*|новорожд*|младен*"},
	{REDFLAG_CHILD, true, "температур* 40|41|42"},
	{REDFLAG_CHILD, true, "40|41 температур*"},
	{REDFLAG_CHILD, true, "температур* ~ не сбивается|сбивается"},
	/* poison */
	{REDFLAG_POISON, true, "выпил*|проглотил*|наглотал*|принял*|съел* ~ уксус*|кислот*|щелоч*|отбеливател*|батарейк*|растворител*|антифриз*|яд|ядом|моющ*"},
	{REDFLAG_POISON, true, "проглотил* ~ батарейк*|магнит*|иголк*|таблет*"},
	{REDFLAG_POISON, true, "выпил*|наглотал*|принял* ~ пачк*|упаковк*|много|горсть|все ~ таблет*"},
	{REDFLAG_POISON, true, "наглотал*"},
	{REDFLAG_POISON, true, "передоз*"},
	{REDFLAG_POISON, true, "отравил*|отравлен* ~ газ*|угарн*|гриб*|таблет*|лекарств*|алкогол*"},
	{REDFLAG_POISON, true, "угарн* газ*"},
	{REDFLAG_POISON, true, "надышал*"},
	{REDFLAG_POISON, true, "сильн* отравлен*"},
	/* injury */
	{REDFLAG_INJURY, true, "упал*|выпал* ~ с|из высот*|крыш*|балкон*|этаж*|лестниц*|окн*"},
	{REDFLAG_INJURY, true, "удар*|стукнул*|травм*|разбил* ~ голов* ~~ тошн*|рвот*|рвет|сознан*|кровь"},
	{REDFLAG_INJURY, true, "разбил*|пробил*|проломил* ~ голов*"},
	{REDFLAG_INJURY, true, "сбил* ~ машин*|автобус*|поезд*"},
	{REDFLAG_INJURY, true, "попал* ~ авари*|дтп"},
	{REDFLAG_INJURY, true, "ожог* ~ сильн*|лиц*|глаз*|больш*|кипятк*|дыхат*|химич*"},
	{REDFLAG_INJURY, true, "обжег*|обжгл*|обварил*|ошпарил*"},
	{REDFLAG_INJURY, true, "открыт* перелом*"},
	{REDFLAG_INJURY, true, "кость ~ торчит|наружу"},
	{REDFLAG_INJURY, true, "удар* ~ током"},
	{REDFLAG_INJURY, true, "ножев*|огнестрел*|пырнул*|подстрел*"},
	{REDFLAG_INJURY, true, "оторвал*|отрубил*|отрезал* ~ палец|пальц*|рук*|ног*|кисть"},
	{REDFLAG_INJURY, true, "тонет|тонул*|утонул*|захлебнул*"},
	{REDFLAG_INJURY, true, "химич*|кислот*|щелоч*|клей ~ глаз*"},
	/* pregnancy */
	{REDFLAG_PREGNANCY, true, "беремен* ~~ кровь|крови|кровит|кровянист*|отошли|схватк*"},
	{REDFLAG_PREGNANCY, true, "кров* ~~ беремен*"},
	{REDFLAG_PREGNANCY, true, "отошли|отходят|подтекают воды"},
	{REDFLAG_PREGNANCY, true, "воды отошли|отходят"},
	{REDFLAG_PREGNANCY, false, "не чувствую ~ шевелен*"},
	{REDFLAG_PREGNANCY, false, "не шевелится|двигается ~ ребен*|малыш*|плод*"},
	{REDFLAG_PREGNANCY, false, "ребен*|малыш*|плод* ~ не шевелится|двигается ~ живот*"},
	{REDFLAG_PREGNANCY, true, "начал*|идут ~ схватк*|роды"},
	{REDFLAG_PREGNANCY, true, "рожаю|рожает"},
	/* belly */
	{REDFLAG_ABDOMEN, true, "кинжальн*|невыносим*|нестерпим*|адск*|дикая|дикие|острая|резкая|сильнейш* ~ " PAIN " ~ живот*"},
	{REDFLAG_ABDOMEN, true, "живот* ~ невыносим*|нестерпим*|адск*|кинжальн*|острая|резкая"},
	{REDFLAG_ABDOMEN, true, "очень сильно ~ болит ~ живот"},
	{REDFLAG_ABDOMEN, true, "живот ~ как доска"},
	{REDFLAG_ABDOMEN, true, "приступ*|подозрени* ~ аппендицит*"},
};
/* clang-format on */

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
/* These make the past present again. */
static const char present[] =
	"сейчас|сегодня|только|минут|минуту|час|часа|часов|опять|снова|ночью|"
	"щас|внезапно|вдруг|резко";

struct redflag_rules {
	const struct pattern *past, *aftermath, *present, *feared, *named;
	const struct pattern *pattern[ARRAY_LEN(rules)];
};

const struct redflag_rules *redflag_rules_open(struct arena *a)
{
	struct redflag_rules *r = arena_new(a, struct redflag_rules, 1);

	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		r->pattern[i] = pattern_compile(rules[i].pattern, a);
	r->past = pattern_compile(past, a);
	r->aftermath = pattern_compile(aftermath, a);
	r->present = pattern_compile(present, a);
	r->feared = pattern_compile(feared, a);
	r->named = pattern_compile(named, a);
	return r;
}

static bool is_over(const struct redflag_rules *r, const struct tokens *t)
{
	struct pattern_match m;

	if (pattern_find(r->present, t, 0, &m))
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

enum redflag redflag_find(const struct lang *lang, const struct tokens *t)
{
	bool is_past = is_over(lang->redflags, t);

	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		struct pattern_match m;
		size_t from = 0;

		if (is_past && rules[i].flag != REDFLAG_SUICIDE)
			continue;
		while (pattern_find(lang->redflags->pattern[i], t, from, &m)) {
			if (is_fear(lang->redflags, t, m))
				break;
			if (!rules[i].deniable || !pattern_is_denied(t, m))
				return rules[i].flag;
			from = m.last + 1;
		}
	}
	return REDFLAG_NONE;
}

const char *redflag_name(enum redflag flag)
{
	static const char *const names[REDFLAGS] = {"none", "heart", "stroke",
		"suicide", "bleeding", "breath", "allergy", "unconscious",
		"child", "poison", "injury", "pregnancy", "abdomen"};

	return names[flag];
}
