-- What a message that leaves writes lies near what the others of its round
-- write: a page that it has for itself costs more than all the rest of it.

-- Stop every process of an older version first: what it sends is not noted here.
-- message_id: its text in message, 0: none (an answer has its own id there).
-- is_linked: the link to its visit was written when it was planned; what was
-- planned before brings its own.
ALTER TABLE outbox ADD COLUMN message_id bigint NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN is_linked bigint NOT NULL DEFAULT 0;
CREATE INDEX message_delivery ON message (delivery_id, id)
	WHERE delivery_id <> 0;
UPDATE outbox SET message_id = (SELECT max(id) FROM message
	WHERE message.delivery_id <> 0 AND message.delivery_id = outbox.id)
	WHERE id IN (SELECT delivery_id FROM message WHERE delivery_id <> 0);
DROP INDEX message_delivery;

-- What was delivered to a patient is found by what was planned for him.
DROP INDEX message_patient;
CREATE INDEX message_patient ON message (patient_id, id)
	WHERE delivery_id = 0;
