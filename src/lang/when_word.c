#include "lang/when_word.h"

#include <string.h>

#include "lang/token.h"
#include "lang/when.h"
#include "lang/wordmap.h"

/*
 * The lexicon.  A row: its classes, the value, and the forms; `стем+` means
 * the stem with every ending of `ends`.  A row marked `typos` is also found
 * with one letter wrong; only for words that no other word resembles.
 */
#define C(name) (WHEN_INDEX_##name + 1)
enum { CLASSES_MAX = 3, WORDS_MAX = 1500 };

struct row {
	int classes[CLASSES_MAX]; /* index + 1; 0 ends */
	int value;
	bool typos;
	const char *forms;
	const char *ends; /* NULL: the forms are whole */
};

#define ADJECTIVE "ый ой ая ое ые ого ему ому ым ом ей ую ых ыми"
#define SOFT_ADJECTIVE "ий яя ее ие его ему им ем ей юю их ими"

static const struct row rows[] = {
	/* days */
	{{C(RELDAY)}, 3, false, "позавчера", NULL},
	{{C(RELDAY)}, 4, true, "вчера", NULL},
	{{C(RELDAY)}, 5, true, "сегодня", NULL},
	{{C(RELDAY)}, 5, false, "седня сеня севодня", NULL},
	{{C(RELDAY)}, 6, true, "завтра", NULL},
	{{C(RELDAY)}, 7, true, "послезавтра", NULL},
	{{C(RELDAY)}, 8, true, "послепослезавтра", NULL},
	{{C(RELADJ)}, 4, false, "вчерашн", SOFT_ADJECTIVE},
	{{C(RELADJ)}, 5, false, "сегодняшн", SOFT_ADJECTIVE},
	{{C(RELADJ)}, 6, false, "завтрашн", SOFT_ADJECTIVE},
	{{C(RELADJ)}, 7, false, "послезавтрашн", SOFT_ADJECTIVE},
	{{C(WEEKDAY)}, 1, true,
		"понедельник понедельника понедельнику понедельником "
		"понедельнике",
		NULL},
	{{C(WEEKDAY)}, 1, true, "панидельник понидельник панидельника", NULL},
	{{C(WEEKDAY)}, 1, false, "пн пнд понед понедельничек", NULL},
	{{C(WEEKDAY)}, 2, true, "вторник вторника вторнику вторником вторнике",
		NULL},
	{{C(WEEKDAY)}, 2, false, "вт вторничек", NULL},
	{{C(WEEKDAY)}, 3, false, "среда среду среды среде средой ср", NULL},
	{{C(WEEKDAY)}, 4, true, "четверг четверга четвергу четвергом четверге",
		NULL},
	{{C(WEEKDAY)}, 4, false, "чт чтв", NULL},
	{{C(WEEKDAY)}, 5, true, "пятница пятницу пятницы пятнице пятницей",
		NULL},
	{{C(WEEKDAY)}, 5, false, "пт птн пятн пятничку", NULL},
	{{C(WEEKDAY)}, 6, true, "суббота субботу субботы субботе субботой",
		NULL},
	{{C(WEEKDAY)}, 6, false, "сб суб субота суботу субботку", NULL},
	{{C(WEEKDAY)}, 7, true,
		"воскресенье воскресенья воскресенью воскресеньем", NULL},
	{{C(WEEKDAY)}, 7, false, "вс вск воскр воскресение воскресения", NULL},
	{{C(WEEKDAYS)}, 1, false, "понедельникам", NULL},
	{{C(WEEKDAYS)}, 2, false, "вторникам", NULL},
	{{C(WEEKDAYS)}, 3, false, "средам", NULL},
	{{C(WEEKDAYS)}, 4, false, "четвергам", NULL},
	{{C(WEEKDAYS)}, 5, false, "пятницам", NULL},
	{{C(WEEKDAYS)}, 6, false, "субботам", NULL},
	{{C(WEEKDAYS)}, 7, false, "воскресеньям", NULL},
	{{C(WEEKEND)}, 0, true, "выходные выходных выходным", NULL},
	{{C(WEEKEND)}, 0, false, "уикенд уикенда уикэнд", NULL},
	{{C(WORKDAYS)}, 0, false, "будни будням будние будних", NULL},
	{{C(WORKADJ)}, 0, false, "рабочие рабочих рабочий", NULL},
	{{C(MONTH)}, 1, true, "январь января январю январем январе", NULL},
	{{C(MONTH)}, 1, false, "янв", NULL},
	{{C(MONTH)}, 2, true, "февраль февраля февралю февралем феврале", NULL},
	{{C(MONTH)}, 2, false, "фев февр", NULL},
	{{C(MONTH)}, 3, false, "март марта марту мартом марте мар", NULL},
	{{C(MONTH)}, 4, true, "апрель апреля апрелю апрелем апреле", NULL},
	{{C(MONTH)}, 4, false, "апр", NULL},
	{{C(MONTH)}, 5, false, "май мая маю маем мае", NULL},
	{{C(MONTH)}, 6, false, "июнь июня июню июнем июне июн", NULL},
	{{C(MONTH)}, 7, false, "июль июля июлю июлем июле июл", NULL},
	{{C(MONTH)}, 8, true, "август августа августу августом августе", NULL},
	{{C(MONTH)}, 8, false, "авг", NULL},
	{{C(MONTH)}, 9, true, "сентябрь сентября сентябрю сентябрем сентябре",
		NULL},
	{{C(MONTH)}, 9, false, "сен сент", NULL},
	{{C(MONTH)}, 10, true, "октябрь октября октябрю октябрем октябре",
		NULL},
	{{C(MONTH)}, 10, false, "окт", NULL},
	{{C(MONTH)}, 11, true, "ноябрь ноября ноябрю ноябрем ноябре", NULL},
	{{C(MONTH)}, 11, false, "ноя нояб", NULL},
	{{C(MONTH)}, 12, true, "декабрь декабря декабрю декабрем декабре",
		NULL},
	{{C(MONTH)}, 12, false, "дек", NULL},
	{{C(SEASON)}, 0, false, "зима зимой зиму зимы зиме", NULL},
	{{C(SEASON)}, 1, false, "весна весной весну весны весне", NULL},
	{{C(SEASON)}, 2, false, "лето летом лета лету лете", NULL},
	{{C(SEASON)}, 3, false, "осень осенью осени", NULL},
	{{C(NEXT)}, 0, true,
		"следующий следующая следующее следующие следующего "
		"следующей следующему следующим следующем следующую следующих",
		NULL},
	{{C(NEXT)}, 0, false, "след следующ", NULL},
	{{C(NEXT)}, 0, false, "будущ", "ий ая ее ие его ей ему им ем ую их"},
	{{C(THIS)}, 0, false,
		"этот эта это эти этого этой этому этим этом эту этих", NULL},
	{{C(THIS)}, 0, false, "текущ", "ий ая ее его ей ему им ем ую"},
	{{C(LAST)}, 0, false, "прошл", ADJECTIVE},
	{{C(BEFORELAST)}, 0, false, "позапрошл", ADJECTIVE},
	{{C(LAST)}, 0, false, "минувш прошедш",
		"ий ая ее ие его ей ему им ем ую их"},
	{{C(LAST)}, 0, false, "предыдущ", "ий ая ее ие его ей ему им ем ую их"},
	{{C(NEAREST)}, 0, true,
		"ближайший ближайшая ближайшее ближайшие ближайшего ближайшей "
		"ближайшему ближайшем ближайшую ближайших",
		NULL},
	{{C(FINAL)}, 0, false, "последн", SOFT_ADJECTIVE},
	/* parts of the day */
	{{C(PART)}, WHEN_NIGHT, false, "ночью ночь ночи ночку", NULL},
	{{C(PARTGEN), C(PART)}, WHEN_NIGHT, false, "ночи", NULL},
	{{C(PART)}, WHEN_MORNING, false,
		"утром утро утру утрам утречком поутру", NULL},
	{{C(PARTGEN), C(PART)}, WHEN_MORNING, false, "утра утречка", NULL},
	{{C(PART)}, WHEN_DAYTIME, false, "днем", NULL},
	{{C(PARTGEN)}, WHEN_DAYTIME, false, "пополудни", NULL},
	{{C(PARTGEN)}, WHEN_MORNING, false, "am", NULL},
	{{C(PARTGEN)}, WHEN_EVENING, false, "pm", NULL},
	{{C(PART)}, WHEN_EVENING, true, "вечером вечерком вечеру вечерам",
		NULL},
	{{C(PART)}, WHEN_EVENING, false, "вечер веч вечере", NULL},
	{{C(PARTGEN), C(PART)}, WHEN_EVENING, false, "вечера вечерка", NULL},
	{{C(PART)}, WHEN_LUNCH, false, "обед обеда обеду обедом обеденное",
		NULL},
	{{C(PART)}, WHEN_AFTERNOON, false, "послеобеда послеобеденное", NULL},
	{{C(NOON)}, 0, false, "полдень полдня полудня полудню полдню", NULL},
	{{C(MIDNIGHT)}, 0, false, "полночь полуночи полночи", NULL},
	{{C(EARLY)}, 0, false, "рано раненько пораньше ранним", NULL},
	{{C(LATE)}, 0, false, "поздно поздним попозже", NULL},
	/* units */
	{{C(SECOND)}, WHEN_SECOND, false,
		"секунда секунду секунды секунд секундочку сек", NULL},
	{{C(MINUTE)}, WHEN_MINUTE, false,
		"минута минуту минуты минут минутам минуток минуточек минутку "
		"мин м",
		NULL},
	{{C(HOURGEN), C(HOUR)}, WHEN_HOUR, false, "часа", NULL},
	{{C(HOUR)}, WHEN_HOUR, false,
		"часов часам часах часиков часика часикам ч", NULL},
	{{C(HOURONE), C(HOUR)}, WHEN_HOUR, false, "час часу часик", NULL},
	{{C(DAY)}, WHEN_DAY, false,
		"день дней дни дням дню деньков денек дн сутки суток", NULL},
	{{C(DAYGEN), C(DAY), C(PARTGEN)}, WHEN_DAY, false, "дня денька", NULL},
	{{C(WEEK)}, WHEN_WEEK, true,
		"неделя неделю недели неделе недель неделей неделям", NULL},
	{{C(WEEK)}, WHEN_WEEK, false, "недельку недельки неделька недельке нед",
		NULL},
	{{C(MONTHWORD)}, WHEN_MONTH, true,
		"месяц месяца месяце месяцу месяцев месяцы месяцем", NULL},
	{{C(MONTHWORD)}, WHEN_MONTH, false, "мес месяцок", NULL},
	{{C(QUARTER)}, WHEN_QUARTER, false,
		"квартал квартала квартале кварталу", NULL},
	{{C(YEAR)}, WHEN_YEAR, false, "год года году годом годе лет г гг",
		NULL},
	{{C(HALFYEAR)}, 0, false, "полгода полугода", NULL},
	{{C(HALFOFYEAR)}, 0, false, "полугодие полугодия полугодии", NULL},
	{{C(ROMAN)}, 1, false, "i", NULL},
	{{C(ROMAN)}, 2, false, "ii", NULL},
	{{C(ROMAN)}, 3, false, "iii", NULL},
	{{C(ROMAN)}, 4, false, "iv", NULL},
	{{C(HALFHOUR)}, 0, false, "полчаса получаса полчасика", NULL},
	{{C(ONEHALF)}, 0, true, "полтора полторы полутора", NULL},
	{{C(PAIR)}, 0, false, "пара пару парочку", NULL},
	{{C(SEVERAL)}, 0, false, "несколько", NULL},
	/* parts of an hour */
	{{C(HALF)}, 0, false,
		"пол половина половине половину половины половиной", NULL},
	{{C(FOURTH)}, 0, false, "четверть четверти", NULL},
	{{C(DECADE)}, 0, false, "декада декаде декаду декады", NULL},
	{{C(WITHOUT)}, 0, false, "без", NULL},
	/* frames */
	{{C(THROUGH)}, 0, false, "через черз чрез", NULL},
	{{C(THROUGH), C(LATER)}, 0, false, "спустя", NULL},
	{{C(AHEAD), C(WORD)}, 0, false, "за", NULL},
	{{C(OTHER), C(WORD)}, 0, false, "другой", NULL},
	{{C(AGO)}, 0, false, "назад тому", NULL},
	{{C(MDAYWORD)}, 0, false, "числа число числу числом числе чис", NULL},
	{{C(MDAYSWORD)}, 0, false, "числах", NULL},
	{{C(BEGINNING)}, 0, false, "начале начало начала началу", NULL},
	{{C(MIDDLE)}, 0, false, "середине середина середины середину", NULL},
	{{C(ENDING)}, 0, false, "конце конец конца концу", NULL},
	{{C(NOW)}, 0, false, "сейчас щас сию", NULL},
	{{C(SOON)}, 0, false, "днях", NULL},
	{{C(NEWONE)}, 0, false, "новый нового новому новым новом", NULL},
	{{C(OLDONE)}, 0, false, "старый старого старому", NULL},
	{{C(EVE)}, 0, false, "канун кануне накануне", NULL},
	{{C(EASTER)}, 0, false, "пасха пасху пасхи пасхе пасхой", NULL},
	{{C(FEAST)}, 107, false, "рождество рождества рождеству", NULL},
	{{C(FEAST)}, 501, false, "первомай первомая", NULL},
	{{C(FEAST)}, 1031, false, "хэллоуин хэллоуина хеллоуин хеллоуина",
		NULL},
	{{C(FEASTOF)}, 214, false, "валентина влюбленных", NULL},
	{{C(FEASTOF)}, 223, false, "отечества", NULL},
	{{C(FEASTOF)}, 401, false, "смеха дурака", NULL},
	{{C(FEASTOF)}, 412, false, "космонавтики", NULL},
	{{C(FEASTOF)}, 501, false, "труда", NULL},
	{{C(FEASTOF)}, 509, false, "победы", NULL},
	{{C(FEASTOF)}, 612, false, "россии", NULL},
	{{C(FEASTOF)}, 901, false, "знаний", NULL},
	{{C(FEASTOF)}, 1104, false, "единства", NULL},
	{{C(FEASTOF)}, 1212, false, "конституции", NULL},
	{{C(FEASTADJ)}, 125, false, "татьянин татьянина", NULL},
	{{C(FEASTADJ)}, 308, false, "женский женского женскому", NULL},
	{{C(FEASTWHO)}, 0, false,
		"защитника защитников народного святого всех весны "
		"международный международного",
		NULL},
	{{C(HOLIDAYS)}, 1, false, "новогодние новогодних", NULL},
	{{C(HOLIDAYS)}, 5, false, "майские майских", NULL},
	{{C(RESTDAYS)}, 0, false,
		"праздники праздников праздникам праздниках каникулы каникул "
		"каникулам каникулах",
		NULL},
	{{C(MOMENT)}, 0, false, "момент время", NULL},
	{{C(PRESENT)}, 0, false, "данный настоящий настоящее текущий", NULL},
	{{C(IN)}, 0, false, "в во", NULL},
	{{C(ON)}, 0, false, "на", NULL},
	{{C(TOWARD)}, 0, false, "к ко", NULL},
	{{C(FROM)}, 0, false, "с со от начиная", NULL},
	{{C(UNTIL)}, 0, false, "до", NULL},
	{{C(UPTO)}, 0, false, "по", NULL},
	{{C(AFTER)}, 0, false, "после пасле позже позднее", NULL},
	{{C(BEFORE)}, 0, false, "раньше ранее перед", NULL},
	{{C(ABOUT)}, 0, false,
		"около примерно приблизительно ориентировочно порядка районе",
		NULL},
	{{C(CLOSER)}, 0, false, "ближе поближе", NULL},
	{{C(VERBISH)}, 0, false,
		"меня мне мой моя мое я мы нас нам это если "
		"телефон",
		NULL},
	{{C(BUSY)}, 0, false, "работаю занят занята учусь", NULL},
	{{C(WORKHOURS)}, 0, false, "работы работе работу работой", NULL},
	{{C(NOT)}, 0, false, "не кроме", NULL},
	{{C(AND)}, 0, false, "и", NULL},
	{{C(OR), C(VERBISH)}, 0, false, "или либо", NULL},
	{{C(BETWEEN)}, 0, false, "между", NULL},
	{{C(DURING)}, 0, false, "течение течении", NULL},
	{{C(FILLER)}, 0, false,
		"t можно лучше ровно желательно удобно нужно даже время прямо "
		"промежутке период промежуток",
		NULL},
	/* what numbers count when they are no times */
	{{C(BLOCK)}, 0, false,
		"раз раза разу р руб рубль рубля рублей рублях рублем рублями "
		"тыс процент процента процентов "
		"мг мл мкг грамм грамма граммов кг см мм км метр метра метров "
		"литр литра литров таблетка таблетки таблеток таблетку капли "
		"капель капсул капсулы укол укола уколов доза дозы "
		"кабинет кабинета кабинете каб этаж этажа этаже дом дома доме "
		"кв квартира квартире квартиру корпус корп строение "
		"номер номера номеру палата палате палату "
		"человек человека людей градус градуса градусов "
		"класс класса "
		"зуб зуба зубов зубы прием приема приемов "
		"процедур процедуры процедура сеанс сеанса сеансов "
		"вариант варианта вариантов места мест место "
		"балл балла баллов ребенка детей пациента пациентов "
		"триместр триместре степени стадии стадия звезд звезды",
		NULL},
	{{C(STREET)}, 0, false,
		"улица улице улицу улицы ул проспект проспекте проспекта "
		"пр-т переулок переулке пер площадь площади пл бульвар "
		"дом доме д",
		NULL},
};

