#ifndef LANG_REDFLAG_H
#define LANG_REDFLAG_H
/*
 * lang/redflag - symptoms that end every dialogue: call 103 or 112 now.
 *
 * Made to miss nothing: a false alarm costs a moment, a miss a life.  What is
 * denied ("в груди не болит") or lies years back does not count.  Never a
 * diagnosis.
 */
#include "lang/lang.h"
#include "lang/token.h"

enum redflag {
	REDFLAG_NONE,
	REDFLAG_HEART,       /* pressing chest pain, into the arm or jaw */
	REDFLAG_STROKE,      /* face, arm, speech */
	REDFLAG_SUICIDE,     /* wants to die or to hurt herself */
	REDFLAG_BLEEDING,    /* heavy, vomits or coughs blood */
	REDFLAG_BREATH,      /* cannot breathe, chokes */
	REDFLAG_ALLERGY,     /* throat or face swells */
	REDFLAG_UNCONSCIOUS, /* fainted, does not wake up, fits */
	REDFLAG_CHILD,       /* high fever or limpness of a small child */
	REDFLAG_POISON,      /* swallowed, poisoned, overdose */
	REDFLAG_INJURY,      /* head injury, fall from a height, burn */
	REDFLAG_PREGNANCY,   /* bleeding, waters, no movement */
	REDFLAG_ABDOMEN,     /* sudden unbearable pain of the belly */
	REDFLAG_INFECTION,   /* a stiff neck with fever, a rash that stays */
	REDFLAG_EYE,         /* sight is gone, lye in the eye */
	REDFLAG_LIMB,        /* a leg or arm without blood, a clot */
	REDFLAG_GROIN,       /* torsion, a hernia that is caught */
	REDFLAGS             /* how many */
};

/* Returns the gravest flag in `t`. */
enum redflag redflag_find(const struct lang *lang, const struct tokens *t);

/* Returns the lower-case name, e.g. "heart"; "none". */
const char *redflag_name(enum redflag flag);

#endif
