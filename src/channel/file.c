/*
 * channel/file - writes each message as a line of JSON into a file, on the
 * disk before it is called accepted: tests, and clinics that send by another
 * program.
 */
#include <stdlib.h>

#include "base/json.h"
#include "channel/adapters.h"
#include "os/append.h"

enum { LINE_BYTES_MAX = 65536 };

struct file_channel {
	struct channel channel;
	const char *path;
	struct append *file; /* NULL: not opened yet */
	struct arena scratch;
};

static const struct conf_item settings[] = {
	{.name = "channel.file.path",
		.type = CONF_TEXT,
		.otherwise = "",
		.max = 1000,
		.help = "File that the file channel appends to; empty: off."},
	{0},
};

static bool open_file(
	struct channel **out, const struct conf *conf, struct err *e)
{
	const char *path = conf_text(conf, "channel.file.path");
	struct file_channel *f;

	if (path[0] == '\0')
		return err_field(e, ERR_INVALID, "channel.file.path",
			"the file channel needs a path");
	f = calloc(1, sizeof(*f));
	if (!f)
		base_no_memory();
	f->channel.ops = &channel_file;
	arena_init(&f->scratch);
	f->path = path;
	*out = &f->channel;
	return true;
}

static void close_file(struct channel *ch)
{
	struct file_channel *f = (struct file_channel *)ch;

	if (!f)
		return;
	append_close(f->file);
	arena_release(&f->scratch);
	free(f);
}

static void write_line(struct buf *b, const struct out_msg *m)
{
	struct json_out w = {.b = b};

	json_open(&w, NULL, '{');
	json_put_id(&w, "id", m->id);
	json_put_text(&w, "kind", m->kind);
	json_put_text(&w, "to", m->address);
	json_put_text(&w, "text", m->text);
	json_close(&w, '}');
	buf_char(b, '\n');
}

/* One write and one fsync for the whole batch. */
static void send_file(struct channel *ch, const struct out_msg *msgs, size_t n,
	int64_t deadline_ms, struct outcome *outcomes)
{
	struct file_channel *f = (struct file_channel *)ch;
	struct err e = {0};
	struct buf b;
	bool is_written;

	(void)deadline_ms;
	arena_reset(&f->scratch);
	buf_init(&b, &f->scratch, (n + 1) * LINE_BYTES_MAX);
	for (size_t i = 0; i < n; i++) {
		if (channel_refuses(ch->ops, &msgs[i], &outcomes[i]))
			continue;
		outcome_accepted(&outcomes[i], "file");
		write_line(&b, &msgs[i]);
	}
	is_written = buf_done(&b, &e) &&
		     (f->file || append_open(f->path, &f->file, &e)) &&
		     append_write(f->file, b.p, b.n, &e);
	for (size_t i = 0; i < n && !is_written; i++) {
		if (outcomes[i].kind != OUTCOME_ACCEPTED)
			continue;
		if (e.kind == ERR_UNCERTAIN)
			outcome_unclear(&outcomes[i], "cut_short");
		else
			outcome_deferred(&outcomes[i], 0, "cannot_write");
	}
}

const struct channel_ops channel_file = {
	.name = "file",
	.can = CHANNEL_PHONE,
	.text_max = 4096,
	.conf = settings,
	.open = open_file,
	.close = close_file,
	.send_many = send_file,
};
