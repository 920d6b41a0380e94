#ifndef CORE_DATA_H
#define CORE_DATA_H
/*
 * core/data - the data files of this version, inside the program (written by
 * packaging/embed-data.sh).  Tables end with a name of NULL.
 */
struct data_file {
	const char *name; /* without folder and ending */
	const char *text;
};

extern const struct data_file data_demo[];
extern const struct data_file data_dialogue[];
extern const struct data_file data_scenarios[];
extern const struct data_file data_templates[];

#endif
