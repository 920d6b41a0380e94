-- Who looks for free starts reads the holds apart (by visit_held): these know
-- booked visits alone, so a hold writes none of them.  That held_until is 0 and
-- the state is not 'cancelled' need not be asked again for each row; they are
-- columns only so that SQLite sees that the rows themselves are not needed.
DROP INDEX visit_doctor;
DROP INDEX visit_room;
DROP INDEX visit_device;
CREATE INDEX visit_doctor ON visit
	(doctor_id, busy_from, busy_to, id, held_until, state)
	WHERE state <> 'cancelled' AND held_until = 0;
CREATE INDEX visit_room ON visit
	(room_id, busy_from, busy_to, id, held_until, state)
	WHERE state <> 'cancelled' AND held_until = 0 AND room_id <> 0;
CREATE INDEX visit_device ON visit
	(device_id, busy_from, busy_to, id, held_until, state)
	WHERE state <> 'cancelled' AND held_until = 0 AND device_id <> 0;

-- How much somebody wrote in the last minute is counted without reading all that
-- he ever wrote.
CREATE INDEX turn_at ON turn (dialogue_id, at);
