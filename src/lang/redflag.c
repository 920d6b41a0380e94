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

#define PAIN                                                                                                                         \
	"боль|боли|болью|болит|болят|болями|болело|болела|заболел|заболела|" \
	"заболело"
#define BABY "младен*|груднич*|новорожд*|месячн*"
#define CHILD                                                                  \
	BABY "|ребен*|малыш*|сын*|доч*|внук*|внучк*|подрост*|девочк*|мальчик*"
#define KIN                                                                                                                  \
	"муж*|жен*|мам*|пап*|отец|отца|мать|бабушк*|бабка|дед*|брат*|сестр*|" \
	"человек*|мужчин*|женщин*|" CHILD
#define SHARP                                                                                                                   \
	"резк*|остр*|внезапн*|вдруг|сильнейш*|невыносим*|адск*|дик*|страшн*|" \
	"нестерпим*"
#define SICK "рвет|рвота|рвоту|рвотой|вырвало|тошнит"
#define LIQUID                                                                                                                    \
	"уксус*|кислот*|щелоч*|отбеливател*|растворител*|антифриз*|тосол*|"    \
	"бензин*|керосин*|ацетон*|метанол*|марганцовк*|моющ*|средств*|химии|" \
	"химию|хлорк*|доместос*|йод|яд|ядом|жидкост*"