/* Cardinals: the value carries the magnitude that lets them add up. */
static const struct {
	int value;
	const char *forms;
} cardinals[] = {
	{0, "ноль нуль ноля нуля нулей нолей"},
	{1, "один одна одно одного одной одному одну одним"},
	{2, "два две двух двум двумя"},
	{3, "три трех трем тремя"},
	{4, "четыре четырех четырем четырьмя"},
	{5, "пять пяти пятью"},
	{6, "шесть шести шестью"},
	{7, "семь семи семью"},
	{8, "восемь восьми восемью"},
	{9, "девять девяти девятью"},
	{10, "десять десяти десятью"},
	{11, "одиннадцать одиннадцати одинадцать одинадцати"},
	{12, "двенадцать двенадцати"},
	{13, "тринадцать тринадцати"},
	{14, "четырнадцать четырнадцати"},
	{15, "пятнадцать пятнадцати"},
	{16, "шестнадцать шестнадцати"},
	{17, "семнадцать семнадцати"},
	{18, "восемнадцать восемнадцати"},
	{19, "девятнадцать девятнадцати"},
	{20, "двадцать двадцати"},
	{30, "тридцать тридцати"},
	{40, "сорок сорока"},
	{50, "пятьдесят пятидесяти"},
	{60, "шестьдесят шестидесяти"},
	{70, "семьдесят семидесяти"},
	{80, "восемьдесят восьмидесяти"},
	{90, "девяносто девяноста"},
	{100, "сто ста"},
	{200, "двести двухсот"},
	{300, "триста трехсот"},
	{400, "четыреста четырехсот"},
	{500, "пятьсот пятисот"},
	{600, "шестьсот шестисот"},
	{700, "семьсот семисот"},
	{800, "восемьсот восьмисот"},
	{900, "девятьсот девятисот"},
	{1000, "тысяча тысячи тысяч тысячу"},
};

