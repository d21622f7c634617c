-- AlterTable
ALTER TABLE "users" ADD COLUMN     "bot" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "shown_as" JSONB;

-- CreateTable
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "room_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_user_id_key" ON "webhook"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_token_hash_key" ON "webhook"("token_hash");

-- CreateIndex
CREATE INDEX "webhook_room_id_idx" ON "webhook"("room_id");

-- Appends what a webhook posts, by the law of every message. Only members write, and a webhook is none: for as long as its commit
-- takes it is a moderator of its room, which nobody else ever sees. A webhook that is revoked is answered as a stranger.
CREATE FUNCTION parley_post(
  p_id uuid, p_room uuid, p_author uuid, p_session uuid, p_body text, p_reply uuid, p_mentions uuid[],
  p_mention_room text, p_kind text, p_wait boolean, p_groups uuid[], p_shown jsonb)
RETURNS TABLE (o_ord int, o_status text, o_room uuid, o_id uuid, o_seq int8, o_rev int8, o_base int8, o_at timestamptz,
  o_author uuid, o_thread_room uuid, o_thread_count int8)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE v_there boolean; v_row record;
BEGIN
  -- One post of a webhook after the other, and none after it was revoked.
  UPDATE webhook w SET last_used_at = clock_timestamp() WHERE w.user_id = p_author AND w.room_id = p_room AND w.revoked_at IS NULL
  RETURNING true INTO v_there;
  IF v_there THEN
    INSERT INTO membership (room_id, user_id, role) VALUES (p_room, p_author, 'moderator');
  END IF;
  FOR v_row IN SELECT * FROM parley_append(ARRAY[p_id], ARRAY[p_room], ARRAY[p_author], ARRAY[p_session], ARRAY[p_body], ARRAY[p_reply],
    ARRAY[p_mentions::text], ARRAY[p_mention_room], ARRAY[p_kind], p_wait, ARRAY[p_groups::text])
  LOOP
    IF v_row.o_status = 'new' AND p_shown IS NOT NULL THEN
      UPDATE message m SET shown_as = p_shown WHERE m.room_id = p_room AND m.id = p_id;
    END IF;
    RETURN QUERY SELECT v_row.o_ord, v_row.o_status, v_row.o_room, v_row.o_id, v_row.o_seq, v_row.o_rev, v_row.o_base, v_row.o_at,
      v_row.o_author, v_row.o_thread_room, v_row.o_thread_count;
  END LOOP;
  IF v_there THEN
    DELETE FROM membership ms WHERE ms.room_id = p_room AND ms.user_id = p_author;
  END IF;
END $$;
