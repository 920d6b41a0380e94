#include "test/prove/scan.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test/prove/proof.h"

enum { FORMS = 6, FORM_BYTES_MAX = 400 };

struct form {
	char p[FORM_BYTES_MAX];
	size_t n;
};

static const unsigned char *find(
	const void *in, size_t in_n, const struct form *f)
{
	const unsigned char *at = in;

	for (const unsigned char *end = at + in_n; at + f->n <= end; at++) {
		at = memchr(at, f->p[0], (size_t)(end - at));
		if (!at || at + f->n > end)
			return NULL;
		if (memcmp(at, f->p, f->n) == 0)
			return at;
	}
	return NULL;
}

/* The code points of a text in UTF-16; those of canaries need no pairs. */
static void make_utf16(const char *text, bool is_big, struct form *f)
{
	const unsigned char *at = (const unsigned char *)text;

	for (f->n = 0; *at; f->n += 2) {
		unsigned code = *at++;

		if (code >= 0xc0)
			code = (code & 0x1f) << 6 | (*at++ & 0x3f);
		f->p[f->n + (is_big ? 1 : 0)] = (char)(code & 0xff);
		f->p[f->n + (is_big ? 0 : 1)] = (char)(code >> 8);
	}
}

/* What of the base64 of a text does not depend on what stands around it. */
static void make_base64(const char *text, size_t skip, struct form *f)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				    "pqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)text + skip;
	size_t n = strlen(text) - skip;

	f->n = 0;
	for (size_t i = 0; i + 3 <= n; i += 3) {
		unsigned three = (unsigned)p[i] << 16 |
				 (unsigned)p[i + 1] << 8 | p[i + 2];

		for (int k = 18; k >= 0; k -= 6)
			f->p[f->n++] = digit[three >> k & 63];
	}
}

static void make_forms(const char *text, struct form f[FORMS])
{
	size_t n = strlen(text);

	memcpy(f[0].p, text, n);
	f[0].n = n;
	make_utf16(text, false, &f[1]);
	make_utf16(text, true, &f[2]);
	for (size_t skip = 0; skip < 3; skip++)
		make_base64(text, skip, &f[3 + skip]);
}

void scan_bytes(struct scan *s, const char *name, const char *p, size_t n,
	const char *const *texts)
{
	struct form f[FORMS];

	s->files++;
	s->bytes += (int64_t)n;
	for (; *texts; texts++) {
		make_forms(*texts, f);
		for (int i = 0; i < FORMS; i++) {
			if (!find(p, n, &f[i]))
				continue;
			s->hits++;
			snprintf(s->where, sizeof(s->where),
				"%.300s: \"%.60s\", form %d", name, *texts, i);
		}
	}
}

static void scan_file(struct scan *s, const char *path, int64_t size,
	const char *const *texts)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *p = size > 0 && fd >= 0 ? mmap(NULL, (size_t)size, PROT_READ,
						MAP_PRIVATE, fd, 0)
				      : MAP_FAILED;

	if (p != MAP_FAILED) {
		scan_bytes(s, path, p, (size_t)size, texts);
		munmap(p, (size_t)size);
	}
	if (fd >= 0)
		close(fd);
}

void scan_tree(struct scan *s, const char *folder, const char *const *texts)
{
	struct stat st;
	DIR *d;

	if (lstat(folder, &st) != 0)
		return;
	if (S_ISREG(st.st_mode))
		scan_file(s, folder, (int64_t)st.st_size, texts);
	d = S_ISDIR(st.st_mode) ? opendir(folder) : NULL;
	for (struct dirent *f; d && (f = readdir(d)) != NULL;) {
		char path[600];

		if (strcmp(f->d_name, ".") == 0 || strcmp(f->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, f->d_name);
		scan_tree(s, path, texts);
	}
	if (d)
		closedir(d);
}

bool scan_works(const char *text)
{
	const char *const texts[] = {text, NULL};
	struct form f[FORMS];

	make_forms(text, f);
	for (int i = 0; i < FORMS; i++) {
		struct scan s = {0};
		char around[FORM_BYTES_MAX + 20] = "xx";

		memcpy(around + 7, f[i].p, f[i].n);
		scan_bytes(&s, "", around, sizeof(around), texts);
		if (s.hits == 0)
			return false;
	}
	return true;
}