static const struct {
	int value;
	const char *stem;
} ordinals[] = {
	{1, "перв"},
	{2, "втор"},
	{4, "четверт"},
	{5, "пят"},
	{6, "шест"},
	{7, "седьм"},
	{8, "восьм"},
	{9, "девят"},
	{10, "десят"},
	{11, "одиннадцат"},
	{12, "двенадцат"},
	{13, "тринадцат"},
	{14, "четырнадцат"},
	{15, "пятнадцат"},
	{16, "шестнадцат"},
	{17, "семнадцат"},
	{18, "восемнадцат"},
	{19, "девятнадцат"},
	{20, "двадцат"},
	{30, "тридцат"},
	{2000, "двухтысячн"},
};

struct when_words {
	struct wordmap exact, near;
	struct when_word word[WORDS_MAX];
	const char *text[WORDS_MAX];
	size_t n;
};

/* Words that one typo would turn into a date, but that are words. */
static const char *const lookalikes[] = {
	"завтрак",
	"вечерний",
	"вечерня",
	"вечерок",
	"вечерне",
	"субботник",
	"августин",
	"выходной",
	"выходная",
	"выходную",
	"выходного",
};

struct filler {
	struct when_words *w;
	struct arena *a;
};

static void add_class(struct when_word *word, const int *classes)
{
	for (int i = 0; i < CLASSES_MAX && classes[i]; i++)
		when_set_add(&word->classes, classes[i] - 1);
}

