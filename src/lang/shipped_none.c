#include "lang/shipped.h"

/* For the program that trains the models: it has none yet. */
const struct shipped shipped_models[] = {{NULL, NULL, 0}};
