#include "lang/intent.h"

#include "lang/lang_tables.h"
#include "lang/pattern.h"

/*
 * The rules: an intent, how sure the words make us (1..100), the words.  Of
 * several rules of one intent the surest counts.  Rules below 50 only break
 * ties.
 */
struct rule {
	enum intent intent;
	int score;
	const char *pattern;
};

/* clang-format off */
static const struct rule rules[] = {
	{INTENT_GREETING, 95, "здравств*|здрасьте|здрасте|здарова|привет*|хай|салам|приветик"},
	{INTENT_GREETING, 95, "добр* день|дня|утро|вечер|вечера|времени|ночи|утра"},
	{INTENT_GREETING, 60, "^ доброго"},

	{INTENT_YES, 95, "^ да|ага|угу|дада|ок|окей|окэй|ok|okay|yes|дэ $"},
	{INTENT_YES, 90, "^ да|ага|угу|конечно|хорошо|давайте|ладно|ок|окей|отлично|прекрасно|супер"},
	{INTENT_YES, 85, "подходит|подойдет|устраивает|согласен|согласна|годится|пойдет|идет|верно|именно|правильно|норм|нормально|удобно"},
	{INTENT_YES, 85, "записывай*|запишите|бронируй*|оформляй* $"},
	{INTENT_YES, 75, "хорошо|давай|давайте|конечно|разумеется|естественно|хочу $"},
	{INTENT_YES, 90, "^ \xF0\x9F\x91\x8D|+|✅|\xF0\x9F\x91\x8C $"},
	{INTENT_YES, 70, "все верно|правильно|так"},

	{INTENT_NO, 95, "^ нет|не|неа|нету|нит|no|неет $"},
	{INTENT_NO, 96, "^ нет|неа|нету"},
	{INTENT_NO, 90, "не подходит|подойдет|устраивает|надо|нужно|удобно|хочу|смогу|получится|годится|могу|записывайте|записывай|подходят"},
	{INTENT_NO, 75, "нет|неа $"},
	{INTENT_NO, 80, "^ ой не|нет"},
	{INTENT_NO, 80, "отказываюсь|передумал|передумала|отбой"},

	{INTENT_BOOK, 90, "запишите|записать|записаться|запись|запишусь|запиши|записывайте|записаца|записатся ~ на|к|ко|прием|врачу|доктору"},
	{INTENT_BOOK, 80, "хочу|хотел|хотела|хотелось|можно|нужно|надо|планирую ~ записаться|записать|запись|попасть|прийти|прием"},
	{INTENT_BOOK, 70, "запишите|записаться|запишусь|запиши|записаца|записатся|записать"},
	{INTENT_BOOK, 65, "^ запись $"},
	{INTENT_BOOK, 75, "нужен|нужна|нужно|требуется|ищу ~ врач|прием|консультация|специалист|доктор"},
	{INTENT_BOOK, 65, "можно|хочу|надо|нужно ~ к|ко|на ~ врачу|доктору|прием|консультац*|терапевт*|стоматолог*|уролог*|гинеколог*|невролог*|кардиолог*"},
	{INTENT_BOOK, 60, "есть ли? ~ свободн*|окошк*|места|талон*|время|запись"},
	{INTENT_BOOK, 60, "свободн*|окошк* ~ есть|имеется|остал*"},
	{INTENT_BOOK, 55, "хочу|надо|нужно|можно к|на"},
	{INTENT_BOOK, 60, "попасть ~ к|на|прием"},

	{INTENT_MOVE, 95, "перенест*|перенос*|перенес*|перезаписать*|перезапиш*|сдвинуть|передвинуть|поменять|изменить ~ запис*|прием*|врем*|дат*|визит*|ден*|на|меня|мой"},
	{INTENT_MOVE, 90, "перенести|перенесите|перенос|перезапишите|перезаписать|перезаписаться"},
	{INTENT_MOVE, 60, "сдвинуть|передвинуть"},
	{INTENT_MOVE, 65, "не смогу|могу|успеваю|получается ~ прийти|придти|приехать|быть ~~ можно|давайте|перенес*|друг*"},

	{INTENT_CANCEL, 95, "отменит*|отмените|отмена|отменяю|отменяйте|аннулир*|отмени|удалите|снимите ~ запис*|прием*|визит*|меня|бронь"},
	{INTENT_CANCEL, 90, "отменить|отмените|отмена|отменяю|отменяйте|отмени|аннулируйте"},
	{INTENT_CANCEL, 75, "не приду|придем|приедем|приеду"},
	{INTENT_CANCEL, 92, "не смогу|могу|получается|получится ~ прийти|придти|приехать|подойти|быть|попасть"},
	{INTENT_CANCEL, 80, "снимите|уберите ~ запис*"},

	{INTENT_CONFIRM, 95, "подтверд*|подтвержд*"},
	{INTENT_CONFIRM, 80, "^ приду|придем|буду|будем|приедем|приеду|обязательно"},
	{INTENT_CONFIRM, 75, "точно|обязательно приду|буду|придем|будем"},

	{INTENT_PRICE, 95, "сколько|скока|скоко|скок ~ стоит|стоят|стоить|стоимост*|берете|возьмете|обойдется|платить|заплатить"},
	{INTENT_PRICE, 95, "какая|какова|какие ~ цена|стоимость|цены|расценки"},
	{INTENT_PRICE, 90, "цена|цены|цену|прайс*|стоимост*|расценк*|ценник"},
	{INTENT_PRICE, 85, "почем"},
	{INTENT_PRICE, 75, "сколько|скока ~ прием|узи|мрт|анализ*|консультац*|чистк*|удаление|пломб* $"},
	{INTENT_PRICE, 70, "дорого|дешевле|скидк*|акци*|бесплатн*"},

	{INTENT_ADDRESS, 95, "адрес*"},
	{INTENT_ADDRESS, 95, "где ~ вы|клиника|находит*|расположен*|филиал*|ваша"},
	{INTENT_ADDRESS, 90, "как|куда ~ доехать|добраться|проехать|пройти|дойти|подъехать|найти|ехать|идти|приходить|подходить"},
	{INTENT_ADDRESS, 80, "парков*|припарков*|метро|остановк*|автобус*|маршрут*|проезда"},
	{INTENT_ADDRESS, 75, "куда|где ~ прием*|принимает|приехать|подойти"},

	{INTENT_HOURS, 95, "до|с|со скольки|скольк*|какого|которого ~ работаете|открыт*|работает|час*|принимаете"},
	{INTENT_HOURS, 95, "график*|режим*|часы|время|расписание ~ работы|приема"},
	{INTENT_HOURS, 90, "работаете|открыты|открыто|работает|закрыт*|принимаете|открываетесь|закрываетесь ~ ли|сегодня|завтра|выходн*|суббот*|воскресен*|праздник*|круглосуточно|когда|по"},
	{INTENT_HOURS, 90, "когда|как|сколько ~ работаете|открываетесь|закрываетесь|работает|открыты|открывается|закрывается"},
	{INTENT_HOURS, 80, "график*|режим*|расписани* $"},
	{INTENT_HOURS, 70, "круглосуточн*"},

	{INTENT_PREPARE, 95, "подготов*|готовиться|приготовиться"},
	{INTENT_PREPARE, 90, "натощак|голодн*"},
	{INTENT_PREPARE, 85, "можно|нельзя ~ есть|кушать|пить|завтракать|поесть|покушать ~ перед|до"},
	{INTENT_PREPARE, 85, "перед|до ~ узи|анализ*|сдач*|процедур*|приемом|фгс|гастроскоп*|колоноскоп*|мрт ~ можно|нельзя|надо|нужно|есть|кушать|пить"},
	{INTENT_PREPARE, 80, "можно|нельзя ли? ~ есть|кушать|пить|завтракать|курить"},

	{INTENT_DOCUMENTS, 95, "какие|нужны|нужен|что ~ документ*|паспорт*|справк*|взять|собой|принести"},
	{INTENT_DOCUMENTS, 85, "документ*|паспорт*|снилс"},
	{INTENT_DOCUMENTS, 90, "что ~ взять|брать|иметь|принести ~ собой|прием|при"},
	{INTENT_DOCUMENTS, 80, "справк*|больничн*|выписк*|договор*|чек|чеки"},
	{INTENT_DOCUMENTS, 80, "вычет*"},

	{INTENT_INSURANCE, 95, "омс|дмс|полис*|страхов*"},

	{INTENT_DOCTORS, 95, "какие|какой|кто ~ врач*|доктор*|специалист*|принимает|ведет"},
	{INTENT_DOCTORS, 90, "кто врач|доктор|принимает|будет"},
	{INTENT_DOCTORS, 85, "список|перечень|расскажите|посоветуйте|порекомендуйте ~ врач*|доктор*|специалист*"},
	{INTENT_DOCTORS, 75, "опыт*|стаж*|квалификац*|отзыв* ~ врач*|доктор*"},
	{INTENT_DOCTORS, 70, "есть|работает ~ у вас? ~ врач*|доктор*|хорош*|опытн*"},

	{INTENT_SERVICES, 90, "делаете|проводите|оказываете|лечите|занимаетесь|предоставляете ~ ли|вы|узи|мрт|у"},
	{INTENT_SERVICES, 85, "какие|список|перечень|что ~ услуг*|процедур*|исследован*|анализ*"},
	{INTENT_SERVICES, 75, "есть|можно ~ ли|у ~ сделать|сдать|пройти"},
	{INTENT_SERVICES, 70, "можно ~ сделать|сдать|пройти"},
	{INTENT_SERVICES, 75, "услуги|услуг"},

	{INTENT_CHILDREN, 90, "принимаете|лечите|есть|берете ~ дет*|ребен*"},
	{INTENT_CHILDREN, 96, "какого возраста"},
	{INTENT_CHILDREN, 80, "детск* ~ врач*|отделени*|прием"},
	{INTENT_CHILDREN, 65, "ребенк*|ребенок|дочк*|дочь|дочери|сын|сына|сыну|малыш*|детей"},

	{INTENT_PAYMENT, 90, "карт*|наличн*|безнал*|переводом|сбп ~ оплат*|расплатит*|платить|можно|принимаете|заплатить"},
	{INTENT_PAYMENT, 90, "оплат*|платить|расплатит* ~ карт*|наличн*|переводом|онлайн|частями|сбп"},
	{INTENT_PAYMENT, 85, "рассрочк*|кредит*|частями|предоплат*"},
	{INTENT_PAYMENT, 80, "как|где|способ* ~ оплат*|платить"},

	{INTENT_CONTACT, 90, "какой|дайте|скажите|ваш|подскажите|напишите ~ телефон*|номер*|почт*|email|емейл|вотсап|ватсап|телеграм*"},
	{INTENT_CONTACT, 80, "как ~ вам|вами ~ позвонить|дозвониться|связаться"},
	{INTENT_CONTACT, 75, "телефон* ~ клиник*|регистратур*"},

	{INTENT_RESULTS, 95, "готов* ~ анализ*|результат*|снимок|снимки|заключени*"},
	{INTENT_RESULTS, 95, "анализ*|результат* ~ готов*|пришли|когда|получить|узнать|прислать|забрать|посмотреть|отправ*"},
	{INTENT_RESULTS, 90, "когда|где|как|можно ~ результат*|анализ* ~ будут|готов*|получить|посмотреть|забрать|узнать"},
	{INTENT_RESULTS, 80, "результат*"},
	{INTENT_RESULTS, 80, "расшифр*"},

	{INTENT_MY_VISIT, 95, "когда|во|на|куда|какое ~ я записан|записана|записаны"},
	{INTENT_MY_VISIT, 90, "когда|во сколько ~ у меня|мой ~ прием|запись|визит"},
	{INTENT_MY_VISIT, 85, "записан|записана ли"},
	{INTENT_MY_VISIT, 85, "моя|мои|мою|мой ~ запис*|визит*|прием*"},
	{INTENT_MY_VISIT, 80, "напомните ~ когда|время|дату|во"},

	{INTENT_LATE, 95, "опазд*|опозд*|задерж*|опаздаю"},
	{INTENT_LATE, 80, "не успеваю|успею"},
	{INTENT_LATE, 75, "застрял*|пробк*"},

	{INTENT_OPERATOR, 98, "оператор*|администратор*|менеджер*|консультант*"},
	{INTENT_OPERATOR, 95, "позовите|позови|соедините|переключите|переведите|дайте|свяжите|пригласите ~ человек*|людьми|живого|живым|кого|сотрудник*|специалистом|оператор*"},
	{INTENT_OPERATOR, 95, "живой|живого|живым|реальн* ~ человек*|люд*|оператор*"},
	{INTENT_OPERATOR, 85, "с человеком|людьми ~ поговорить|пообщаться|говорить"},
	{INTENT_OPERATOR, 90, "поговорить|пообщаться|связаться|говорить ~ с ~ человек*|людьми|кем|живым|сотрудник*|врачом"},
	{INTENT_OPERATOR, 85, "^ человек|человека|человеку $"},
	{INTENT_OPERATOR, 85, "перезвоните|позвоните|наберите ~ мне|пожалуйста|нам"},
	{INTENT_OPERATOR, 70, "перезвоните|позвоните"},

	{INTENT_COMPLAINT, 95, "жалоб*|пожаловат*|претензи*|жаловаться"},
	{INTENT_COMPLAINT, 90, "недовол*|безобраз*|отвратительн*|кошмар*|хамств*|нахамил*|нагрубил*|хамит|грубо|возмутительн*|беспредел"},
	{INTENT_COMPLAINT, 85, "верните|вернуть ~ деньги"},
	{INTENT_COMPLAINT, 85, "обманул*|развод|мошенник*|судитьс*|прокуратур*|роспотребнадзор*|минздрав"},
	{INTENT_COMPLAINT, 75, "плохо|ужасно|неправильно|некачествен* ~ лечи*|сдела*|обслуж*|приня*|постав*"},
	{INTENT_COMPLAINT, 70, "ждал*|прождал*|просидел* ~ час*|минут*|долго"},
	{INTENT_COMPLAINT, 70, "хуже|больно|осложнени*|воспал* ~ после ~ прием*|лечени*|процедур*|удалени*|операц*"},

	{INTENT_PRAISE, 90, "понравил*|благодар* ~ врач*|доктор*|клиник*|вас|вам"},
	{INTENT_PRAISE, 85, "отличн*|замечательн*|прекрасн*|лучш* ~ врач*|доктор*|клиник*|специалист*"},
	{INTENT_PRAISE, 80, "все|очень понравил*"},

	{INTENT_THANKS, 95, "спасиб*|благодар*|спс|пасиб*|спасибки|мерси|thanks|thank"},

	{INTENT_BYE, 95, "до свидания|свиданья|завтра|встречи|скорого $"},
	{INTENT_BYE, 90, "пока|прощайте|бай|чао $"},
	{INTENT_BYE, 85, "всего доброго|хорошего|наилучшего"},
	{INTENT_BYE, 85, "хорошего ~ дня|вечера"},

	{INTENT_OTHER_DOCTOR, 95, "друго*|другой|другому|другим|иной|иному ~ врач*|доктор*|специалист*|терапевт*|стоматолог*"},
	{INTENT_OTHER_DOCTOR, 90, "не к этому|нему|ней|этой"},
	{INTENT_OTHER_DOCTOR, 85, "другого $"},
	{INTENT_OTHER_DOCTOR, 80, "кто ~ еще|другой ~ принимает|есть"},
	{INTENT_OTHER_DOCTOR, 75, "поменять|сменить|замените ~ врач*|доктор*"},

	{INTENT_OTHER_TIME, 95, "друго*|иное ~ время|времени|часы"},
	{INTENT_OTHER_TIME, 90, "еще|другие|какие ~ варианты|время|окошк*"},
	{INTENT_OTHER_TIME, 85, "другие|еще|остальные ~ вариант*|врем*|окошк*|окна|слоты"},
	{INTENT_OTHER_TIME, 80, "время|времени ~ не подходит|устраивает|удобно|подойдет"},
	{INTENT_OTHER_TIME, 70, "поменять|изменить ~ время"},

	{INTENT_OTHER_DAY, 95, "друго*|другие|иной ~ день|дату|дни|число|дата"},
	{INTENT_OTHER_DAY, 85, "в|на другой $"},
	{INTENT_OTHER_DAY, 85, "день|дата ~ не подходит|устраивает|удобно|подойдет"},

	{INTENT_OTHER_BRANCH, 95, "друго*|другой|ближайш* ~ филиал*|клиник*|адрес*|отделени*"},
	{INTENT_OTHER_BRANCH, 85, "какие|сколько|есть ~ филиал*|клиник*|отделени*"},
	{INTENT_OTHER_BRANCH, 60, "филиал*"},

	{INTENT_EARLIER, 95, "пораньше|раньше|ранее $"},
	{INTENT_EARLIER, 90, "есть|можно|а|что-нибудь|что ~ пораньше|раньше"},
	{INTENT_EARLIER, 97, "раньше|пораньше ~ нет|есть|нельзя|никак"},
	{INTENT_EARLIER, 80, "пораньше"},
	{INTENT_LATER, 95, "попозже|позже|позднее $"},
	{INTENT_LATER, 90, "есть|можно|а|что-нибудь|что ~ попозже|позже|позднее"},
	{INTENT_LATER, 97, "позже|попозже|позднее ~ нет|есть|нельзя|никак"},
	{INTENT_LATER, 80, "попозже"},

	{INTENT_SOONEST, 95, "как можно скорее|быстрее|раньше"},
	{INTENT_SOONEST, 90, "ближайш* ~ врем*|дат*|запис*|прием*|окошк*|день|дни|свободн*"},
	{INTENT_SOONEST, 85, "поскорее|побыстрее|срочно|скорее|быстрее|срочн*|asap"},
	{INTENT_SOONEST, 80, "когда ~ ближайш*|есть|свободн*|запис*"},
	{INTENT_SOONEST, 75, "^ ближайш* $"},

	{INTENT_ANY, 95, "все равно"},
	{INTENT_ANY, 95, "без|нет разницы"},
	{INTENT_ANY, 95, "неважно|пофиг|безразлично|непринципиально"},
	{INTENT_ANY, 95, "не важно|принципиально|имеет"},
	{INTENT_ANY, 90, "люб*|любой|любое|любая ~ врач*|доктор*|врем*|ден*|дат*|специалист*"},
	{INTENT_ANY, 85, "в любое|любой"},
	{INTENT_ANY, 90, "^ любой|любая|любое|любые|любую $"},
	{INTENT_ANY, 80, "на ваш|ваше усмотрение|выбор"},
	{INTENT_ANY, 85, "какой|когда|кто|кому|любой ~ угодно"},
	{INTENT_ANY, 80, "нет предпочтений|разницы"},

	{INTENT_UNSURE, 95, "не знаю|уверен|уверена|решил|решила|помню|определил*"},
	{INTENT_UNSURE, 95, "не могу ~ выбрать|решить|определиться"},
	{INTENT_UNSURE, 85, "затрудняюсь|сомневаюсь|хз|понятия"},
	{INTENT_UNSURE, 85, "подумаю|подумать|думаю"},
	{INTENT_UNSURE, 80, "к какому|кому|какому ~ врачу|обратиться|идти|записаться|специалисту"},

	{INTENT_HELP, 95, "что ~ ты|вы ~ умеешь|умеете|можешь|можете"},
	{INTENT_HELP, 90, "помощь|помоги|помогите|help|хелп|справка $"},
	{INTENT_HELP, 80, "как ~ этим? пользоваться|работает"},
	{INTENT_BOT, 95, "ты|вы|это ~ робот|бот|человек|живой|автоответчик|нейросет*"},
	{INTENT_BOT, 85, "с кем|ботом я? разговариваю|говорю|общаюсь"},

	{INTENT_STOP, 95, "отпис*|отпиш*"},
	{INTENT_STOP, 95, "отказ*|отключ*|уберите|прекратите ~ рассыл*"},
	{INTENT_STOP, 95, "не ~ пишите|присылайте|звоните|беспокойте|отправляйте|шлите"},
	{INTENT_STOP, 90, "^ стоп|stop|unsubscribe $"},
	{INTENT_STOP, 90, "удалите ~ номер|данные|меня ~ базы|рассыл*"},

	{INTENT_RESTART, 95, "начать|начнем|давайте|начни ~ сначала|заново|сначало"},
	{INTENT_RESTART, 90, "^ заново|сначала|сброс|start $"},
	{INTENT_RESTART, 85, "начать|начнем ~ занов*|снова"},

	{INTENT_REPEAT, 95, "повтор*"},
	{INTENT_REPEAT, 90, "не понял|поняла|понятно|расслышал*"},
	{INTENT_REPEAT, 85, "^ что|чего|смысле|как|а $"},
	{INTENT_REPEAT, 80, "еще раз"},

	{INTENT_SYMPTOM, 85, "болит|болят|беспокоит|беспокоят|тревожит|ноет|колет|жжет|чешется|тошнит|знобит|кружится|опух*|воспал*|сыпь|кашель|насморк|температур*|кровоточ*|онемел*|зуд|боль|боли|болью"},
	{INTENT_SYMPTOM, 75, "симптом*|заболел*|недомогани*|слабость|шишк*|родинк*"},

	{INTENT_ABUSE, 95, "бля*|хуй*|хуе*|пизд*|еба*|ебл*|сука|суки|мудак*|дебил*|идиот*|тупой|тупые|тупая|долбо*|нахуй"},
};
/* clang-format on */

