-- Each channel takes what waits for it, and what has no channel yet, from either
-- end: a slow one stops nobody else.
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (channel, next_at, id)
	WHERE state = 'queued' AND kind <> 'chat';