#define CAUSTIC                                                                                                                  \
	"щелоч*|кислот*|извест*|цемент*|хлор*|химик*|химия|химию|клей|клеем|" \
	"уксус*|отбеливател*|растворител*"
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
	{REDFLAG_HEART, true, "тяжест*|жжен*|горит|давлен*|ком за грудин*|грудью"},
	{REDFLAG_HEART, true, CHEST " ~~ отдает|отдавало|иррадиир*|немеет ~ челюст*|лопатк*|рук*|плеч*|шею"},
	{REDFLAG_HEART, true, "плохо с сердцем|серцем"},
	{REDFLAG_HEART, true, "сердце|серце|сердцем ~ плохо|остановилось|останавливается|встало"},
	{REDFLAG_HEART, true, "пульс|колотит*|бьется|стучит ~ 150|160|170|180|190|200|210|220"},
	{REDFLAG_HEART, true, "между лопат* ~~ рвется|разрыва*|раздира*|рвущ*"},
	{REDFLAG_HEART, true, "рвущ*|раздирающ* " PAIN},
	{REDFLAG_HEART, true, CHEST "|пульс ~~ холодн* пот*"},
	{REDFLAG_HEART, true, CHEST "|пульс|давлени*|" PAIN "|кров*|" SICK " ~~ темнеет|потемнело|темно ~ глазах"},
	{REDFLAG_HEART, true, "темнеет|потемнело|темно ~ глазах ~~ " CHEST "|пульс|кров*|боль"},
	{REDFLAG_HEART, true, "давлени* ~ 220|225|230|235|240|250|260|270|280"},
	{REDFLAG_HEART, true, "давлени* ~ 200|205|210|215 ~~ голов*|темн*|" SICK "|груд*|немеет|онемел*|дыш*|мушк*"},
	{REDFLAG_HEART, true, "давлени* ~ 50|60|70|80 на? 20|30|40|50"},
	{REDFLAG_HEART, true, "нитроглицерин* ~~ не помог*|помогает"},
	/* stroke */
	{REDFLAG_STROKE, true, "перекос* ~ лиц*|рот|губ*|улыбк*"},
	{REDFLAG_STROKE, true, "лиц*|рот|губ*|улыбк* ~ перекос*|повело|съехал*|опустил*|онемел*"},
	{REDFLAG_STROKE, true, "онемел* ~ рука|руки|руку|нога|ноги|ногу|лиц*|половин*|сторон*|щек*|язык"},
	{REDFLAG_STROKE, true, "рук*|ног*|лицо|половин*|сторон*|язык ~ онемел*|отнял*|отказал*|парализ*|отказывает"},
	{REDFLAG_STROKE, true, "отнял* ~ рук*|ног*|речь|язык"},
	{REDFLAG_STROKE, false, "не ~ поднять|поднимает*|чувств*|двигает*|шевел*|пошевел* ~ рук*|ног*|половин*|сторон*"},
	{REDFLAG_STROKE, false, "рук*|ног* не двигает*|слуша*|поднимает*|шевел*|чувств*"},
	{REDFLAG_STROKE, true, "реч* ~ невнятн*|нарушил*|пропал*|несвязн*|нарушен*|спута*|заплета*"},
	{REDFLAG_STROKE, true, "невнятн*|несвязн*|спутан* ~ реч*|говор*"},
	{REDFLAG_STROKE, true, "язык ~ заплета*"},
	{REDFLAG_STROKE, false, "не может|смог ~ говорить|выговорить"},
	{REDFLAG_STROKE, false, "не может|могу|смог ~ сказать ~ слово|слова|слов"},
	{REDFLAG_STROKE, false, "не могу выговорить"},
	{REDFLAG_STROKE, true, "парализ*"},
	{REDFLAG_STROKE, true, "инсульт*"},
	{REDFLAG_STROKE, true, "внезапн*|резко|вдруг ~ ослеп*|слабость ~ рук*|ног*"},
	{REDFLAG_STROKE, true, "внезапн*|вдруг|резко ~ перестал*|пропал* ~ видеть|зрен*|говорить"},
	{REDFLAG_STROKE, true, "внезапн*|резк*|сильнейш*|невыносим*|взрыв*|ужасн* ~ головн* боль"},
	{REDFLAG_STROKE, true, "самая сильная ~ головн* боль"},
	{REDFLAG_STROKE, true, "рта|губа|губы ~ опустил*|перекос*|повис*|съехал*|поплыл*"},
	{REDFLAG_STROKE, true, "улыбк*|рот|лиц* крив*|кос*|набок|несимметричн*|асимметричн*"},
	{REDFLAG_STROKE, true, "говорит|говорю|бормочет|отвечает ~ невнятн*|непонятн*|несвязн*|бессвязн*|нечленораздельн*|невпопад|кашу"},
	{REDFLAG_STROKE, true, "говорит|шата*|ходит|идет ~ как пьян*"},
	{REDFLAG_STROKE, false, "не узнает|узнал|узнала ~ нас|меня|никого|родных|близких|своих|жену|мужа|детей|маму"},
	{REDFLAG_STROKE, false, "никого|нас|меня|родных|близких|своих|детей ~ не узнает"},
	{REDFLAG_STROKE, false, "не ~ понимает ~ речь|речи|слов"},
	{REDFLAG_STROKE, true, "перестал* ~ понимать|говорить|разговаривать"},
	{REDFLAG_STROKE, true, "слабост*|слабеет|онемен*|немеет ~ половин*|стороне|сторона"},
	{REDFLAG_STROKE, true, "нарушен*|потер* ~ речи"},
	{REDFLAG_STROKE, false, "язык не слуша*|ворочается|поворачивается"},
	{REDFLAG_STROKE, false, "слова|слово|слов ~ не ~ сказать|выговорить|могу|может"},
	{REDFLAG_STROKE, false, "внезапн*|вдруг|резко|" SICK "|шата*|онемел*|немеет ~~ двоится"},
	{REDFLAG_STROKE, true, "двоится ~~ онемел*|немеет|шата*|" SICK "|завалива*"},
	{REDFLAG_STROKE, true, "кружит*|головокруж* ~~ немеет|немеют|онемел*|онемени*"},
	{REDFLAG_STROKE, true, "немеет|немеют|онемел*|онемени* ~~ кружит*|головокруж*"},
	{REDFLAG_STROKE, true, "завалива* ~ бок|набок|сторону|вправо|влево"},
	{REDFLAG_STROKE, true, "самая|такая ~ сильн*|страшн*|жутк*|ужасн* ~ головн* бол*"},
	{REDFLAG_STROKE, true, "голов* ~~ никогда|впервые ~ так"},
	{REDFLAG_STROKE, true, "никогда|впервые ~ так ~ голов*"},
	{REDFLAG_STROKE, true, "голов* ~ " PAIN " ~~ мгновенн*|внезапн*|взрыв*|удар*|секунд*|вдруг|молни*|гром*"},
	{REDFLAG_STROKE, true, "голов* ~ взорвал*|лопнул*"},
	{REDFLAG_STROKE, true, "будто|словно|как ~ ударил* ~~ голов*"},
	{REDFLAG_STROKE, true, "промежност* ~ онемел*|немеет"},
	{REDFLAG_STROKE, true, "онемел*|онемение|немеет ~ промежност*"},
	/* suicide and violence */
	{REDFLAG_SUICIDE, false, "не хочу|хочется|хочет|хочется ~ жить"},
	{REDFLAG_SUICIDE, false, "жить ~ не хоч*|незачем"},
	{REDFLAG_SUICIDE, true, "хочу|хочет|хочется|решил*|лучше|мысли|думаю ~ умереть|сдохнуть|смерти|повеситься|зарезаться|отравиться"},
	{REDFLAG_SUICIDE, true, "покончить|покончу|покончит|покончил* ~ собой|жизнью"},
	{REDFLAG_SUICIDE, true, "покончить|покончу|закончить|закончу ~ всем|этим $"},
	{REDFLAG_SUICIDE, true, "покончить|покончу ~ всем|этим"},
	{REDFLAG_SUICIDE, true, "суицид*|самоубий*|самоуби*"},
	{REDFLAG_SUICIDE, true, "убить|убью|убьет|убил* ~ себя"},
	{REDFLAG_SUICIDE, true, "повешусь|повеситься|повесился|выброшусь|спрыгну"},
	{REDFLAG_SUICIDE, true, "порезал*|режет|режу|резать|порезать|вскрыть|вскрою|вскрыл* ~ вены|вен|себя|запясть*"},
	{REDFLAG_SUICIDE, true, "наложить|наложил* ~ руки"},
	{REDFLAG_SUICIDE, true, "жизнь ~ не имеет смысла|бессмысленна"},
	{REDFLAG_SUICIDE, true, "нет смысла жить"},
	{REDFLAG_SUICIDE, true, "устал* ~ жить"},
	{REDFLAG_SUICIDE, true, "хочу|хочет|хочется|буду|собира*|грозит*|угрожа* ~ прыгнуть|выпрыгнуть|спрыгнуть|выброситься"},
	{REDFLAG_SUICIDE, true, "режет|режу|режется ~ руки|себе|запяст*"},
	{REDFLAG_SUICIDE, false, "жить не буду|будет"},
	{REDFLAG_SUICIDE, true, "прощальн*|предсмертн*|посмертн* ~ письм*|записк*|сообщени*"},
	{REDFLAG_SUICIDE, true, "свести|сведу|свел* счеты"},
	{REDFLAG_SUICIDE, false, "уснуть ~ не проснуться|просыпаться"},
	{REDFLAG_SUICIDE, false, "не вижу ~ смысла ~ жить|жизни"},
	{REDFLAG_SUICIDE, true, "лучше бы ~ умер*|сдох*"},
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
	{REDFLAG_BLEEDING, true, "кров* ~~ толчк*|струей|струя|пульсир*|брызж*|рекой|залив*"},
	{REDFLAG_BLEEDING, true, "бьет|брызжет|струей|фонтан* ~ кров*"},
	{REDFLAG_BLEEDING, true, "вен*|артери* ~ порезал*|перерезал*|рассек*|фонтан*|повредил*"},
	{REDFLAG_BLEEDING, true, "порезал*|перерезал*|рассек*|разрезал* ~ вену|артери*|сухожил*"},
	{REDFLAG_BLEEDING, true, "кофейн* гущ*"},
	{REDFLAG_BLEEDING, true, "рвет|рвота|рвоту|вырвало ~ черн*|темн*|кофейн*|коричнев*|сгустк*"},
	{REDFLAG_BLEEDING, true, "стул|кал|понос ~ черн*|дегт*|деготь"},
	{REDFLAG_BLEEDING, true, "черн* понос*"},
	{REDFLAG_BLEEDING, true, "черн* ~ деготь|дегтя"},
	{REDFLAG_BLEEDING, true, "кашель|откашл* ~ кровью|кровь"},
	{REDFLAG_BLEEDING, true, "кашля* ~ кров*"},
	{REDFLAG_BLEEDING, true, "сгустк* ~~ слабост*|кружится|обморок*|бледн*"},
	{REDFLAG_BLEEDING, true, "прокладк* ~~ полчаса|час|минут"},
	{REDFLAG_BLEEDING, true, "кровь|кровью ~~ подушк*|простын*|полотенц* ~ кров*"},
	{REDFLAG_BLEEDING, true, "подушк*|простын*|полотенц*|одежд* ~ крови"},
	/* breath */
	{REDFLAG_BREATH, true, "задыха*|задохн*|удуш*"},
	{REDFLAG_BREATH, false, "не ~ могу|может|хватает|получается ~ дышать|вдохнуть|продохнуть|воздуха"},
	{REDFLAG_BREATH, false, "не|еле|трудно|тяжело|невозможно|сложно ~ дышит|дышать|дышу|вдохнуть"},
	{REDFLAG_BREATH, true, "нехватк* воздуха"},
	{REDFLAG_BREATH, false, "дышать|дышит ~ нечем|тяжело|трудно|невозможно"},
	{REDFLAG_BREATH, true, "подавил*|поперхнул*"},
	{REDFLAG_BREATH, true, "сине* ~ губ*|лиц*"},
	{REDFLAG_BREATH, true, KIN "|весь|вся|губ*|лиц* ~ посинел*|синеет"},
	{REDFLAG_BREATH, true, "приступ* ~ астм*|удуш*"},
	{REDFLAG_BREATH, true, "сильн* одышк*"},
	{REDFLAG_BREATH, true, "одышк* ~ покое|сильн*|лежа"},
	{REDFLAG_BREATH, true, "внезапн*|резк*|вдруг одышк*"},
	{REDFLAG_BREATH, true, "одышк* ~~ губ*|сине*|говорить|пен*"},
	{REDFLAG_BREATH, true, "дышит|дышу|дышать ~ через раз|хрип*"},
	{REDFLAG_BREATH, true, "дышит|дышу ~ редко|шумно|захлеб*"},
	{REDFLAG_BREATH, true, "с трудом дышит|дышу|дышать"},
	{REDFLAG_BREATH, true, "дышит|дышу|дышать с трудом"},
	{REDFLAG_BREATH, false, "ингалятор*|спрей|баллончик* ~~ не ~ помог*|действует|снимает"},
	{REDFLAG_BREATH, false, "не ~ помог* ~ ингалятор*"},
	{REDFLAG_BREATH, true, "розов* пен*"},
	{REDFLAG_BREATH, true, "втягива* ~ ребр*|груд*|межребер*|живот*"},
	{REDFLAG_BREATH, true, "ртом|хватает воздух ~ хватает|ртом"},
	{REDFLAG_BREATH, true, "хвата* ~ за горло"},
	{REDFLAG_BREATH, true, "губ*|лиц*|ногт* ~ синие|синий|синеют|синеет|посинел*|синее"},
	{REDFLAG_BREATH, true, "весь|вся|лежит|стал|стала синий|синяя"},
	/* allergy */
	{REDFLAG_ALLERGY, true, "отек*|опух*|распух*|раздул* ~ горл*|лиц*|язык*|губ*|шея|шею"},
	{REDFLAG_ALLERGY, true, "горл*|лиц*|язык*|губ* ~ отек*|отекл*|опух*|распух*|раздул*"},
	{REDFLAG_ALLERGY, true, "анафила*"},
	{REDFLAG_ALLERGY, true, "отек квинке"},
	{REDFLAG_ALLERGY, true, "квинке"},
	{REDFLAG_ALLERGY, true, "укусил* ~ оса|осы|осой|пчел*|шершен*|зме* ~~ отек*|опух*|плохо"},
	{REDFLAG_ALLERGY, true, "сильн* аллерги* ~~ дыш*|отек*|горл*|лиц*"},
	{REDFLAG_ALLERGY, true, "ужалил*|укусил*|укус* ~~ плохо|сознан*|лиц*|губ*|язык*|горл*|задыха*|хрип*"},
	{REDFLAG_ALLERGY, true, "ужалил* ~~ давлени*"},
	{REDFLAG_ALLERGY, true, "волдыр*|крапивниц*|сып* ~~ задыха*|хрип*|язык*|отек* ~ горл*|лиц*"},
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
	{REDFLAG_BREATH, false, "не дышит"},
	{REDFLAG_UNCONSCIOUS, true, "умирает"},
	{REDFLAG_UNCONSCIOUS, true, "при смерти"},
	{REDFLAG_UNCONSCIOUS, true, "я|кажется|наверное умираю"},
	{REDFLAG_UNCONSCIOUS, true, "умираю ~ помогите|спасите|скорую"},
	{REDFLAG_UNCONSCIOUS, false, KIN " ~~ не реагирует|шевелится|очнул*"},
	{REDFLAG_UNCONSCIOUS, false, "упал*|свалил*|лежит|током|чувств|сознан* ~ не отвечает|реагирует|шевелится|очнул*|встает"},
	{REDFLAG_UNCONSCIOUS, false, "током|чувств|улице|полу|синий|синяя ~~ не отвечает|шевелится"},
	{REDFLAG_UNCONSCIOUS, false, "не добудиться|добудимся|добудишься|растолкать|добудились"},
	{REDFLAG_UNCONSCIOUS, false, "без чувств|пульса|дыхания"},
	{REDFLAG_UNCONSCIOUS, false, "без признаков жизни"},
	{REDFLAG_UNCONSCIOUS, true, "глаза закатил*"},
	{REDFLAG_UNCONSCIOUS, true, "закатил* глаза"},
	{REDFLAG_UNCONSCIOUS, true, "трясет ~ всего|всю|всем|телом"},
	{REDFLAG_UNCONSCIOUS, true, "судорог* у " KIN "|него|нее"},
	{REDFLAG_UNCONSCIOUS, true, "забил*|бьется|билась|бился ~ судорог*|конвульс*|припадк*"},
	{REDFLAG_UNCONSCIOUS, true, "эпилепс* ~~ минут*|идет|прекраща*|подряд"},
	{REDFLAG_UNCONSCIOUS, true, "бредит|заговаривается"},
	{REDFLAG_UNCONSCIOUS, true, "сознание ~ спутан*|путается|мутится"},
	{REDFLAG_UNCONSCIOUS, true, "спутан* сознани*"},
	{REDFLAG_UNCONSCIOUS, true, "белая горячка"},
	{REDFLAG_UNCONSCIOUS, true, "видит|мерещ* ~ чертей|чертиков"},
	/* sugar */
	{REDFLAG_UNCONSCIOUS, true, "сахар*|диабет*|ацетон*|инсулин* ~~ засыпа*|сознан*|путает*|трясет*|" SICK "|кома|кому|коме|бредит"},
	/* meningitis, sepsis */
	{REDFLAG_INFECTION, false, "температур*|жар|горяч*|38|39|40|голов*|" SICK "|свет* ~~ шею|шея|подбород*|шеи|голову ~ не ~ согнуть|гнется|гнуть|сгиба*|прижать|достать|наклонить"},
	{REDFLAG_INFECTION, false, "температур*|жар|38|39|40|голов*|" SICK " ~~ не ~ прижать|согнуть|наклонить|достать ~ шею|подбород*|голову"},
	{REDFLAG_INFECTION, false, "шею|шея|подбород* ~ не ~ согнуть|гнется|гнуть|сгиба*|прижать|достать|наклонить ~~ температур*|жар|38|39|40|голов*|" SICK},
	{REDFLAG_INFECTION, false, "не ~ прижать|достать|наклонить ~ подбород*"},
	{REDFLAG_INFECTION, true, "светобоязн* ~~ " SICK "|температур*|шея"},
	{REDFLAG_INFECTION, false, "сып*|пятн*|звездочк*|точк* ~~ не бледне*|исчеза*"},
	{REDFLAG_INFECTION, true, "сып* ~ звезд*|синяк*|синими|багров*|фиолетов*|кровоизли*"},
	{REDFLAG_INFECTION, true, "звездчат*|геморрагическ* ~ сып*"},
	{REDFLAG_INFECTION, true, "39|40|41|температур* ~~ бред*|заговарива*"},
	{REDFLAG_INFECTION, true, "шея|шею|горл* ~ раздул*|распух*|отек* ~~ дыш*|слюн*"},
	/* a small child */
	/* a baby's 38 is what an older child's 39 is */
	{REDFLAG_CHILD, true, "младен*|грудн*|новорожд*|месячн*|месяц* ~~ температур* ~ 38"},
	{REDFLAG_CHILD, true, "младен*|грудн*|новорожд*|месячн*|месяц* ~~ 38 ~~ температур*"},
	{REDFLAG_CHILD, true, "температур* ~ 38 ~~ младен*|грудн*|новорожд*|месячн*|месяц*"},
	{REDFLAG_CHILD, true, "ребен*|малыш*|младен*|груднич*|новорожд*|сын*|доч*|месяц* ~~ температур* ~ 39|40|41"},
	{REDFLAG_CHILD, true, "ребен*|малыш*|младен*|груднич*|новорожд*|сын*|доч*|месяц* ~~ 39|40|41 ~~ температур*"},
	{REDFLAG_CHILD, true, "температур* ~ 39|40|41 ~~ ребен*|малыш*|младен*|груднич*|новорожд*|сын*|доч*|месяц*|годик*"},
	{REDFLAG_CHILD, true, "ребен*|малыш*|младен*|груднич*|новорожд*|сын*|доч* ~~ вял*|синеет|посинел*|судорог*|задыха*|хрипит"},
	{REDFLAG_CHILD, false, "не ~ сбива*|сбить|спада*|снижа* ~~ ребен*|малыш*|младен*|сын*|доч*|месяц*"},
	{REDFLAG_CHILD, false, "ребен*|малыш*|младен*|сын*|доч*|месяц* ~~ не сбива*|сбить|спада*|снижа*"},
	{REDFLAG_CHILD, true, "родничок ~ запал|выбух*|впал"},
	{REDFLAG_CHILD, true, "ребен*|малыш*|младен* ~~ проглотил*|выпил*|съел*"},
	{REDFLAG_CHILD, true, "высок* ~ температур* ~~ месяц*|груднич*|новорожд*|младен*"},
	{REDFLAG_CHILD, true, "температур* 40|41|42"},
	{REDFLAG_CHILD, true, "40|41 температур*"},
	{REDFLAG_CHILD, true, "температур* ~ не сбивается|сбивается"},
	{REDFLAG_CHILD, true, BABY " ~~ 38|39|40|41"},
	{REDFLAG_CHILD, false, BABY " ~~ не ~ сосет|просыпа*"},
	{REDFLAG_CHILD, false, BABY " ~~ не берет ~ грудь"},
	{REDFLAG_CHILD, false, CHILD " ~~ не пьет ~~ не писает|мочится|глаза"},
	{REDFLAG_CHILD, false, CHILD " ~~ не писа*|мочи* ~ утра|ночи|день|дня|часов|сутки"},
	{REDFLAG_CHILD, true, CHILD " ~~ сух* ~ пелен*|подгузник*|памперс*"},
	{REDFLAG_CHILD, false, CHILD " ~~ без мокрых ~ пелен*|подгузник*|памперс*"},
	{REDFLAG_CHILD, true, "родничок ~ запал|выбуха*|выпира*|впал|вздул*|набух*"},
	{REDFLAG_CHILD, true, "рвот*|рвет фонтаном"},
	{REDFLAG_CHILD, true, CHILD " ~~ стонет|обмяк*|не ~ плачет"},
	{REDFLAG_CHILD, true, "батарейк*|магнит* ~ нос*|ноздр*|ухо|ухе"},
	{REDFLAG_CHILD, true, "нос*|ноздр*|ухо ~ батарейк*|магнит*"},
	{REDFLAG_CHILD, true, CHILD " ~ наел*|объел* ~ таблет*|лекарств*|порошк*|ягод*"},
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
	{REDFLAG_POISON, true, "хлебнул*|глотнул*|отхлебнул*|выпил* ~ " LIQUID},
	{REDFLAG_POISON, true, "угорел*|угорает"},
	{REDFLAG_POISON, true, "ели|съел*|поел*|наел*|после|отравил* ~ гриб* ~~ " SICK "|плохо|судорог*|понос*"},
	{REDFLAG_POISON, true, SICK "|плохо ~~ после|поел*|наел*|съел* ~ гриб*"},
	{REDFLAG_POISON, true, "зрачки|зрачк* ~ точк*|точечн*"},
	{REDFLAG_POISON, true, "дихлофос*|крысин* яд*|отрав* ~ выпил*|съел*|проглотил*|наел*"},
	/* injury */
	{REDFLAG_INJURY, true, "упал*|выпал*|сорвал*|прыгнул* ~ с|со|из ~ высот*|крыш*|балкон*|этаж*|лестниц*|окн*|стремянк*|дерева"},
	{REDFLAG_INJURY, true, "удар*|стукнул*|травм*|разбил*|упал* ~ голов*|затылк*|виск*|лбом|пеленальн*|кроват* ~~ тошн*|рвот*|рвет|вырвало|сознан*|кровь|засыпа*|сонн*"},
	{REDFLAG_INJURY, false, "удар*|стукнул* ~ голов*|затылк*|виск*|лбом ~~ не помнит"},
	{REDFLAG_INJURY, true, "разбил*|пробил*|проломил* ~ голов*"},
	{REDFLAG_INJURY, true, "сбил* ~ машин*|автобус*|поезд*"},
	{REDFLAG_INJURY, true, "попал* ~ авари*|дтп"},
	{REDFLAG_INJURY, true, "ожог* ~ сильн*|лиц*|глаз*|больш*|кипятк*|дыхат*|химич*"},
	{REDFLAG_INJURY, true, "обварил*|ошпарил*"},
	{REDFLAG_INJURY, true, "обжег*|обжгл*|обожг* ~~ лиц*|глаз*|горл*|груд*|живот*|спин*|всю|весь|все|тело|половин*|кислот*|щелоч*|паром|кипятк*|ребен*|малыш*|током"},
	{REDFLAG_INJURY, true, "горл*|гортан*|лиц*|груд*|дыхател* ~ обжег*|обжгл*|обожг*|ожог*"},
	{REDFLAG_INJURY, true, "облил*|вылил*|опрокинул* ~ кипят*|горяч*|суп|чай"},
	{REDFLAG_INJURY, true, "открыт* перелом*"},
	{REDFLAG_INJURY, true, "кость ~ торчит|наружу"},
	{REDFLAG_INJURY, true, "удар*|бьет|шарахнул* ~ током|молни*"},
	{REDFLAG_INJURY, true, "током|молни* ~ удар*|шибанул*|шарахнул*|долбанул*|тряхнул*"},
	{REDFLAG_INJURY, true, "вытащил*|достал* из воды"},
	{REDFLAG_INJURY, false, "замерз*|переохла* ~~ пульс*|сознан*|говорит|отвечает|еле"},
	{REDFLAG_INJURY, true, "перегрел*|солнечн*|теплов* ~~ " SICK "|сознан*|бред*|заговарива*|судорог*|40|41"},
	{REDFLAG_INJURY, true, "шею|позвоночник|хребет ~ сломал*"},
	{REDFLAG_INJURY, true, "сломал* ~ шею|позвоночник"},
	{REDFLAG_INJURY, true, "нырнул* ~~ шею|шея|рук*|ног*"},
	{REDFLAG_INJURY, true, "арматур*|нож*|штыр*|осколок|осколк*|прут* ~ торч*|воткнул*|вошел|вошла|насквозь|пробил*"},
	{REDFLAG_INJURY, true, "торчит ~ бедр*|живот*|груд*|ног*|рук*|спин*|шеи"},
	{REDFLAG_INJURY, true, "воткнул* ~ живот*|груд*|бедр*|спин*|ше*|глаз*"},
	{REDFLAG_INJURY, true, "палец|пальц*|кисть|руку|ногу|ухо ~ отрезал*|оторвал*|отрубил*|отпилил*|затянул*|раздавил*|перемолол*"},
	{REDFLAG_INJURY, true, "отпилил*|отсек* ~ палец|пальц*|рук*|ног*|кисть"},
	{REDFLAG_INJURY, true, "придавил*|завалил*|зажал* ~ плит*|машин*|бетон*|дерев*|груд*"},
	{REDFLAG_INJURY, true, "внутренност*|кишки|кишк* ~ вид*|наруж*|вывал*|выпал*|вылез*"},
	{REDFLAG_INJURY, true, "вид* ~ внутренност*|кишки"},
	{REDFLAG_INJURY, true, "перелом*|сломан*|вывернут*|рана|ране|рану ~~ кость|кости ~ видн*|видно|наружу"},
	{REDFLAG_INJURY, true, "кров* ~ уха|ушей ~~ удар*|упал*|травм*|голов*"},
	{REDFLAG_INJURY, true, "удар*|упал*|авари* ~~ кров* ~ уха|ушей"},
	{REDFLAG_INJURY, true, "удар* ~ живот* ~~ бледн*|слаб*|кров*|сознан*|пульс*"},
	{REDFLAG_INJURY, true, "врезал*|въехал*|перевернул* ~~ не ~ дышать|чувств*|груд*|кров*|сознан*"},
	{REDFLAG_INJURY, true, "змея|змеей|змеи|гадюк*|скорпион*|каракурт* ~~ укус*|ужал*|цапн*|палец|рук*|ног*"},
	{REDFLAG_INJURY, true, "укус*|ужал* ~ змея|змеей|змеи|гадюк*|скорпион*|каракурт*"},
	{REDFLAG_INJURY, true, "лис*|собак*|укус*|покус* ~~ боится воды"},
	{REDFLAG_INJURY, true, "лис*|собак*|укус*|покус* ~~ воды боится"},
	{REDFLAG_INJURY, true, "кидается|бросается|гоняется|бегает ~ ножом|топором"},
	/* the eye */
	{REDFLAG_EYE, true, "перестал* ~ видеть"},
	{REDFLAG_EYE, true, "пропал*|исчез*|потерял*|лишил* ~ зрени*"},
	{REDFLAG_EYE, true, "зрени* ~ пропал*|исчезл*|потерял*|нет"},
	{REDFLAG_EYE, true, "ослеп|ослепла|ослепли"},
	{REDFLAG_EYE, false, "глаз* ~~ ничего не ~ вижу|видит|видно"},
	{REDFLAG_EYE, false, "ничего не ~ вижу|видит|видно ~ глаз*"},
	{REDFLAG_EYE, false, "глаз* не ~ видит|вижу ~ совсем|вообще|ничего"},
	{REDFLAG_EYE, true, "занавес*|штор* ~ глаз*|опустил*|упал*"},
	{REDFLAG_EYE, true, "внезапн*|вдруг|резко|назад ~~ пелен*|туман*|пятно ~ глаз*"},
	{REDFLAG_EYE, true, "попал*|брызн*|плесн*|капнул* ~ " CAUSTIC " ~ глаз*"},
	{REDFLAG_EYE, true, "глаз* ~ попал*|брызн*|плесн*|капнул* ~ " CAUSTIC},
	{REDFLAG_EYE, true, CAUSTIC " ~ попал*|брызн*|плесн*|капнул* ~ глаз*"},
	{REDFLAG_EYE, true, "глаз* ~ проткн*|прокол*|пробил*|выбил*|порезал*|вытек*"},
	{REDFLAG_EYE, true, "проткн*|прокол*|выбил* ~ глаз*"},
	{REDFLAG_EYE, true, "глаз* ~ удар* ~~ кров*|не видно|вижу|видит"},
	{REDFLAG_EYE, true, "удар* ~ глаз* ~~ кров*|не видно|вижу|видит"},
	{REDFLAG_EYE, true, PAIN "|болит ~ глаз* ~~ " SICK "|радуг*|радужн*|ореол*"},
	/* a limb without blood, the groin */
	{REDFLAG_LIMB, true, "нога|ноги|ногу|рука|руки|руку|стопа|кисть ~ побелел*|похолодел*|почернел*"},
	{REDFLAG_LIMB, true, "пальцы ~ черные|холодн*|почернел* ~~ внезапн*|вдруг|резко|холодн*"},
	{REDFLAG_LIMB, true, "нога|ногу|икра|голень ~ раздул*|распух*|отекл*|отек* ~~ задыха*|одышк*|груд*"},
	{REDFLAG_GROIN, true, "яичко|яичка|яичке|яички|яйцо|яйца|мошонк* ~~ " SHARP "|раздул*|подтянул*|перекрут*|скрутил*|" SICK},
	{REDFLAG_GROIN, true, SHARP "|сильн* ~ " PAIN " ~ яичко|яичка|яичке|яички|мошонк*"},
	{REDFLAG_GROIN, false, "эрекц* ~~ час* ~ не ~ проходит|спадает|падает"},
	{REDFLAG_GROIN, true, "приапизм*"},
	{REDFLAG_GROIN, false, "не ~ помочиться|пописать ~~ распира*|" PAIN "|живот*|вчера|часов|сутки|совсем|вообще"},
	{REDFLAG_GROIN, false, "грыж* ~~ не вправ*"},
	{REDFLAG_GROIN, true, "ущемил* ~ грыж*"},
	{REDFLAG_GROIN, true, "грыж* ~ ущемил*|ущемлен*|почернел*|посинел*"},
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
	{REDFLAG_PREGNANCY, true, "беремен* ~~ судорог*|задыха*|мушк*|удар*|упал*|авари*|отслой*"},
	{REDFLAG_PREGNANCY, true, "беремен* ~~ давлени* ~ 150|160|170|180|190|200|210|220"},
	{REDFLAG_PREGNANCY, true, "беремен* ~~ " SHARP " ~ " PAIN},
	{REDFLAG_PREGNANCY, true, "мажет|кровит|кровь|кровью|кровянист* ~ на ~ неделе"},
	{REDFLAG_PREGNANCY, true, "неделе ~~ мажет|кровит|кровь|кровью|кровянист*"},
	{REDFLAG_PREGNANCY, true, "схватк* ~ через|каждые|минут*|регулярн*"},
	{REDFLAG_PREGNANCY, false, "шевелен* ~ нет|не ~ чувству*|пропал*|перестал*|затих*"},
	{REDFLAG_PREGNANCY, true, "перестал* ~ шевелиться|толкаться|пинаться"},
	{REDFLAG_PREGNANCY, true, "пуповин* ~ выпал*|показал*|видн*|торчит"},
	{REDFLAG_PREGNANCY, true, "внематочн* ~~ " PAIN "|резк*|кров*|темне*|обморок*|подозрен*"},
	{REDFLAG_PREGNANCY, true, "тест|полоск*|задержк* ~~ резк*|остр*|обморок*|темнеет|сознан*"},
	{REDFLAG_PREGNANCY, true, "родов|родила|рожала ~~ хлынул*|льет*|ручьем|сгустк*"},
	/* belly */
	{REDFLAG_ABDOMEN, true, "кинжальн*|невыносим*|нестерпим*|адск*|дикая|дикие|острая|резкая|сильнейш* ~ " PAIN " ~ живот*"},
	{REDFLAG_ABDOMEN, true, "живот* ~ невыносим*|нестерпим*|адск*|кинжальн*|острая|резкая"},
	{REDFLAG_ABDOMEN, true, "очень сильно ~ болит ~ живот"},
	{REDFLAG_ABDOMEN, true, "живот ~ как доска"},
	{REDFLAG_ABDOMEN, true, "приступ*|подозрени* ~ аппендицит*"},
	{REDFLAG_ABDOMEN, true, "живот* ~ каменн*|тверд*|деревянн*|доск* ~~ " PAIN "|" SICK "|кинжал*"},
	{REDFLAG_ABDOMEN, true, "терпеть ~ живот*"},
	{REDFLAG_ABDOMEN, true, "живот* ~~ терпеть|стерпеть|калачик*"},
	{REDFLAG_ABDOMEN, false, "газы ~ не ~ отход* ~~ " SICK "|" PAIN "|живот*"},
	{REDFLAG_ABDOMEN, false, SICK "|живот* ~~ газы не отход*"},
	{REDFLAG_ABDOMEN, true, "после колоноскоп*|фгдс|лапароскоп*|аборт* ~~ " SHARP " ~ " PAIN "|живот*"},
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
/* These make the past present again. */
static const char present[] =
	"сейчас|сегодня|только|минут|минуту|час|часа|часов|опять|снова|ночью|"
	"щас|внезапно|вдруг|резко|полчаса";

struct redflag_rules {
	const struct pattern *past, *aftermath, *present, *feared, *named;
	const struct pattern *told, *animal, *well, *nose, *by_nose;
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
	r->told = pattern_compile(told, a);
	r->animal = pattern_compile(animal, a);
	r->well = pattern_compile(well, a);
	r->nose = pattern_compile(nose, a);
	r->by_nose = pattern_compile(by_nose, a);
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

enum redflag redflag_find(const struct lang *lang, const struct tokens *t)
{
	const struct redflag_rules *r = lang->redflags;
	bool is_past = is_over(r, t);
	struct pattern_match stuffed;
	bool is_nose = pattern_find(r->nose, t, 0, &stuffed) ||
		       pattern_find(r->by_nose, t, 0, &stuffed);

	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		struct pattern_match m;
		size_t from = 0;

		if (is_past && rules[i].flag != REDFLAG_SUICIDE)
			continue;
		if (is_nose && rules[i].flag == REDFLAG_BREATH)
			continue;
		while (pattern_find(r->pattern[i], t, from, &m)) {
			if (is_fear(r, t, m))
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
		"child", "poison", "injury", "pregnancy", "abdomen",
		"infection", "eye", "limb", "groin"};

	return names[flag];
}
