-- A peer has one open dialogue: of two first messages at once one waits.
CREATE UNIQUE INDEX dialogue_open ON dialogue (clinic_id, channel, peer_hash)
	WHERE state <> 'closed';