struct intent_rules {
	const struct pattern *pattern[ARRAY_LEN(rules)];
};

const struct intent_rules *intent_rules_open(struct arena *a)
{
	struct intent_rules *r = arena_new(a, struct intent_rules, 1);

	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		r->pattern[i] = pattern_compile(rules[i].pattern, a);
	return r;
}

/*
 * Of two intents that the same words show, what stands at its right does not
 * count: "не подходит" is no yes, "не приду" no confirmation.
 */
static const struct {
	enum intent wins, loses;
} beats[] = {
	{INTENT_NO, INTENT_YES},
	{INTENT_CANCEL, INTENT_NO},
	{INTENT_MOVE, INTENT_NO},
	{INTENT_CANCEL, INTENT_CONFIRM},
	{INTENT_CANCEL, INTENT_BOOK},
	{INTENT_MOVE, INTENT_BOOK},
	{INTENT_MOVE, INTENT_CANCEL},
	{INTENT_MY_VISIT, INTENT_BOOK},
	{INTENT_OTHER_DOCTOR, INTENT_DOCTORS},
	{INTENT_ANY, INTENT_NO},
	{INTENT_UNSURE, INTENT_NO},
	{INTENT_STOP, INTENT_NO},
	{INTENT_REPEAT, INTENT_NO},
	{INTENT_SOONEST, INTENT_EARLIER},
	{INTENT_BOOK, INTENT_YES},
	{INTENT_CONFIRM, INTENT_YES},
	{INTENT_OTHER_BRANCH, INTENT_ADDRESS},
	{INTENT_PAYMENT, INTENT_PRICE},
	{INTENT_STOP, INTENT_CANCEL},
	{INTENT_LATE, INTENT_CANCEL},
};

