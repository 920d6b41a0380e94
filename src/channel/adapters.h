#ifndef CHANNEL_ADAPTERS_H
#define CHANNEL_ADAPTERS_H
/*
 * channel/adapters - the verbs of every adapter, one line each; only for
 * channel/all.c and the adapters' own tests.
 */
#include "channel/channel.h"

extern const struct channel_ops channel_file;  /* a file of JSON lines */
extern const struct channel_ops channel_http;  /* any provider over HTTP */
extern const struct channel_ops channel_null;  /* takes all, sends nothing */
extern const struct channel_ops channel_phone; /* the phone of the demo */
extern const struct channel_ops channel_telegram;

#endif
