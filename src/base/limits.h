#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H
/*
 * base/limits - every bound of the program, with its reason.  A growing thing
 * without a row here is a defect.
 */
enum {
	/* JSON from outside: the largest honest request is a day's import of
	 * one branch; deeper nesting is an attack on the reader. */
	JSON_IN_BYTES_MAX = 1 << 20,
	JSON_DEPTH_MAX = 32,
	JSON_NODES_MAX = 100000,

	/* A patient's one message: Telegram allows 4,096 characters. */
	CHAT_TEXT_BYTES_MAX = 16384,

	/* A person types ten in a busy minute, and sends a thought in bubbles;
	 * more in one dialogue is a machine. */
	CHAT_TURNS_MINUTE_MAX = 40,

	/* The sender's own id of a text: a UUID or a platform's number. */
	CHAT_CLIENT_ID_BYTES_MAX = 64,

	/* A dialogue's state, and one answer: a handful of short texts. */
	CHAT_JSON_BYTES_MAX = 65536,

	/* One text of the bot: the longest is a list of doctors. */
	SCRIPT_TEXT_BYTES_MAX = 4096,

	/* A name or a login as a person types it. */
	NAME_BYTES_MAX = 200,

	/* Rows that one query may return at once; reports stream instead. */
	DB_ROWS_MAX = 10000,

	/* A TZif file; the largest of the system's are under 4 kB. */
	ZONE_FILE_BYTES_MAX = 65536,

	/* A settings file: hundreds of lines with comments. */
	CONF_FILE_BYTES_MAX = 1 << 18,

	/* One page of a list. */
	PAGE_ROWS_MAX = 200,
};

#endif
