#ifndef LANG_MODEL_FORMAT_H
#define LANG_MODEL_FORMAT_H
/*
 * lang/model_format - the bytes of a model file: this head, then which buckets
 * have weights (a bit a bucket, the lowest first), rarity (float a bucket that
 * has), scale and bias (float a class), weights (int8, a row of all classes a
 * bucket that has), labels (each with its NUL).  Inside of lang/model.
 */
#include "base/base.h"

struct model_head {
	char magic[8];           /* MODEL_MAGIC */
	uint32_t version, order; /* of bytes: a foreign machine's is refused */
	uint32_t kind, bits;     /* of lang/feature */
	uint32_t columns;        /* buckets that have weights */
	uint32_t classes;
	float rarity;    /* of all other buckets */
	float threshold; /* of the best decision value, for accept */
	float sharpness; /* of the scores: decision values times this */
	uint32_t labels_bytes;
	uint64_t checksum; /* of everything behind the head */
};

#define MODEL_MAGIC "ZABOTAM"
enum { MODEL_VERSION = 2, MODEL_ORDER = 0x01020304 };

uint64_t model_checksum(const char *p, size_t n);

#endif