/* Adds one form; a form that is there already gets the classes as well. */
static void add_form(struct filler *f, const char *form, const int *classes,
	int value, bool typos)
{
	struct when_words *w = f->w;
	int64_t at = wordmap_get(&w->exact, form, strlen(form));

	if (at == WORDMAP_NONE) {
		BUG_ON(w->n == WORDS_MAX);
		at = (int64_t)w->n;
		w->word[w->n].value = value;
		w->text[w->n++] = form;
		wordmap_put(&w->exact, form, (uint32_t)at);
		if (typos)
			wordmap_put_near(&w->near, form, (uint32_t)at);
	}
	add_class(&w->word[at], classes);
}

/* Calls add_form for each word of a list, joined with each ending. */
static void add_row(struct filler *f, const struct row *r)
{
	struct str forms = str_of(r->forms);

	while (forms.n) {
		struct str form = str_split(&forms, ' ');
		struct str ends = str_of(r->ends ? r->ends : " ");

		while (ends.n) {
			struct str end = str_split(&ends, ' ');

			add_form(f,
				arena_print(f->a, "%.*s%.*s", (int)form.n,
					form.p, (int)end.n, end.p ? end.p : ""),
				r->classes, r->value, r->typos);
			if (!r->ends)
				break;
		}
	}
}

