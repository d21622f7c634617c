-- AlterTable
ALTER TABLE "attachment" ADD COLUMN     "alt" TEXT,
ADD COLUMN     "held_for" UUID;

-- AlterTable
ALTER TABLE "scheduled_message" ADD COLUMN     "file_ids" UUID[] DEFAULT ARRAY[]::UUID[];

-- Names of files are found from now on: rooms that have some are taken into the index anew.
DELETE FROM search_cursor WHERE room_id IN (SELECT a.room_id FROM attachment a WHERE a.message_id IS NOT NULL);

-- As it was; with the words that describe a picture, and a file that a scheduled message holds is that message's only.
CREATE OR REPLACE FUNCTION parley_send_files(
  p_id uuid, p_room uuid, p_author uuid, p_session uuid, p_body text, p_reply uuid, p_mentions uuid[],
  p_mention_room text, p_kind text, p_wait boolean, p_groups uuid[], p_confirm boolean, p_files uuid[])
RETURNS TABLE (o_ord int, o_status text, o_room uuid, o_id uuid, o_seq int8, o_rev int8, o_base int8, o_at timestamptz,
  o_author uuid, o_thread_room uuid, o_thread_count int8, o_asked int, o_files jsonb)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE v_parent uuid; v_locked int; v_member boolean; v_files jsonb; v_row record;
BEGIN
  SELECT r.parent_room_id INTO v_parent FROM room r WHERE r.id = p_room;
  IF FOUND THEN
    -- The locks that parley_append takes, so that nothing comes between the look and the append.
    IF p_wait THEN
      PERFORM 1 FROM room_head h WHERE h.room_id IN (p_room, v_parent) ORDER BY h.room_id FOR NO KEY UPDATE;
    ELSE
      PERFORM 1 FROM room_head h WHERE h.room_id IN (p_room, v_parent) ORDER BY h.room_id FOR NO KEY UPDATE SKIP LOCKED;
      GET DIAGNOSTICS v_locked = ROW_COUNT;
      IF v_locked < 1 + (v_parent IS NOT NULL)::int THEN
        RETURN QUERY SELECT 1, 'later'::text, p_room, p_id, NULL::int8, NULL::int8, NULL::int8, clock_timestamp(), p_author, NULL::uuid, NULL::int8, NULL::int, NULL::jsonb;
        RETURN;
      END IF;
    END IF;
    -- A stranger, and who sends again what is stored already, are answered by the append.
    SELECT true INTO v_member FROM membership ms
    WHERE ms.room_id = coalesce(v_parent, p_room) AND ms.user_id = p_author AND ms.left_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM message m WHERE m.room_id = p_room AND m.id = p_id);
    IF v_member THEN
      PERFORM 1 FROM attachment a WHERE a.id = ANY (p_files) ORDER BY a.id FOR NO KEY UPDATE;
      SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', a.id, 'name', a.name, 'type', a.type, 'size', a.size,
        'width', a.width, 'height', a.height, 'blur', a.blur, 'alt', a.alt)) ORDER BY w.ord) INTO v_files
      FROM unnest(p_files) WITH ORDINALITY w (id, ord)
      JOIN attachment a ON a.id = w.id AND a.uploaded_by = p_author AND a.room_id = p_room
        AND a.message_id IS NULL AND a.ready_at IS NOT NULL AND a.removed_at IS NULL AND coalesce(a.held_for, p_id) = p_id;
      IF coalesce(jsonb_array_length(v_files), 0) < cardinality(p_files) THEN
        RETURN QUERY SELECT 1, 'no_file'::text, p_room, p_id, NULL::int8, NULL::int8, NULL::int8, clock_timestamp(), p_author, NULL::uuid, NULL::int8, NULL::int, NULL::jsonb;
        RETURN;
      END IF;
    END IF;
  END IF;
  FOR v_row IN
    SELECT * FROM parley_ask(p_id, p_room, p_author, p_session, p_body, p_reply, p_mentions, p_mention_room, p_kind, p_wait, p_groups) WHERE p_confirm
    UNION ALL
    SELECT x.*, NULL::int FROM parley_append(ARRAY[p_id], ARRAY[p_room], ARRAY[p_author], ARRAY[p_session], ARRAY[p_body], ARRAY[p_reply],
      ARRAY[p_mentions::text], ARRAY[p_mention_room], ARRAY[p_kind], p_wait, ARRAY[p_groups::text]) x WHERE NOT p_confirm
  LOOP
    IF v_row.o_status = 'new' THEN
      UPDATE message m SET files = v_files WHERE m.room_id = p_room AND m.id = p_id;
      UPDATE attachment a SET message_id = p_id, position = n.position
      FROM (SELECT w.id, nextval('attachment_position') AS position FROM unnest(p_files) WITH ORDINALITY w (id, ord) ORDER BY w.ord) n
      WHERE a.id = n.id;
    END IF;
    RETURN QUERY SELECT v_row.o_ord, v_row.o_status, v_row.o_room, v_row.o_id, v_row.o_seq, v_row.o_rev, v_row.o_base, v_row.o_at,
      v_row.o_author, v_row.o_thread_room, v_row.o_thread_count, v_row.o_asked, CASE WHEN v_row.o_status = 'new' THEN v_files END;
  END LOOP;
END $$;
