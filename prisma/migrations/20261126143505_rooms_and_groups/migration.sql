-- CreateEnum
CREATE TYPE "room_posting" AS ENUM ('everybody', 'threads', 'moderators');

-- AlterTable
ALTER TABLE "installation" ADD COLUMN     "groups_rev" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "room" ADD COLUMN     "posting" "room_posting" NOT NULL DEFAULT 'everybody';

-- AlterTable
ALTER TABLE "membership" ADD COLUMN     "favourite" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "muted" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "notify_own" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "position" TEXT,
ADD COLUMN     "section_id" TEXT;

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "mention_group_ids" UUID[] DEFAULT ARRAY[]::UUID[];

-- CreateTable
CREATE TABLE "sidebar_section" (
    "user_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT,
    "position" TEXT,
    "folded" BOOLEAN NOT NULL DEFAULT false,
    "sort" TEXT,
    "unread_only" BOOLEAN NOT NULL DEFAULT false,
    "deleted_at" TIMESTAMPTZ(3),
    "me_rev" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "sidebar_section_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "notify_default" (
    "user_id" UUID NOT NULL,
    "notify" "notify_level" NOT NULL,
    "me_rev" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "notify_default_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "user_group" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "skeleton" TEXT NOT NULL,
    "description" TEXT,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),
    "member_count" INTEGER NOT NULL DEFAULT 0,
    "rev" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "user_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_group_member" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_group_member_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateIndex
CREATE INDEX "user_group_member_user_id_idx" ON "user_group_member"("user_id");

-- AddForeignKey
ALTER TABLE "sidebar_section" ADD CONSTRAINT "sidebar_section_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notify_default" ADD CONSTRAINT "notify_default_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_group_member" ADD CONSTRAINT "user_group_member_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "user_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_group_member" ADD CONSTRAINT "user_group_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was chosen for a room before this was chosen for it. "Muted" was the word for nothing at all: it stays so.
UPDATE membership SET notify_own = true, muted = notify = 'none' WHERE notify <> 'all';

-- A name is free again once its group is gone.
CREATE UNIQUE INDEX user_group_name ON user_group (name) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX user_group_skeleton ON user_group (skeleton) WHERE deleted_at IS NULL;

-- Whether somebody may write where only a few may: the room's owner and moderators, and owners and admins of the
-- installation who are members.
CREATE FUNCTION parley_announces(p_user uuid, p_law uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM membership ms JOIN users u ON u.id = ms.user_id
    WHERE ms.room_id = p_law AND ms.user_id = p_user AND ms.left_at IS NULL AND (ms.role <> 'member' OR u.role IN ('owner', 'admin')))
$$;

-- The functions below are as they were, and take the groups that a message mentions besides. Their members who are in the room
-- at that moment are mentioned. A node of the version before calls them without groups.
DROP FUNCTION parley_append(uuid[], uuid[], uuid[], uuid[], text[], uuid[], text[], text[], text[], boolean);
DROP FUNCTION parley_append_one(uuid, uuid, uuid, uuid, text, uuid, uuid[], text, text, boolean);
DROP FUNCTION parley_ask(uuid, uuid, uuid, uuid, text, uuid, uuid[], text, text, boolean);
DROP FUNCTION parley_change(text, uuid, uuid, uuid, uuid, text, uuid[], text);

-- Beside what it answered before: announce_only (only a few may write here).
CREATE FUNCTION parley_append(
  p_id uuid[], p_room uuid[], p_author uuid[], p_session uuid[], p_body text[], p_reply uuid[], p_mentions text[],
  p_mention_room text[], p_kind text[], p_wait boolean, p_groups text[] DEFAULT NULL)
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
      coalesce(p.archived_at, r.archived_at) AS archived_at, coalesce(p.slow_mode_seconds, r.slow_mode_seconds) AS slow,
      coalesce(p.posting, r.posting) AS posting, coalesce(i.groups, '{}') AS groups
    FROM unnest(p_id, p_room, p_author, p_session, p_body, p_reply, p_mentions, p_mention_room, p_kind, p_groups)
      WITH ORDINALITY i (id, room_id, author_id, session_id, body, reply_to, mentions, mention_room, kind, groups, ord)
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
      WHEN l.posting <> 'everybody' AND NOT (l.posting = 'threads' AND l.parent_room_id IS NOT NULL) AND NOT parley_announces(l.author_id, l.law) THEN 'announce_only'
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
    INSERT INTO message (id, room_id, seq, rev, author_id, body, reply_to, created_at, mention_user_ids, mention_group_ids, mention_room, kind)
    SELECT f.id, f.room_id, f.hs + f.k, f.hr + f.k, f.author_id, f.body, f.reply_to, v_now, f.mentions::uuid[], f.groups::uuid[], f.mention_room, f.kind
    FROM fresh f ORDER BY f.room_id, f.k
  ), mentioned AS (
    INSERT INTO mention (room_id, user_id, seq)
    SELECT f.room_id, u.id, f.hs + f.k FROM fresh f CROSS JOIN LATERAL unnest(f.mentions::uuid[]) u (id)
    UNION
    SELECT f.room_id, g.user_id, f.hs + f.k FROM fresh f JOIN user_group_member g ON g.group_id = ANY (f.groups::uuid[])
    JOIN membership gm ON gm.room_id = f.law AND gm.user_id = g.user_id AND gm.left_at IS NULL
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

CREATE FUNCTION parley_append_one(
  p_id uuid, p_room uuid, p_author uuid, p_session uuid, p_body text, p_reply uuid, p_mentions uuid[],
  p_mention_room text, p_kind text, p_wait boolean, p_groups uuid[] DEFAULT '{}')
RETURNS TABLE (o_ord int, o_status text, o_room uuid, o_id uuid, o_seq int8, o_rev int8, o_base int8, o_at timestamptz,
  o_author uuid, o_thread_room uuid, o_thread_count int8)
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE v_seq int8; v_rev int8; v_now timestamptz(3); v_plain boolean;
BEGIN
  -- A thread locks its parent's head too, in order: that is the general function's business. A room's parent never changes.
  IF p_reply IS NOT NULL OR p_session IS NULL OR cardinality(p_groups) > 0 OR EXISTS (SELECT 1 FROM room r WHERE r.id = p_room AND r.parent_room_id IS NOT NULL) THEN
    RETURN QUERY SELECT * FROM parley_append(ARRAY[p_id], ARRAY[p_room], ARRAY[p_author], ARRAY[p_session], ARRAY[p_body], ARRAY[p_reply],
      ARRAY[p_mentions::text], ARRAY[p_mention_room], ARRAY[p_kind], p_wait, ARRAY[p_groups::text]);
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
    WHERE r.id = p_room AND r.archived_at IS NULL AND r.slow_mode_seconds = 0 AND r.posting = 'everybody'
      AND NOT EXISTS (SELECT 1 FROM sanction z WHERE z.user_id = p_author AND (z.room_id IS NULL OR z.room_id = p_room)
        AND z.lifted_at IS NULL AND z.starts_at <= v_now AND (z.expires_at IS NULL OR z.expires_at > v_now))
      AND NOT EXISTS (SELECT 1 FROM message m WHERE m.room_id = p_room AND m.id = p_id);
  END IF;
  IF v_plain IS NOT TRUE THEN
    RETURN QUERY SELECT * FROM parley_append(ARRAY[p_id], ARRAY[p_room], ARRAY[p_author], ARRAY[p_session], ARRAY[p_body], ARRAY[p_reply],
      ARRAY[p_mentions::text], ARRAY[p_mention_room], ARRAY[p_kind], p_wait, ARRAY[p_groups::text]);
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

CREATE FUNCTION parley_ask(
  p_id uuid, p_room uuid, p_author uuid, p_session uuid, p_body text, p_reply uuid, p_mentions uuid[],
  p_mention_room text, p_kind text, p_wait boolean, p_groups uuid[] DEFAULT '{}')
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
    ARRAY[p_mentions::text], ARRAY[p_mention_room], ARRAY[p_kind], p_wait, ARRAY[p_groups::text])
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

