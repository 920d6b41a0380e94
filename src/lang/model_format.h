#ifndef LANG_MODEL_FORMAT_H
#define LANG_MODEL_FORMAT_H
/*
 * lang/model_format - the bytes of a model file: this head, then rarity (float
 * a bucket), scale and bias (float a class), weights (int8, a row of all
 * classes a bucket), labels (each with its NUL).  Inside of lang/model.
 */
#include "base/base.h"

struct model_head {
	char magic[8];           /* MODEL_MAGIC */
	uint32_t version, order; /* of bytes: a foreign machine's is refused */
	uint32_t bits, classes;
	float threshold; /* of the best decision value, for accept */
	float sharpness; /* of the scores: decision values times this */
	uint64_t labels_bytes;
	uint64_t checksum; /* of everything behind the head */
};

#define MODEL_MAGIC "ZABOTAM"
enum { MODEL_VERSION = 1, MODEL_ORDER = 0x01020304 };

uint64_t model_checksum(const char *p, size_t n);

#endif
