-- Deletes messages of one person in one room, those after p_after and up to p_until by seq and at most p_limit of them, each with a rev of
-- its own, as parley_change deletes one. It asks for no membership: whoever deletes their account takes their words from rooms they have
-- left, too. Answers how many it deleted. Lines of the product's own stay.
CREATE FUNCTION parley_erase(p_room uuid, p_user uuid, p_after int8, p_until int8, p_limit int) RETURNS int
LANGUAGE plpgsql VOLATILE AS $$
DECLARE v_parent uuid; v_parent_message uuid; v_message record; v_rev int8; v_count int := 0;
BEGIN
  SELECT r.parent_room_id, r.parent_message_id INTO v_parent, v_parent_message FROM room r WHERE r.id = p_room;
  PERFORM 1 FROM room_head h WHERE h.room_id IN (p_room, v_parent) ORDER BY h.room_id FOR NO KEY UPDATE;
  SELECT h.rev INTO v_rev FROM room_head h WHERE h.room_id = p_room;
  FOR v_message IN
    SELECT m.id, m.seq FROM message m
    WHERE m.room_id = p_room AND m.seq > p_after AND m.seq <= p_until AND m.author_id = p_user AND m.deleted_at IS NULL AND m.kind IS NULL
    ORDER BY m.seq LIMIT p_limit
  LOOP
    v_rev := v_rev + 1;
    v_count := v_count + 1;
    UPDATE message SET body = '', deleted_at = clock_timestamp()::timestamptz(3), pinned_at = NULL, pinned_by = NULL, mention_user_ids = '{}',
      mention_group_ids = '{}', mention_room = NULL, confirm_asked = NULL, confirm_count = NULL, reminded_at = NULL, rev = v_rev
    WHERE room_id = p_room AND id = v_message.id;
    DELETE FROM confirmation WHERE room_id = p_room AND message_id = v_message.id;
    DELETE FROM message_edit WHERE room_id = p_room AND message_id = v_message.id;
    DELETE FROM reaction WHERE room_id = p_room AND message_id = v_message.id;
    DELETE FROM mention WHERE room_id = p_room AND seq = v_message.seq;
  END LOOP;
  IF v_count = 0 THEN RETURN 0; END IF;
  UPDATE room_head SET rev = v_rev, deleted = deleted + v_count WHERE room_id = p_room;
  IF v_parent IS NOT NULL THEN
    UPDATE message m SET rev = h.rev + 1 FROM room_head h WHERE h.room_id = v_parent AND m.room_id = v_parent AND m.id = v_parent_message;
    IF FOUND THEN UPDATE room_head SET rev = rev + 1 WHERE room_id = v_parent; END IF;
  END IF;
  RETURN v_count;
END $$;