-- Beside what it answered before: announce_only (only a few may pin here). What the product says itself is not changed.
CREATE FUNCTION parley_change(
  p_verb text, p_room uuid, p_id uuid, p_user uuid, p_session uuid, p_arg text, p_mentions uuid[], p_mention_room text,
  OUT o_status text, OUT o_seq int8, OUT o_rev int8, OUT o_at timestamptz, OUT o_author uuid, OUT o_mentions uuid[], OUT o_mention_room text,
  OUT o_touched_room uuid, OUT o_touched_id uuid, OUT o_touched_seq int8, OUT o_touched_rev int8, OUT o_touched_author uuid, OUT o_touched_count int8, OUT o_touched_at timestamptz,
  p_groups uuid[] DEFAULT '{}')
LANGUAGE plpgsql VOLATILE AS $$
DECLARE v_room record; v_message message%ROWTYPE; v_role room_role; v_joined int8; v_law uuid; v_refused text;
BEGIN
  SELECT r.id, r.kind, r.parent_room_id, r.parent_message_id, r.archived_at, p.archived_at AS parent_archived_at, coalesce(p.posting, r.posting) AS posting INTO v_room
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
  IF p_verb IN ('pin', 'unpin') AND v_room.posting <> 'everybody' AND NOT parley_announces(p_user, v_law) THEN o_status := 'announce_only'; RETURN; END IF;
  IF v_message.kind = 'system' AND p_verb IN ('edit', 'delete') THEN o_status := 'forbidden'; RETURN; END IF;
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
      UPDATE message SET body = p_arg, edited_at = o_at, mention_user_ids = p_mentions, mention_group_ids = p_groups, mention_room = p_mention_room, rev = o_rev WHERE room_id = p_room AND id = p_id;
      o_mentions := p_mentions; o_mention_room := p_mention_room;
    WHEN 'delete' THEN
      UPDATE message SET body = '', deleted_at = o_at, pinned_at = NULL, pinned_by = NULL, mention_user_ids = '{}', mention_group_ids = '{}', mention_room = NULL,
        confirm_asked = NULL, confirm_count = NULL, reminded_at = NULL, rev = o_rev WHERE room_id = p_room AND id = p_id;
      IF v_message.confirm_asked IS NOT NULL THEN DELETE FROM confirmation WHERE room_id = p_room AND message_id = p_id; END IF;
      DELETE FROM message_edit WHERE room_id = p_room AND message_id = p_id;
      DELETE FROM reaction WHERE room_id = p_room AND message_id = p_id;
      -- Whom it was counted for: an edit takes no mention back, so those of an edited message are not in its row.
      WITH gone AS (
        DELETE FROM mention n WHERE n.room_id = p_room AND n.seq = v_message.seq
          AND (v_message.edited_at IS NOT NULL OR cardinality(v_message.mention_group_ids) > 0 OR n.user_id = ANY (v_message.mention_user_ids || '00000000-0000-0000-0000-000000000000'::uuid))
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

-- What the product says itself is nobody's to read: it holds no cursor back.
CREATE OR REPLACE FUNCTION parley_read(p_room uuid[], p_user uuid[], p_seq int8[], p_own boolean[])
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
            AND m.author_id <> ms.user_id AND m.deleted_at IS NULL AND m.hidden_at IS NULL AND m.kind IS NULL ORDER BY m.seq LIMIT 1))
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
