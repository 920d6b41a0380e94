#ifndef OS_ZONE_H
#define OS_ZONE_H
/*
 * os/zone - time zones by their IANA name, from the system's zoneinfo folder.
 */
#include "base/zone.h"

#define ZONE_FOLDER "/usr/share/zoneinfo"

/*
 * Finds `name` ("Europe/Moscow") under `folder`, or under ZONE_FOLDER if that
 * is NULL.  The zone lives until the process ends and is the same pointer for
 * the same name and folder; "UTC" needs no file.  ERR_NOT_FOUND: no such file,
 * or not a plain name (a leading slash, "..", other characters than
 * [A-Za-z0-9/_+-]); ERR_INVALID: the file is not TZif.
 * Any thread; reads a file the first time.
 */
MUST_USE bool zone_find(const char *folder, const char *name,
	const struct zone **out, struct err *e);

#endif