/* From eleven on numbers are long enough for a letter wrong. */
static bool is_long_number(int value)
{
	return value > 10 && value < 100;
}

static void add_ordinal(struct filler *f, int value, const char *stem,
	const char *ends, const char *date_ends)
{
	bool typos = is_long_number(value);
	struct row any = {{C(ORD)}, value, typos, stem, ends};
	struct row date = {{C(ORD), C(ORDWORD)}, value, typos, stem, date_ends};

	add_row(f, &date);
	add_row(f, &any);
	if (value > 12)
		return;
	any = (struct row){{C(HALFOF)}, value, false,
		arena_print(f->a, "пол%s", stem), value == 3 ? "ьего" : "ого"};
	add_row(f, &any);
}

const struct when_words *when_words_open(struct arena *a)
{
	struct filler f = {arena_new(a, struct when_words, 1), a};

	wordmap_init(&f.w->exact, a);
	wordmap_init(&f.w->near, a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		add_row(&f, &rows[i]);
	for (size_t i = 0; i < ARRAY_LEN(cardinals); i++) {
		struct row r = {{C(NUM)}, cardinals[i].value,
			is_long_number(cardinals[i].value), cardinals[i].forms,
			NULL};

		add_row(&f, &r);
	}
	for (size_t i = 0; i < ARRAY_LEN(ordinals); i++)
		add_ordinal(&f, ordinals[i].value, ordinals[i].stem,
			"ый ой ая ые ую ых ым", "ое ого ому ом");
	add_ordinal(
		&f, 3, "трет", "ий ья ьей ьи ью ьих ьим", "ье ьего ьему ьем");
	for (size_t i = 0; i < ARRAY_LEN(lookalikes); i++)
		add_form(&f, lookalikes[i], (int[CLASSES_MAX]){C(WORD)}, 0,
			false);
	return f.w;
}

/*
 * "впятницу", "вдесять", "наследующей": what a preposition stands before,
 * without the blank.
 */
static const struct when_word *get_glued(
	const struct when_words *w, const char *low, size_t n)
{
	static const char *const glue[] = {"в", "во", "на", "к"};
	enum { REST_BYTES_MIN = 4 * 2 };
	struct when_set days = {{0}};

	when_set_add(&days, WHEN_INDEX_WEEKDAY);
	when_set_add(&days, WHEN_INDEX_RELDAY);
	when_set_add(&days, WHEN_INDEX_WEEKEND);
	when_set_add(&days, WHEN_INDEX_MONTH);
	when_set_add(&days, WHEN_INDEX_NUM);
	when_set_add(&days, WHEN_INDEX_NOON);
	when_set_add(&days, WHEN_INDEX_NEXT);
	when_set_add(&days, WHEN_INDEX_THIS);
	for (size_t i = 0; i < ARRAY_LEN(glue); i++) {
		size_t glue_n = strlen(glue[i]);
		int64_t at;

		if (n < glue_n + REST_BYTES_MIN ||
			memcmp(low, glue[i], glue_n) != 0)
			continue;
		at = wordmap_get(&w->exact, low + glue_n, n - glue_n);
		if (at != WORDMAP_NONE &&
			when_set_meets(w->word[at].classes, days))
			return &w->word[at];
	}
	return NULL;
}

const struct when_word *when_words_get(
	const struct when_words *w, const char *low, size_t n, size_t letters)
{
	int64_t at = wordmap_get(&w->exact, low, n);

	if (at != WORDMAP_NONE)
		return &w->word[at];
	if (letters < 5)
		return NULL;
	at = wordmap_near(&w->near, low, n);
	if (at == WORDMAP_NONE || token_distance(low, w->text[at], 1) > 1)
		return get_glued(w, low, n);
	return &w->word[at];
}