static void settle(struct intent_guess best[INTENTS])
{
	for (size_t i = 0; i < ARRAY_LEN(beats); i++) {
		struct intent_guess *w = &best[beats[i].wins];
		struct intent_guess *l = &best[beats[i].loses];

		if (w->score >= 70 && l->score && w->begin < l->end &&
			l->begin < w->end)
			*l = (struct intent_guess){.score = 0};
	}
}

static void sort(struct intent_guess *list, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct intent_guess one = list[i];
		size_t k = i;

		for (; k && list[k - 1].score < one.score; k--)
			list[k] = list[k - 1];
		list[k] = one;
	}
}

/* "не хочу отменять": a denied action was not asked for. */
static bool is_denied(
	enum intent intent, const struct tokens *t, struct pattern_match m)
{
	bool is_action = intent == INTENT_BOOK || intent == INTENT_MOVE ||
			 intent == INTENT_YES || intent == INTENT_CONFIRM ||
			 intent == INTENT_OPERATOR || intent == INTENT_SYMPTOM;

	return is_action && m.first &&
	       strcmp(t->token[m.first - 1].low, "не") == 0;
}

size_t intent_find(const struct lang *lang, const struct tokens *t,
	struct arena *a, const struct intent_guess **out)
{
	struct intent_guess best[INTENTS] = {{.score = 0}};
	struct intent_guess *list = arena_new(a, struct intent_guess, INTENTS);
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		struct intent_guess *b = &best[rules[i].intent];
		struct pattern_match m;

		if (b->score >= rules[i].score ||
			!pattern_find(lang->intents->pattern[i], t, 0, &m) ||
			is_denied(rules[i].intent, t, m))
			continue;
		*b = (struct intent_guess){rules[i].intent, rules[i].score,
			t->token[m.first].begin, t->token[m.last].end};
	}
	settle(best);
	for (int i = 0; i < INTENTS; i++)
		if (best[i].score)
			list[n++] = best[i];
	sort(list, n);
	*out = list;
	return n;
}

const char *intent_name(enum intent intent)
{
	static const char *const names[INTENTS] = {"none", "greeting", "yes",
		"no", "book", "move", "cancel", "confirm", "price", "address",
		"hours", "prepare", "documents", "insurance", "doctors",
		"services", "children", "payment", "contact", "results",
		"my_visit", "late", "operator", "complaint", "praise", "thanks",
		"bye", "other_doctor", "other_time", "other_day",
		"other_branch", "earlier", "later", "soonest", "any", "unsure",
		"help", "bot", "stop", "restart", "repeat", "symptom", "abuse"};

	return names[intent];
}
