#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H
/*
 * store/schema - the files schema/NNNN_name.sql and schema/vault/NNNN_name.sql,
 * compiled in by packaging/embed-schema.sh.  A new one is listed in
 * src/store/meson.build.
 */
#include "db/migrate.h"

extern const struct migration schema_main[];
extern const int schema_main_n;
extern const struct migration schema_vault[];
extern const int schema_vault_n;

#endif
