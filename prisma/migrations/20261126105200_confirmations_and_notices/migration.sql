-- AlterTable
ALTER TABLE "membership" ADD COLUMN     "joined_seq" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "confirm_asked" INTEGER,
ADD COLUMN     "confirm_count" INTEGER,
ADD COLUMN     "reminded_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "confirmation" (
    "room_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "rev" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "confirmation_pkey" PRIMARY KEY ("room_id","message_id","user_id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "posted_by" UUID,
    "posted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- What asks is found by it, and what asks nothing is not in it.
CREATE INDEX message_asking ON message (room_id, seq) WHERE confirm_asked IS NOT NULL;

-- Appends one message that asks its readers to confirm it: parley_append, and in the same commit how many it asks. A
-- message that asks nothing never comes here. A room's owner and moderators may ask, an owner or admin of the installation
-- who is a member, and everybody in a direct room; nobody in a thread.
-- o_status: as parley_append's, and may_not_ask. o_asked: after `new`, how many were asked.
CREATE FUNCTION parley_ask(
  p_id uuid, p_room uuid, p_author uuid, p_session uuid, p_body text, p_reply uuid, p_mentions uuid[],
  p_mention_room text, p_kind text, p_wait boolean)
RETURNS TABLE (o_ord int, o_status text, o_room uuid, o_id uuid, o_seq int8, o_rev int8, o_base int8, o_at timestamptz,
  o_author uuid, o_thread_room uuid, o_thread_count int8, o_asked int)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE v_room record; v_locked int; v_may boolean; v_asked int; v_row record;
BEGIN
  SELECT r.kind, r.parent_room_id AS parent INTO v_room FROM room r WHERE r.id = p_room;
  IF FOUND THEN
    -- The locks that parley_append takes, so that nothing comes between the look and the append.
    IF p_wait THEN
      PERFORM 1 FROM room_head h WHERE h.room_id IN (p_room, v_room.parent) ORDER BY h.room_id FOR NO KEY UPDATE;
    ELSE
      PERFORM 1 FROM room_head h WHERE h.room_id IN (p_room, v_room.parent) ORDER BY h.room_id FOR NO KEY UPDATE SKIP LOCKED;
      GET DIAGNOSTICS v_locked = ROW_COUNT;
      IF v_locked < 1 + (v_room.parent IS NOT NULL)::int THEN
        RETURN QUERY SELECT 1, 'later'::text, p_room, p_id, NULL::int8, NULL::int8, NULL::int8, clock_timestamp(), p_author, NULL::uuid, NULL::int8, NULL::int;
        RETURN;
      END IF;
    END IF;
    -- Null for a stranger and for what is stored already: those the append answers.
    SELECT v_room.parent IS NULL AND (v_room.kind = 'DIRECT' OR ms.role IN ('owner', 'moderator') OR u.role IN ('owner', 'admin')) INTO v_may
    FROM membership ms JOIN users u ON u.id = ms.user_id
    WHERE ms.room_id = coalesce(v_room.parent, p_room) AND ms.user_id = p_author AND ms.left_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM message m WHERE m.room_id = p_room AND m.id = p_id);
    IF v_may IS FALSE THEN
      RETURN QUERY SELECT 1, 'may_not_ask'::text, p_room, p_id, NULL::int8, NULL::int8, NULL::int8, clock_timestamp(), p_author, NULL::uuid, NULL::int8, NULL::int;
      RETURN;
    END IF;
  END IF;
  FOR v_row IN SELECT * FROM parley_append(ARRAY[p_id], ARRAY[p_room], ARRAY[p_author], ARRAY[p_session], ARRAY[p_body], ARRAY[p_reply],
    ARRAY[p_mentions::text], ARRAY[p_mention_room], ARRAY[p_kind], p_wait)
  LOOP
    IF v_row.o_status = 'new' THEN
      UPDATE message m SET confirm_asked = r.member_count - 1, confirm_count = 0
      FROM room r WHERE r.id = p_room AND m.room_id = p_room AND m.id = p_id
      RETURNING m.confirm_asked INTO v_asked;
    END IF;
    RETURN QUERY SELECT v_row.o_ord, v_row.o_status, v_row.o_room, v_row.o_id, v_row.o_seq, v_row.o_rev, v_row.o_base, v_row.o_at,
      v_row.o_author, v_row.o_thread_room, v_row.o_thread_count, v_asked;
  END LOOP;
