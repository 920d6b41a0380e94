#include "db/postgres_cell.h"

static void put_int(char to[8], int64_t i)
{
	for (int k = 0; k < 8; k++)
		to[k] = (char)((uint64_t)i >> (56 - 8 * k) & 0xff);
}

/* Reads `n` bytes, most significant first, as a signed number. */
static int64_t get_int(const char *from, int n)
{
	uint64_t i = (unsigned char)from[0] & 0x80 ? UINT64_MAX : 0;

	for (int k = 0; k < n; k++)
		i = i << 8 | (unsigned char)from[k];
	return (int64_t)i;
}

/*
 * Every argument has its type by what it is, not by what the server guesses:
 * `$1 + 1` would be guessed as a 32-bit integer.  A NULL's is left open.
 */
void postgres_args_fill(
	struct postgres_args *to, const struct db_value *args, int n)
{
	static const Oid types[DB_TYPES] = {
		[DB_NULL] = 0,
		[DB_INT] = POSTGRES_INT8,
		[DB_TEXT] = POSTGRES_TEXT,
		[DB_BLOB] = POSTGRES_BYTEA,
	};

	for (int i = 0; i < n; i++) {
		to->types[i] = types[args[i].type];
		to->formats[i] = 1;
		to->values[i] = args[i].p;
		to->lengths[i] = (int)args[i].n;
		if (args[i].type == DB_INT) {
			put_int(to->numbers[i], args[i].i);
			to->values[i] = to->numbers[i];
			to->lengths[i] = 8;
		}
	}
}

/*
 * sum() of bigint is numeric: a count of digits of base 10,000, the weight of
 * the first, a sign, a scale, the digits; each in 16 bits.
 */
static bool read_numeric(const char *p, int length, int64_t *out)
{
	enum { HEAD = 8, NEGATIVE = 0x4000 };
	int64_t digits, weight, sign, i = 0;

	if (length < HEAD)
		return false;
	digits = get_int(p, 2);
	weight = get_int(p + 2, 2);
	sign = get_int(p + 4, 2);
	if (length < HEAD + 2 * digits || digits > weight + 1 || weight > 4 ||
		(sign != 0 && sign != NEGATIVE))
		return false;
	for (int64_t k = 0; k <= weight; k++) {
		int64_t digit = k < digits ? get_int(p + HEAD + 2 * k, 2) : 0;

		if (__builtin_mul_overflow(i, 10000, &i) ||
			__builtin_sub_overflow(i, digit, &i))
			return false;
	}
	/* Summed up below zero, where there is room for one more. */
	if (sign == 0 && __builtin_sub_overflow(0, i, &i))
		return false;
	*out = i;
	return true;
}

static bool read_int(Oid type, const char *p, int length, int64_t *out)
{
	switch (type) {
	case POSTGRES_BOOL:
	case POSTGRES_INT2:
	case POSTGRES_INT4:
	case POSTGRES_INT8:
		*out = get_int(p, length);
		return true;
	case POSTGRES_NUMERIC:
		return read_numeric(p, length, out);
	default:
		return false;
	}
}

bool postgres_cell(const PGresult *result, int row, int column,
	struct db_value *out, struct err *e)
{
	Oid type = PQftype(result, column);
	const char *p = PQgetvalue(result, row, column);
	int length = PQgetlength(result, row, column);

	*out = db_null();
	if (PQgetisnull(result, row, column))
		return true;
	if (type == POSTGRES_TEXT || type == POSTGRES_VARCHAR ||
		type == POSTGRES_BYTEA) {
		out->type = type == POSTGRES_BYTEA ? DB_BLOB : DB_TEXT;
		out->p = p;
		out->n = (size_t)length;
		return true;
	}
	out->type = DB_INT;
	return read_int(type, p, length, &out->i) ||
	       err_set(e, ERR_INTERNAL,
		       "postgresql: column %d of type %u is no whole number",
		       column, type);
}
