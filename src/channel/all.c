#include "channel/adapters.h"

const struct channel_ops *const channel_all[] = {
	&channel_file,
	&channel_http,
	&channel_null,
	&channel_phone,
	&channel_telegram,
	NULL,
};
