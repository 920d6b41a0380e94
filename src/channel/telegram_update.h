#ifndef CHANNEL_TELEGRAM_UPDATE_H
#define CHANNEL_TELEGRAM_UPDATE_H
/*
 * channel/telegram_update - what the Bot API says to us: answers to calls, and
 * updates.  A pure codec of bytes from outside; fuzz/telegram.c feeds it.
 *
 * Only private chats count: what comes from groups and channels, or from other
 * bots, is IN_NOTHING, for a group would read what a patient is told.
 */
#include "base/json.h"
#include "channel/channel.h"

enum {
	TELEGRAM_DATA_BYTES_MAX = 64, /* of a button's callback_data */
};

/* An answer of the Bot API; is_whole false: it is not one. */
struct telegram_answer {
	bool is_whole;
	bool is_ok;
	int error_code;            /* unless is_ok */
	int wait_s;                /* parameters.retry_after; 0: none */
	const char *description;   /* English, for machines; "" */
	int64_t message_id;        /* of the message that was made; 0: none */
	const struct json *result; /* NULL: none */
};

/* Reads any bytes; what it points to lives in `a`. */
void telegram_read_answer(
	const char *p, size_t n, struct arena *a, struct telegram_answer *out);

/* One event, and the press that wants to be answered; press "": none. */
struct telegram_update {
	struct in_event event;
	const char *press;
};

/*
 * Reads one update, as a webhook brings it.  ERR_INVALID: no JSON object with
 * an update_id, so there is nothing that could be remembered as done.  What an
 * update says beside that is never an error: what cannot be read is IN_NOTHING.
 */
MUST_USE bool telegram_read_update(const char *p, size_t n, struct arena *a,
	struct telegram_update *out, struct err *e);

/* The same of every element of a result of getUpdates, in their order. */
MUST_USE bool telegram_read_updates(const struct json *result, struct arena *a,
	const struct telegram_update **out, size_t *n, struct err *e);

/*
 * Writes what a press of button number `at` brings back: its text, or the
 * number when the text is too long for Telegram.
 */
void telegram_data_write(
	const char *send, int at, char to[TELEGRAM_DATA_BYTES_MAX + 1]);

#endif
