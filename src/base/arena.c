#include "base/arena.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
enum { RED_ZONE_BYTES = 32 };
#else
enum { RED_ZONE_BYTES = 0 };
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

enum { BLOCK_FIRST_BYTES = 4096, BLOCK_MAX_BYTES = 1 << 20 };

struct arena_block {
	struct arena_block *older;
	size_t room_bytes;
	max_align_t room[];
};

static size_t round_up(size_t n)
{
	size_t unit = _Alignof(max_align_t);

	return (n + unit - 1) / unit * unit;
}

static void grow(struct arena *a, size_t need)
{
	size_t room = a->block ? a->block->room_bytes * 2 : BLOCK_FIRST_BYTES;
	struct arena_block *b;

	if (room > BLOCK_MAX_BYTES)
		room = BLOCK_MAX_BYTES;
	if (room < need)
		room = need;
	b = malloc(sizeof(*b) + room);
	if (!b)
		base_no_memory();
	b->older = a->block;
	b->room_bytes = room;
	ASAN_POISON_MEMORY_REGION(b->room, room);
	a->block = b;
	a->used_bytes = 0;
	a->total_bytes += room;
}

static void free_blocks(struct arena_block *b)
{
	while (b) {
		struct arena_block *older = b->older;

		ASAN_UNPOISON_MEMORY_REGION(b->room, b->room_bytes);
		free(b);
		b = older;
	}
}

void arena_init(struct arena *a)
{
	*a = (struct arena){0};
}

/* The newest block is the largest: keeping it lets a steady load settle. */
void arena_reset(struct arena *a)
{
	if (!a->block)
		return;
	free_blocks(a->block->older);
	a->block->older = NULL;
	a->used_bytes = 0;
	a->total_bytes = a->block->room_bytes;
	ASAN_POISON_MEMORY_REGION(a->block->room, a->block->room_bytes);
}

void arena_release(struct arena *a)
{
	free_blocks(a->block);
	arena_init(a);
}

void *arena_take(struct arena *a, size_t n)
{
	size_t need = round_up(n) + RED_ZONE_BYTES;
	char *p;

	BUG_ON(n > SIZE_MAX / 2);
	if (!a->block || a->block->room_bytes - a->used_bytes < need)
		grow(a, need);
	p = (char *)a->block->room + a->used_bytes;
	a->used_bytes += need;
	ASAN_UNPOISON_MEMORY_REGION(p, n);
	return memset(p, 0, n);
}

void *arena_take_n(struct arena *a, size_t n, size_t each_bytes)
{
	BUG_ON(each_bytes && n > SIZE_MAX / 2 / each_bytes);
	return arena_take(a, n * each_bytes);
}

char *arena_copy(struct arena *a, const void *p, size_t n)
{
	char *copy = arena_take(a, n + 1);

	if (n)
		memcpy(copy, p, n);
	return copy;
}

char *arena_text(struct arena *a, const char *text)
{
	return text ? arena_copy(a, text, strlen(text)) : NULL;
}

char *arena_print(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	BUG_ON(n < 0);
	text = arena_take(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return text;
}
