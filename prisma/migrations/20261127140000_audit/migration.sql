-- CreateTable
CREATE TABLE "audit_entry" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "by_id" UUID,
    "act" TEXT NOT NULL,
    "kind" TEXT,
    "target_id" TEXT,
    "user_id" UUID,
    "room_id" UUID,
    "before" JSONB,
    "after" JSONB,
    "why" TEXT,
    "address" TEXT,
    "prev_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "seq" BIGINT NOT NULL DEFAULT 0,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_entry_by_id_seq_idx" ON "audit_entry"("by_id", "seq");

-- CreateIndex
CREATE INDEX "audit_entry_user_id_seq_idx" ON "audit_entry"("user_id", "seq");

-- CreateIndex
CREATE INDEX "audit_entry_act_seq_idx" ON "audit_entry"("act", "seq");

-- The beginning of the chain.
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, sha256('')) ON CONFLICT DO NOTHING;

-- What is hashed of an entry after the hash before it. server/core/audit/verify.ts asks for the same and hashes it itself.
CREATE FUNCTION parley_audit_content(e audit_entry) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(e.seq, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), e.by, e.by_id, e.act, e.kind,
    e.target_id, e.user_id, e.room_id, e.before, e.after, e.why, e.address)::text
$$;

-- Writes one entry and moves the head on, in the caller's transaction. The head's lock is the last that anybody takes.
CREATE FUNCTION parley_audit(p_by text, p_by_id uuid, p_act text, p_kind text, p_target text, p_user uuid, p_room uuid,
  p_before jsonb, p_after jsonb, p_why text, p_address text)
RETURNS int8 LANGUAGE plpgsql VOLATILE AS $$
DECLARE v_head audit_head; v_entry audit_entry;
BEGIN
  SELECT * INTO v_head FROM audit_head WHERE id = 1 FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'the audit has no head'; END IF;
  v_entry.seq := v_head.seq + 1;
  v_entry.at := clock_timestamp()::timestamptz(3);
  v_entry.by := p_by; v_entry.by_id := p_by_id; v_entry.act := p_act; v_entry.kind := p_kind; v_entry.target_id := p_target;
  v_entry.user_id := p_user; v_entry.room_id := p_room; v_entry.before := p_before; v_entry.after := p_after;
  v_entry.why := p_why; v_entry.address := p_address; v_entry.prev_hash := v_head.hash;
  v_entry.hash := sha256(v_head.hash || convert_to(parley_audit_content(v_entry), 'UTF8'));
  INSERT INTO audit_entry SELECT v_entry.*;
  UPDATE audit_head SET seq = v_entry.seq, hash = v_entry.hash WHERE id = 1;
  RETURN v_entry.seq;
END $$;

CREATE FUNCTION parley_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION parley_refuse_change();
CREATE TRIGGER audit_entry_whole BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION parley_refuse_change();
CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION parley_refuse_change();
CREATE TRIGGER audit_head_onwards BEFORE UPDATE ON audit_head FOR EACH ROW WHEN (NEW.seq <> OLD.seq + 1) EXECUTE FUNCTION parley_refuse_change();
CREATE TRIGGER audit_head_whole BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION parley_refuse_change();

-- Deletes a message as parley_change does. Whoever deletes what somebody else wrote acts as a moderator: that is audited in the same call.
CREATE FUNCTION parley_delete(p_room uuid, p_id uuid, p_user uuid, p_session uuid, p_address text,
  OUT o_status text, OUT o_seq int8, OUT o_rev int8, OUT o_at timestamptz, OUT o_author uuid, OUT o_mentions uuid[], OUT o_mention_room text,
  OUT o_touched_room uuid, OUT o_touched_id uuid, OUT o_touched_seq int8, OUT o_touched_rev int8, OUT o_touched_author uuid, OUT o_touched_count int8, OUT o_touched_at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  SELECT c.* INTO o_status, o_seq, o_rev, o_at, o_author, o_mentions, o_mention_room, o_touched_room, o_touched_id, o_touched_seq,
    o_touched_rev, o_touched_author, o_touched_count, o_touched_at
  FROM parley_change('delete', p_room, p_id, p_user, p_session, NULL, '{}', NULL, '{}') c;
  IF o_status = 'done' AND o_author <> p_user THEN
    PERFORM parley_audit('person', p_user, 'message:delete', 'message', p_id::text, o_author, p_room, NULL, NULL, NULL, p_address);
  END IF;
END $$;