END $$;

-- Changes one message. p_verb: edit (p_arg the body) | delete | pin | unpin | react | unreact (p_arg the emoji) | confirm.
-- o_status: done | same (it is so already) | no_room | not_member | not_found | session_ended | banned | muted |
--   archived | forbidden | deleted | too_many | not_asked. After `done`, o_rev is the room's rev and o_rev - 1 the one before.
-- o_touched_*: the message whose thread lost a reply, when one was deleted.
CREATE OR REPLACE FUNCTION parley_change(
  p_verb text, p_room uuid, p_id uuid, p_user uuid, p_session uuid, p_arg text, p_mentions uuid[], p_mention_room text,
  OUT o_status text, OUT o_seq int8, OUT o_rev int8, OUT o_at timestamptz, OUT o_author uuid, OUT o_mentions uuid[], OUT o_mention_room text,
  OUT o_touched_room uuid, OUT o_touched_id uuid, OUT o_touched_seq int8, OUT o_touched_rev int8, OUT o_touched_author uuid, OUT o_touched_count int8, OUT o_touched_at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE v_room record; v_message message%ROWTYPE; v_role room_role; v_joined int8; v_law uuid; v_refused text;
BEGIN
  SELECT r.id, r.kind, r.parent_room_id, r.parent_message_id, r.archived_at, p.archived_at AS parent_archived_at INTO v_room
  FROM room r LEFT JOIN room p ON p.id = r.parent_room_id WHERE r.id = p_room;
  IF NOT FOUND THEN o_status := 'no_room'; RETURN; END IF;
  PERFORM 1 FROM room_head h WHERE h.room_id IN (p_room, v_room.parent_room_id) ORDER BY h.room_id FOR NO KEY UPDATE;
  v_law := coalesce(v_room.parent_room_id, p_room);
  o_at := clock_timestamp()::timestamptz(3);
  v_refused := parley_standing(p_user, p_session, v_law, o_at);
  IF v_refused = 'not_member' THEN o_status := v_refused; RETURN; END IF;
  SELECT * INTO v_message FROM message m WHERE m.room_id = p_room AND m.id = p_id;
  IF NOT FOUND THEN o_status := 'not_found'; RETURN; END IF;
  -- To confirm is to have read, not to speak: who is muted may.
  IF v_refused IS NOT NULL AND NOT (p_verb = 'confirm' AND v_refused = 'muted') THEN o_status := v_refused; RETURN; END IF;
  IF coalesce(v_room.parent_archived_at, v_room.archived_at) IS NOT NULL AND p_verb <> 'delete' THEN o_status := 'archived'; RETURN; END IF;
  SELECT ms.role, ms.joined_seq INTO v_role, v_joined FROM membership ms WHERE ms.room_id = v_law AND ms.user_id = p_user AND ms.left_at IS NULL;
  IF p_verb = 'edit' AND v_message.author_id <> p_user
    OR p_verb = 'delete' AND v_message.author_id <> p_user AND v_role NOT IN ('owner', 'moderator') THEN o_status := 'forbidden'; RETURN; END IF;
  o_seq := v_message.seq; o_author := v_message.author_id; o_mentions := v_message.mention_user_ids; o_mention_room := v_message.mention_room;
  o_status := 'same';
  IF v_message.deleted_at IS NOT NULL THEN
    IF p_verb <> 'delete' THEN o_status := 'deleted'; END IF;
    RETURN;
  END IF;
  SELECT h.rev + 1 INTO o_rev FROM room_head h WHERE h.room_id = p_room;
  CASE p_verb
    WHEN 'edit' THEN
      IF v_message.body = p_arg THEN RETURN; END IF;
      INSERT INTO message_edit (room_id, message_id, rev, body, edited_at) VALUES (p_room, p_id, v_message.rev, v_message.body, o_at);
      UPDATE message SET body = p_arg, edited_at = o_at, mention_user_ids = p_mentions, mention_room = p_mention_room, rev = o_rev WHERE room_id = p_room AND id = p_id;
      o_mentions := p_mentions; o_mention_room := p_mention_room;
    WHEN 'delete' THEN
      UPDATE message SET body = '', deleted_at = o_at, pinned_at = NULL, pinned_by = NULL, mention_user_ids = '{}', mention_room = NULL,
        confirm_asked = NULL, confirm_count = NULL, reminded_at = NULL, rev = o_rev WHERE room_id = p_room AND id = p_id;
      IF v_message.confirm_asked IS NOT NULL THEN DELETE FROM confirmation WHERE room_id = p_room AND message_id = p_id; END IF;
      DELETE FROM message_edit WHERE room_id = p_room AND message_id = p_id;
      DELETE FROM reaction WHERE room_id = p_room AND message_id = p_id;
      -- Whom it was counted for: an edit takes no mention back, so those of an edited message are not in its row.
      WITH gone AS (
        DELETE FROM mention n WHERE n.room_id = p_room AND n.seq = v_message.seq
          AND (v_message.edited_at IS NOT NULL OR n.user_id = ANY (v_message.mention_user_ids || '00000000-0000-0000-0000-000000000000'::uuid))
        RETURNING n.user_id)
      SELECT coalesce(array_agg(g.user_id) FILTER (WHERE g.user_id <> '00000000-0000-0000-0000-000000000000'), '{}'),
        CASE WHEN bool_or(g.user_id = '00000000-0000-0000-0000-000000000000') THEN coalesce(o_mention_room, 'all') END
      INTO o_mentions, o_mention_room FROM gone g;
      IF v_room.parent_room_id IS NOT NULL THEN
        UPDATE message m SET rev = ph.rev + 1 FROM room_head ph
        WHERE ph.room_id = v_room.parent_room_id AND m.room_id = v_room.parent_room_id AND m.id = v_room.parent_message_id
        RETURNING m.room_id, m.id, m.seq, m.rev, m.author_id INTO o_touched_room, o_touched_id, o_touched_seq, o_touched_rev, o_touched_author;
        UPDATE room_head SET rev = o_touched_rev WHERE room_id = o_touched_room;
        SELECT h.last_seq - h.deleted - 1, h.last_at INTO o_touched_count, o_touched_at FROM room_head h WHERE h.room_id = p_room;
      END IF;
    WHEN 'pin' THEN
      IF v_message.pinned_at IS NOT NULL THEN RETURN; END IF;
      UPDATE message SET pinned_at = o_at, pinned_by = p_user, rev = o_rev WHERE room_id = p_room AND id = p_id;
    WHEN 'unpin' THEN
      IF v_message.pinned_at IS NULL THEN RETURN; END IF;
      UPDATE message SET pinned_at = NULL, pinned_by = NULL, rev = o_rev WHERE room_id = p_room AND id = p_id;
    WHEN 'react' THEN
      IF NOT EXISTS (SELECT 1 FROM reaction x WHERE x.room_id = p_room AND x.message_id = p_id AND x.emoji = p_arg)
        AND (SELECT count(DISTINCT x.emoji) FROM reaction x WHERE x.room_id = p_room AND x.message_id = p_id) >= 50 THEN o_status := 'too_many'; RETURN; END IF;
      INSERT INTO reaction (room_id, message_id, emoji, user_id) VALUES (p_room, p_id, p_arg, p_user) ON CONFLICT DO NOTHING;
      IF NOT FOUND THEN RETURN; END IF;
      UPDATE message SET rev = o_rev WHERE room_id = p_room AND id = p_id;
    WHEN 'unreact' THEN
      DELETE FROM reaction WHERE room_id = p_room AND message_id = p_id AND user_id = p_user AND emoji = p_arg;
      IF NOT FOUND THEN RETURN; END IF;
      UPDATE message SET rev = o_rev WHERE room_id = p_room AND id = p_id;
    WHEN 'confirm' THEN
      -- Its author, and who joined later, are not asked.
      IF v_message.confirm_asked IS NULL OR v_message.author_id = p_user OR v_joined >= v_message.seq THEN o_status := 'not_asked'; RETURN; END IF;
      INSERT INTO confirmation (room_id, message_id, user_id, rev, at) VALUES (p_room, p_id, p_user, o_rev, o_at) ON CONFLICT DO NOTHING;
      IF NOT FOUND THEN RETURN; END IF;
      UPDATE message SET confirm_count = confirm_count + 1, rev = o_rev WHERE room_id = p_room AND id = p_id;
    ELSE RAISE EXCEPTION 'unknown verb %', p_verb USING ERRCODE = '22023';
  END CASE;
  UPDATE room_head SET rev = o_rev, deleted = deleted + (p_verb = 'delete')::int WHERE room_id = p_room;
  o_status := 'done';
END $$;
