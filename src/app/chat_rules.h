#ifndef APP_CHAT_RULES_H
#define APP_CHAT_RULES_H
/*
 * app/chat_rules - what every conversation of this process shares: the script,
 * and each clinic's own words made ready for look-up.  Only the files of
 * app/chat include this.
 */
#include "app/chat.h"
#include "lang/vocabulary.h"

const struct script *chat_rules_script(const struct chat_rules *rules);
const struct lang *chat_rules_lang(const struct chat_rules *rules);

/*
 * The words of a clinic's catalogue, built at the first question and again
 * when they have changed.  Good until the end of the call that took them: the
 * set before the last is kept.  Any thread.
 */
const struct vocabulary *chat_rules_vocabulary(
	struct chat_rules *rules, const struct catalogue *catalogue);

#endif
