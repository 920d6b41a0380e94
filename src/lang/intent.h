#ifndef LANG_INTENT_H
#define LANG_INTENT_H
/*
 * lang/intent - what the patient wants with this turn.
 *
 * By a table of word patterns (lang/intent.c), each with a weight; one
 * text may carry several intents ("здравствуйте, сколько стоит приём?").
 */
#include "lang/lang.h"
#include "lang/token.h"

enum intent {
	INTENT_NONE,
	INTENT_GREETING,  /* здравствуйте */
	INTENT_YES,       /* да, подходит, записывайте */
	INTENT_NO,        /* нет, не подходит */
	INTENT_BOOK,      /* запишите, хочу попасть к */
	INTENT_MOVE,      /* перенести */
	INTENT_CANCEL,    /* отменить запись */
	INTENT_CONFIRM,   /* подтверждаю, приду */
	INTENT_PRICE,     /* сколько стоит */
	INTENT_ADDRESS,   /* где вы, как доехать */
	INTENT_HOURS,     /* до скольки работаете */
	INTENT_PREPARE,   /* как подготовиться */
	INTENT_DOCUMENTS, /* что взять с собой, справка */
	INTENT_INSURANCE, /* ОМС, ДМС */
	INTENT_DOCTORS,   /* какие врачи, кто принимает */
	INTENT_SERVICES,  /* делаете ли вы УЗИ */
	INTENT_DURATION,  /* сколько длится приём */
	INTENT_CHILDREN,  /* принимаете ли детей */
	INTENT_PAYMENT,   /* картой, рассрочка */
	INTENT_CONTACT,   /* какой у вас телефон */
	INTENT_RESULTS,   /* готовы ли анализы */
	INTENT_MY_VISIT,  /* когда я записан */
	INTENT_LATE,      /* опаздываю */
	INTENT_OPERATOR,  /* позовите человека */
	INTENT_COMPLAINT, /* жалоба, недоволен */
	INTENT_PRAISE, /* спасибо врачу, всё понравилось */
	INTENT_THANKS,       /* спасибо */
	INTENT_BYE,          /* до свидания */
	INTENT_OTHER_DOCTOR, /* другого врача */
	INTENT_OTHER_TIME,   /* другое время, есть ещё? */
	INTENT_OTHER_DAY,    /* другой день */
	INTENT_OTHER_BRANCH, /* другой филиал */
	INTENT_EARLIER,      /* пораньше */
	INTENT_LATER,        /* попозже */
	INTENT_SOONEST, /* как можно скорее, ближайшее */
	INTENT_ANY,     /* всё равно, любой */
	INTENT_UNSURE,  /* не знаю */
	INTENT_HELP,    /* что ты умеешь */
	INTENT_BOT,     /* вы робот? */
	INTENT_STOP,    /* стоп, отписаться, не пишите */
	INTENT_RESTART, /* начать сначала */
	INTENT_REPEAT,  /* повторите, не понял */
	INTENT_SYMPTOM, /* болит, беспокоит */
	INTENT_ABUSE,   /* swearing */
	INTENTS         /* how many */
};

struct intent_guess {
	enum intent intent;
	int score;           /* 1..100 */
	uint32_t begin, end; /* bytes: the words that show it */
};

/*
 * Ranks the intents of `t`, best first; none gives 0.  Returns how many; *out
 * lives in `a`.
 */
size_t intent_find(const struct lang *lang, const struct tokens *t,
	struct arena *a, const struct intent_guess **out);

/* Returns the lower-case name, e.g. "other_doctor". */
const char *intent_name(enum intent intent);

/* INTENT_NONE for a name that is none. */
enum intent intent_named(const char *name);

#endif
