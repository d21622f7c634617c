-- The write path: docs/decisions/0003-write-path.md says why it is written this way, docs/rules.md numbers what it promises.
--
-- Lock order of every writer: room_head (sorted by room) -> message -> membership (sorted by room, user) -> user_head (sorted).
-- One statement has one snapshot, taken before it waits for a lock. So each function locks in one statement and looks in
-- the next: under READ COMMITTED every statement of a VOLATILE function has a snapshot of its own.

-- Hot counters: pruned in place, vacuumed early, never indexed.
ALTER TABLE room_head SET (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE user_head SET (fillfactor = 50);
ALTER TABLE membership SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE message SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);

CREATE INDEX membership_user ON membership (user_id, room_id);
-- Names are unique among public rooms only: a private room's name must not be found out by trying to take it.
CREATE UNIQUE INDEX room_public_name ON room (name_key) WHERE kind = 'PUBLIC' AND archived_at IS NULL;
CREATE INDEX user_search ON users (lower(display_name) text_pattern_ops);

INSERT INTO installation (id, history_id) VALUES (1, gen_random_uuid()) ON CONFLICT DO NOTHING;

-- Whether a person may write in a room right now: null, or why not. `p_law` is the room whose members and sanctions
-- count (a thread's parent).
CREATE FUNCTION parley_standing(p_user uuid, p_session uuid, p_law uuid, p_now timestamptz) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN NOT EXISTS (SELECT 1 FROM membership ms WHERE ms.room_id = p_law AND ms.user_id = p_user AND ms.left_at IS NULL) THEN 'not_member'
    WHEN p_session IS NOT NULL AND NOT EXISTS (SELECT 1 FROM session s WHERE s.id = p_session AND s.user_id = p_user AND s.ended_at IS NULL AND s.expires_at > p_now) THEN 'session_ended'
    ELSE (
      SELECT CASE max(z.kind::text) FILTER (WHERE z.kind = 'ban') WHEN 'ban' THEN 'banned' ELSE CASE WHEN count(*) > 0 THEN 'muted' END END
      FROM sanction z
      WHERE z.user_id = p_user AND (z.room_id IS NULL OR z.room_id = p_law) AND z.lifted_at IS NULL
        AND z.starts_at <= p_now AND (z.expires_at IS NULL OR z.expires_at > p_now))
  END
$$;

-- Appends messages to their rooms: locks the rooms' heads in order, then, in a new snapshot, answers what is stored
-- already, checks everybody's standing, inserts, and moves seq and rev on.
--
-- o_ord >= 1: the outcome of the message at that place of the batch:
--   new | dup (stored before by the same author; the stored numbers come back) | conflict (another author's id) |
--   no_room | not_member | session_ended | banned | muted | archived | bad_reply |
--   slow_mode (o_at is when the author may write again) |
--   later (another writer holds the room; only without p_wait)
-- o_ord = 0: a message whose thread was answered, which took a rev in its own room (o_id, o_room; o_thread_*).
-- o_base is the room's rev before this batch.
CREATE FUNCTION parley_append(
  p_id uuid[], p_room uuid[], p_author uuid[], p_session uuid[], p_body text[], p_reply uuid[], p_mentions text[],
  p_mention_room text[], p_kind text[], p_wait boolean)
RETURNS TABLE (o_ord int, o_status text, o_room uuid, o_id uuid, o_seq int8, o_rev int8, o_base int8, o_at timestamptz,
  o_author uuid, o_thread_room uuid, o_thread_count int8)
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE v_now timestamptz(3); v_rooms uuid[]; v_locked uuid[];
BEGIN
  SELECT array_agg(DISTINCT w.id) INTO v_rooms FROM (
    SELECT unnest(p_room) AS id
    UNION ALL
    SELECT r.parent_room_id FROM room r WHERE r.id = ANY (p_room) AND r.parent_room_id IS NOT NULL) w;
  IF p_wait THEN
    SELECT array_agg(l.room_id) INTO v_locked
    FROM (SELECT h.room_id FROM room_head h WHERE h.room_id = ANY (v_rooms) ORDER BY h.room_id FOR NO KEY UPDATE) l;
  ELSE
    SELECT array_agg(l.room_id) INTO v_locked
    FROM (SELECT h.room_id FROM room_head h WHERE h.room_id = ANY (v_rooms) ORDER BY h.room_id FOR NO KEY UPDATE SKIP LOCKED) l;
  END IF;
  v_now := clock_timestamp();
  RETURN QUERY
  WITH inp AS MATERIALIZED (
    SELECT i.ord::int AS ord, i.id, i.room_id, i.author_id, i.session_id, i.body, i.reply_to, i.mentions, i.mention_room, i.kind,
      r.parent_room_id, r.parent_message_id, coalesce(r.parent_room_id, r.id) AS law,
      coalesce(p.archived_at, r.archived_at) AS archived_at, coalesce(p.slow_mode_seconds, r.slow_mode_seconds) AS slow
    FROM unnest(p_id, p_room, p_author, p_session, p_body, p_reply, p_mentions, p_mention_room, p_kind)
      WITH ORDINALITY i (id, room_id, author_id, session_id, body, reply_to, mentions, mention_room, kind, ord)
    LEFT JOIN room r ON r.id = i.room_id
    LEFT JOIN room p ON p.id = r.parent_room_id
  ), looked AS MATERIALIZED (
    SELECT i.*, h.last_seq AS hs, h.rev AS hr, m.seq AS mseq, m.rev AS mrev, m.created_at AS mat, m.author_id AS mauthor,
      i.room_id = ANY (v_locked) AND (i.parent_room_id IS NULL OR i.parent_room_id = ANY (v_locked)) AS held,
      w.at + make_interval(secs => i.slow) AS may_write_at
    FROM inp i
    LEFT JOIN room_head h ON h.room_id = i.room_id
    LEFT JOIN message m ON m.room_id = i.room_id AND m.id = i.id
    -- Whoever wrote within the slow mode's time is among the latest thousand of a room that is slow. The condition stands
    -- inside: outside, the thousand would be read for every message of every room.
    LEFT JOIN LATERAL (
      SELECT max(z.created_at) AS at
      FROM (SELECT q.author_id, q.created_at FROM message q WHERE i.slow > 0 AND q.room_id = i.room_id ORDER BY q.seq DESC LIMIT 1000) z
      WHERE z.author_id = i.author_id) w ON true
  ), standing AS MATERIALIZED (
    -- As parley_standing, for many at once.
    SELECT d.author_id, d.session_id, d.law, CASE
      WHEN ms.user_id IS NULL THEN 'not_member'
      WHEN d.session_id IS NOT NULL AND s.id IS NULL THEN 'session_ended'
      ELSE z.refused END AS refused
    FROM (SELECT DISTINCT author_id, session_id, law FROM looked WHERE held) d
    LEFT JOIN membership ms ON ms.room_id = d.law AND ms.user_id = d.author_id AND ms.left_at IS NULL
    LEFT JOIN session s ON s.id = d.session_id AND s.user_id = d.author_id AND s.ended_at IS NULL AND s.expires_at > v_now
    LEFT JOIN LATERAL (
      SELECT CASE WHEN bool_or(z.kind = 'ban') THEN 'banned' WHEN count(*) > 0 THEN 'muted' END AS refused FROM sanction z
      WHERE z.user_id = d.author_id AND (z.room_id IS NULL OR z.room_id = d.law) AND z.lifted_at IS NULL
        AND z.starts_at <= v_now AND (z.expires_at IS NULL OR z.expires_at > v_now)) z ON true
  ), chk AS MATERIALIZED (
    SELECT l.*, CASE
      WHEN l.law IS NULL OR l.hr IS NULL THEN 'no_room'
      WHEN l.held IS NOT TRUE THEN 'later'
      WHEN l.mauthor = l.author_id THEN 'dup'
      WHEN s.refused = 'not_member' THEN s.refused
      WHEN l.mauthor IS NOT NULL THEN 'conflict'
      WHEN s.refused IS NOT NULL THEN s.refused
      WHEN l.archived_at IS NOT NULL THEN 'archived'
      WHEN l.reply_to IS NOT NULL AND NOT EXISTS (SELECT 1 FROM message t WHERE t.room_id = l.room_id AND t.id = l.reply_to) THEN 'bad_reply'
      -- Of what one author sends at once, the first is in time.
      WHEN l.slow > 0 AND (l.may_write_at > v_now OR EXISTS (
          SELECT 1 FROM looked e WHERE e.room_id = l.room_id AND e.author_id = l.author_id AND e.id <> l.id AND e.mauthor IS NULL AND e.ord < l.ord))
        AND EXISTS (SELECT 1 FROM membership ms WHERE ms.room_id = l.law AND ms.user_id = l.author_id AND ms.role = 'member') THEN 'slow_mode'
      ELSE 'new' END AS st
    FROM looked l
    LEFT JOIN standing s ON s.author_id = l.author_id AND s.law = l.law AND s.session_id IS NOT DISTINCT FROM l.session_id
  ), fresh AS MATERIALIZED (
    SELECT c.*, row_number() OVER (PARTITION BY c.room_id ORDER BY c.ord) AS k
    FROM (SELECT *, row_number() OVER (PARTITION BY room_id, id ORDER BY ord) AS nth FROM chk WHERE st = 'new') c
    WHERE c.nth = 1
  ), stored AS (
    INSERT INTO message (id, room_id, seq, rev, author_id, body, reply_to, created_at, mention_user_ids, mention_room, kind)
    SELECT f.id, f.room_id, f.hs + f.k, f.hr + f.k, f.author_id, f.body, f.reply_to, v_now, f.mentions::uuid[], f.mention_room, f.kind
    FROM fresh f ORDER BY f.room_id, f.k
  ), mentioned AS (
    INSERT INTO mention (room_id, user_id, seq)
    SELECT f.room_id, u.id, f.hs + f.k FROM fresh f CROSS JOIN LATERAL unnest(f.mentions::uuid[]) u (id)
    UNION
    SELECT f.room_id, '00000000-0000-0000-0000-000000000000', f.hs + f.k FROM fresh f WHERE f.mention_room IS NOT NULL
  ), counted AS MATERIALIZED (
    SELECT room_id, count(*) AS n FROM fresh GROUP BY room_id
  ), touched AS MATERIALIZED (
    SELECT t.*, ph.rev AS base, coalesce(c.n, 0) + row_number() OVER (PARTITION BY t.room_id ORDER BY t.id) AS k
    FROM (
      SELECT f.parent_room_id AS room_id, f.parent_message_id AS id, f.room_id AS thread_id, th.last_seq - th.deleted + count(*) AS replies
      FROM fresh f JOIN room_head th ON th.room_id = f.room_id
      WHERE f.parent_room_id IS NOT NULL GROUP BY 1, 2, 3, th.last_seq, th.deleted) t
    JOIN room_head ph ON ph.room_id = t.room_id
    LEFT JOIN counted c ON c.room_id = t.room_id
  ), stamped AS (
    UPDATE message m SET rev = t.base + t.k FROM touched t WHERE m.room_id = t.room_id AND m.id = t.id
    RETURNING m.room_id, m.id, m.seq, m.rev, m.author_id
  ), moved AS (
    UPDATE room_head h
    SET last_seq = h.last_seq + g.n, rev = h.rev + g.n + g.touches, last_at = CASE WHEN g.n > 0 THEN v_now ELSE h.last_at END
    FROM (
      SELECT room_id, sum(n) AS n, sum(touches) AS touches
      FROM (SELECT room_id, n, 0 AS touches FROM counted UNION ALL SELECT room_id, 0, count(*) FROM touched GROUP BY room_id) u
      GROUP BY room_id) g
    WHERE h.room_id = g.room_id
  )
  SELECT c.ord,
    CASE WHEN c.st <> 'new' OR f.ord = c.ord THEN c.st WHEN f.author_id = c.author_id THEN 'dup' ELSE 'conflict' END,
    c.room_id, c.id,
    CASE WHEN c.st = 'dup' THEN c.mseq WHEN f.author_id = c.author_id THEN f.hs + f.k END,
    CASE WHEN c.st = 'dup' THEN c.mrev WHEN f.author_id = c.author_id THEN f.hr + f.k END,
    c.hr,
    CASE
      WHEN c.st = 'dup' THEN c.mat
      WHEN c.st <> 'slow_mode' THEN v_now
      WHEN c.may_write_at > v_now THEN c.may_write_at
      ELSE v_now + make_interval(secs => c.slow) END,
    c.author_id, NULL::uuid, NULL::int8
  FROM chk c LEFT JOIN fresh f ON c.st = 'new' AND f.room_id = c.room_id AND f.id = c.id
  UNION ALL
  SELECT 0, 'touched', t.room_id, t.id, s.seq, s.rev, t.base, v_now, s.author_id, t.thread_id, t.replies
  FROM touched t JOIN stamped s ON s.room_id = t.room_id AND s.id = t.id
  ORDER BY 1;
END $$;

-- One message, for the common case: new, plain, in a room that is no thread, not slow and not archived, by somebody in
-- good standing. It costs a third of the general function's plan. Anything else is handed to the general function, which
-- then holds the same lock.
CREATE FUNCTION parley_append_one(
  p_id uuid, p_room uuid, p_author uuid, p_session uuid, p_body text, p_reply uuid, p_mentions uuid[],
  p_mention_room text, p_kind text, p_wait boolean)
RETURNS TABLE (o_ord int, o_status text, o_room uuid, o_id uuid, o_seq int8, o_rev int8, o_base int8, o_at timestamptz,
  o_author uuid, o_thread_room uuid, o_thread_count int8)
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE v_seq int8; v_rev int8; v_now timestamptz(3); v_plain boolean;
BEGIN
  -- A thread locks its parent's head too, in order: that is the general function's business. A room's parent never changes.
  IF p_reply IS NOT NULL OR p_session IS NULL OR EXISTS (SELECT 1 FROM room r WHERE r.id = p_room AND r.parent_room_id IS NOT NULL) THEN
    RETURN QUERY SELECT * FROM parley_append(ARRAY[p_id], ARRAY[p_room], ARRAY[p_author], ARRAY[p_session], ARRAY[p_body], ARRAY[p_reply],
      ARRAY[p_mentions::text], ARRAY[p_mention_room], ARRAY[p_kind], p_wait);
    RETURN;
  END IF;
  IF p_wait THEN SELECT h.last_seq, h.rev INTO v_seq, v_rev FROM room_head h WHERE h.room_id = p_room FOR NO KEY UPDATE;
  ELSE SELECT h.last_seq, h.rev INTO v_seq, v_rev FROM room_head h WHERE h.room_id = p_room FOR NO KEY UPDATE SKIP LOCKED;
  END IF;
  IF FOUND THEN
    v_now := clock_timestamp();
    SELECT true INTO v_plain
    FROM room r
    JOIN membership ms ON ms.room_id = r.id AND ms.user_id = p_author AND ms.left_at IS NULL
    JOIN session s ON s.id = p_session AND s.user_id = p_author AND s.ended_at IS NULL AND s.expires_at > v_now
    WHERE r.id = p_room AND r.archived_at IS NULL AND r.slow_mode_seconds = 0
      AND NOT EXISTS (SELECT 1 FROM sanction z WHERE z.user_id = p_author AND (z.room_id IS NULL OR z.room_id = p_room)
        AND z.lifted_at IS NULL AND z.starts_at <= v_now AND (z.expires_at IS NULL OR z.expires_at > v_now))
      AND NOT EXISTS (SELECT 1 FROM message m WHERE m.room_id = p_room AND m.id = p_id);
  END IF;
  IF v_plain IS NOT TRUE THEN
    RETURN QUERY SELECT * FROM parley_append(ARRAY[p_id], ARRAY[p_room], ARRAY[p_author], ARRAY[p_session], ARRAY[p_body], ARRAY[p_reply],
      ARRAY[p_mentions::text], ARRAY[p_mention_room], ARRAY[p_kind], p_wait);
    RETURN;
  END IF;
  INSERT INTO message (id, room_id, seq, rev, author_id, body, created_at, mention_user_ids, mention_room, kind)
  VALUES (p_id, p_room, v_seq + 1, v_rev + 1, p_author, p_body, v_now, p_mentions, p_mention_room, p_kind);
  IF p_mention_room IS NOT NULL OR cardinality(p_mentions) > 0 THEN
    INSERT INTO mention (room_id, user_id, seq)
    SELECT p_room, u, v_seq + 1 FROM unnest(p_mentions) u
    UNION SELECT p_room, '00000000-0000-0000-0000-000000000000', v_seq + 1 WHERE p_mention_room IS NOT NULL;
  END IF;
  UPDATE room_head h SET last_seq = v_seq + 1, rev = v_rev + 1, last_at = v_now WHERE h.room_id = p_room;
  RETURN QUERY SELECT 1, 'new'::text, p_room, p_id, v_seq + 1, v_rev + 1, v_rev, v_now::timestamptz, p_author, NULL::uuid, NULL::int8;
END $$;

-- Changes one message. p_verb: edit (p_arg the body) | delete | pin | unpin | react | unreact (p_arg the emoji).
-- o_status: done | same (it is so already) | no_room | not_member | not_found | session_ended | banned | muted |
--   archived | forbidden | deleted | too_many. After `done`, o_rev is the room's rev and o_rev - 1 the one before.
-- o_touched_*: the message whose thread lost a reply, when one was deleted.
CREATE FUNCTION parley_change(
  p_verb text, p_room uuid, p_id uuid, p_user uuid, p_session uuid, p_arg text, p_mentions uuid[], p_mention_room text,
  OUT o_status text, OUT o_seq int8, OUT o_rev int8, OUT o_at timestamptz, OUT o_author uuid, OUT o_mentions uuid[], OUT o_mention_room text,
  OUT o_touched_room uuid, OUT o_touched_id uuid, OUT o_touched_seq int8, OUT o_touched_rev int8, OUT o_touched_author uuid, OUT o_touched_count int8, OUT o_touched_at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE v_room record; v_message message%ROWTYPE; v_role room_role; v_law uuid; v_refused text;
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
  IF v_refused IS NOT NULL THEN o_status := v_refused; RETURN; END IF;
  IF coalesce(v_room.parent_archived_at, v_room.archived_at) IS NOT NULL AND p_verb <> 'delete' THEN o_status := 'archived'; RETURN; END IF;
  SELECT ms.role INTO v_role FROM membership ms WHERE ms.room_id = v_law AND ms.user_id = p_user AND ms.left_at IS NULL;
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
      UPDATE message SET body = '', deleted_at = o_at, pinned_at = NULL, pinned_by = NULL, mention_user_ids = '{}', mention_room = NULL, rev = o_rev WHERE room_id = p_room AND id = p_id;
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
    ELSE RAISE EXCEPTION 'unknown verb %', p_verb USING ERRCODE = '22023';
  END CASE;
  UPDATE room_head SET rev = o_rev, deleted = deleted + (p_verb = 'delete')::int WHERE room_id = p_room;
  o_status := 'done';
END $$;

-- Moves read cursors on, many people's at once. `p_own[i]`: because of a message sent, so only up to the first unread one
-- before it. A cursor never passes the room's last message and never goes back. Rows come back for cursors that moved;
-- o_last is the room's last message.
CREATE FUNCTION parley_read(p_room uuid[], p_user uuid[], p_seq int8[], p_own boolean[])
RETURNS TABLE (o_room uuid, o_user uuid, o_read int8, o_delivered int8, o_shown int8, o_me_rev int8, o_kind room_kind, o_members int, o_last int8)
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  PERFORM 1 FROM membership ms JOIN unnest(p_room, p_user) i (room_id, user_id) ON ms.room_id = i.room_id AND ms.user_id = i.user_id
  ORDER BY ms.room_id, ms.user_id FOR NO KEY UPDATE OF ms;
  PERFORM 1 FROM user_head u WHERE u.user_id = ANY (p_user) ORDER BY u.user_id FOR NO KEY UPDATE;
  RETURN QUERY
  WITH want AS MATERIALIZED (
    SELECT t.*, row_number() OVER (PARTITION BY t.user_id ORDER BY t.room_id) AS k
    FROM (
      SELECT ms.room_id, ms.user_id, ms.read_seq, r.kind, r.member_count, h.last_seq,
        CASE WHEN i.own THEN least(i.seq, h.last_seq, (
          SELECT m.seq - 1 FROM message m WHERE m.room_id = ms.room_id AND m.seq > ms.read_seq AND m.seq < i.seq
            AND m.author_id <> ms.user_id AND m.deleted_at IS NULL AND m.hidden_at IS NULL ORDER BY m.seq LIMIT 1))
        ELSE least(i.seq, h.last_seq) END AS seq
      FROM unnest(p_room, p_user, p_seq, p_own) i (room_id, user_id, seq, own)
      JOIN membership ms ON ms.room_id = i.room_id AND ms.user_id = i.user_id
      JOIN room r ON r.id = i.room_id
      JOIN room_head h ON h.room_id = i.room_id
      WHERE ms.left_at IS NULL) t
    WHERE t.seq > t.read_seq
  ), ticked AS (
    UPDATE user_head u SET me_rev = u.me_rev + w.n
    FROM (SELECT user_id, count(*) AS n FROM want GROUP BY user_id) w WHERE u.user_id = w.user_id
    RETURNING u.user_id, u.me_rev - w.n AS base
  )
  UPDATE membership ms
  SET read_seq = w.seq, shown_read_seq = greatest(ms.shown_read_seq, w.seq), delivered_seq = greatest(ms.delivered_seq, w.seq), me_rev = t.base + w.k
  FROM want w JOIN ticked t ON t.user_id = w.user_id
  WHERE ms.room_id = w.room_id AND ms.user_id = w.user_id
  RETURNING ms.room_id, ms.user_id, ms.read_seq, ms.delivered_seq, ms.shown_read_seq, ms.me_rev, w.kind, w.member_count, w.last_seq;
END $$;
