#ifndef LANG_WHEN_WORD_H
#define LANG_WHEN_WORD_H
/*
 * lang/when_word - the classes of words that dates are made of, and the
 * lexicon that puts words into them.  Inside of lang/when.
 *
 * A class is a bit; a rule (when_rule.c) names sets of bits.  A word may stand
 * in several classes; its value means the same in all of them.
 */
#include "base/arena.h"

/* clang-format off */
#define WHEN_CLASSES(X) \
	X(NUM)      /* a whole number, in digits or words: value */ \
	X(HOURNUM)  /* NUM that can be an hour: 0..24 */ \
	X(MIN2)     /* NUM that can be minutes behind an hour: 00..59 */ \
	X(MDAYNUM)  /* NUM that can be a day of the month: 1..31 */ \
	X(YEAR4)    /* 1900..2100 in digits or words */ \
	X(YEAR2)    /* two digits, as in "25 г." */ \
	X(FRACTION) /* 2.5: value in tenths */ \
	X(ORD)      /* второго, 18-го: value */ \
	X(ORDWORD)  /* ORD in a form that can be a date: второе, второго */ \
	X(CLOCK)    /* 15:30: value in seconds */ \
	X(DATE)     /* 20.03.2026: parts[] day, month, year or 0 */ \
	/* units; value is a when_grain */ \
	X(SECOND) X(MINUTE) X(HOUR) X(DAY) X(WEEK) X(MONTHWORD) X(QUARTER) \
	X(YEAR) \
	X(HOURONE)  /* час, часу: also one o'clock */ \
	X(HOURGEN)  /* часа: also "после часа" */ \
	X(DAYGEN)   /* дня: also "3 часа дня" */ \
	X(WEEKDAY)  /* value 1 Monday .. 7 Sunday */ \
	X(WEEKDAYS) /* (по) вторникам */ \
	X(MONTH)    /* value 1..12 */ \
	X(RELDAY)   /* сегодня 0, завтра 1; value + 5 */ \
	X(RELADJ)   /* завтрашний; value + 5 */ \
	X(NEXT) X(THIS) X(LAST) X(NEAREST) \
	X(BEFORELAST) /* позапрошлый */ \
	X(PART)     /* утром; value is a when_part */ \
	X(PARTGEN)  /* 7 утра; value is a when_part */ \
	X(HALFOF)   /* полвторого; value is the hour that it is half of */ \
	X(HALF)     /* пол, половина */ \
	X(FOURTH)   /* четверть */ \
	X(WITHOUT)  /* без */ \
	X(ONEHALF)  /* полтора */ \
	X(DECADE)   /* декада: ten days of a month */ \
	X(HALFHOUR) X(HALFYEAR) X(PAIR) \
	X(SEVERAL)  /* несколько: three or so */ \
	X(THROUGH)  /* через, спустя */ \
	X(AHEAD)    /* за: "за два дня до" */ \
	X(OTHER)    /* другой: "на другой день после" */ \
	X(LATER)    /* спустя: also behind its stretch */ \
	X(AGO)      /* назад */ \
	X(MDAYWORD) /* числа */ \
	X(MDAYSWORD) /* числах: "в первых числах мая" */ \
	X(BEGINNING) X(MIDDLE) X(ENDING) \
	X(FINAL)    /* последний */ \
	X(WEEKEND) X(WORKDAYS) \
	X(SEASON)   /* value 0 winter .. 3 autumn */ \
	X(NOW) X(SOON) X(NOON) X(MIDNIGHT) \
	X(MOMENT)   /* момент: "в данный момент" */ \
	X(PRESENT)  /* данный, настоящий */ \
	X(NEWONE) X(OLDONE) X(EVE) X(EASTER) \
	X(FEAST)    /* хэллоуин: value is month * 100 + day */ \
	X(FEASTOF)  /* (день) победы: value as FEAST */ \
	X(FEASTADJ) /* женский (день): value as FEAST */ \
	X(FEASTWHO) /* защитника, народного: says nothing by itself */ \
	X(HOLIDAYS) /* новогодние: value is the month */ \
	X(RESTDAYS) /* праздники, каникулы */ \
	X(WORKADJ)  /* рабочие (дни) */ \
	X(HALFOFYEAR) /* полугодие */ \
	X(ROMAN)    /* II: value 1..4 */ \
	/* frames */ \
	X(IN) X(ON) X(TOWARD) X(FROM) X(UNTIL) X(UPTO) X(AFTER) X(BEFORE) \
	X(ABOUT) X(CLOSER) X(NOT) X(AND) X(OR) X(BETWEEN) X(DURING) X(COMMA) \
	X(DASH) X(EARLY) X(LATE) \
	X(BUSY) /* работаю: "работаю до шести" */ \
	X(WORKHOURS) /* работы: "после работы" */ \
	X(FILLER)   /* may stand between a day and its hour */ \
	X(BLOCK)    /* what is counted behind a number: рублей, кабинет */ \
	X(STREET)   /* улица: the date behind it is a name */ \
	X(STOP)     /* end of a sentence */ \
	X(VERBISH)  /* an unknown word that cannot be counted */ \
	X(WORD)     /* any other word */ \
	X(MARK)     /* any other mark */
/* clang-format on */

enum when_class_index {
#define WHEN_INDEX(name) WHEN_INDEX_##name,
	WHEN_CLASSES(WHEN_INDEX)
#undef WHEN_INDEX
		WHEN_CLASS_COUNT
};

/* Two words of bits: there are more classes than 64. */
struct when_set {
	uint64_t bit[2];
};

struct when_word {
	struct when_set classes;
	int value;
};

struct when_words; /* the lexicon; read-only */

/* Builds the lexicon in `a`. */
const struct when_words *when_words_open(struct arena *a);

/*
 * The entry of a folded word of `n` bytes; `letters` characters long.  Words
 * of five letters and more are found with one typo where that is safe.  NULL
 * if unknown.
 */
const struct when_word *when_words_get(
	const struct when_words *w, const char *low, size_t n, size_t letters);

static inline bool when_set_has(struct when_set s, int index)
{
	return s.bit[index >> 6] >> (index & 63) & 1;
}

static inline bool when_set_meets(struct when_set x, struct when_set y)
{
	return (x.bit[0] & y.bit[0]) || (x.bit[1] & y.bit[1]);
}

static inline void when_set_add(struct when_set *s, int index)
{
	s->bit[index >> 6] |= UINT64_C(1) << (index & 63);
}

#endif
