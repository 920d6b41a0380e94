/*
 * fuzz/replay - runs every file of the folders given through one fuzz target,
 * so that what fuzzing once found stays found in the ordinary tests.  Linked
 * with a target in place of libFuzzer; each input also runs from its first
 * half, and empty.
 */
#include <dirent.h>

#include "fuzz/target.h"

enum { INPUT_BYTES_MAX = 1 << 20 };

static bool run_file(const char *folder, const char *name)
{
	static uint8_t bytes[INPUT_BYTES_MAX];
	char path[1024];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "rb");
	if (!file) {
		fprintf(stderr, "replay: cannot read %s\n", path);
		return false;
	}

	size_t n = fread(bytes, 1, sizeof(bytes), file);

	fclose(file);
	LLVMFuzzerTestOneInput(bytes, n);
	LLVMFuzzerTestOneInput(bytes, n / 2);
	return true;
}

static int run_folder(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int n = 0;

	if (!folder) {
		fprintf(stderr, "replay: no folder %s\n", path);
		return -1;
	}
	while ((entry = readdir(folder)))
		if (entry->d_name[0] != '.') {
			if (!run_file(path, entry->d_name)) {
				n = -1;
				break;
			}
			n++;
		}
	closedir(folder);
	return n;
}

int main(int argc, char **argv)
{
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	for (int i = 1; i < argc; i++) {
		int n = run_folder(argv[i]);

		if (n <= 0)
			return 1;
		printf("%s: %d inputs\n", argv[i], n);
	}
	return 0;
}
