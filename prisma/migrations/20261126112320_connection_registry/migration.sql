-- The registry of connections. Unlogged: it is written at every handshake, costs no WAL and no flush, and is worth nothing
-- after a crash, which empties it. Whoever is connected is known to the nodes, and they write it again.

-- CreateTable
CREATE UNLOGGED TABLE "node" (
    "id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "node_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 50);

-- CreateTable
CREATE UNLOGGED TABLE "connection" (
    "id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "device_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "transport" TEXT NOT NULL,
    "connected_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_active_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "hidden" BOOLEAN NOT NULL DEFAULT false,
    "replaced_at" TIMESTAMPTZ(3),

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- CreateIndex
CREATE INDEX "connection_user_id_idx" ON "connection"("user_id");

-- CreateIndex
CREATE INDEX "connection_node_id_idx" ON "connection"("node_id");

-- What a node looks for at every beat.
CREATE INDEX connection_replaced ON connection (node_id) WHERE replaced_at IS NOT NULL;

-- A node whose latest beat is longer ago is taken for dead.
CREATE FUNCTION parley_is_alive(p_beat_at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p_beat_at > now() - interval '45 seconds'
$$;

-- The connections that count: not replaced, and of a node that is alive. After a crash a node's connections may
-- come before the node's own row does.
CREATE FUNCTION parley_connected() RETURNS SETOF connection LANGUAGE sql STABLE AS $$
  SELECT c.* FROM connection c LEFT JOIN node n ON n.id = c.node_id
  WHERE c.replaced_at IS NULL AND parley_is_alive(coalesce(n.beat_at, c.connected_at))
$$;

-- Writes a connection that opens, if its person has a place for it: the time it counts from, or null when there is none.
-- When all places are taken, the connection it says it was before makes room, then the oldest hidden ones; their nodes
-- are told. One person's connections open one after the other, so that the count is exact.
CREATE FUNCTION parley_connect(
  p_id text, p_node text, p_user uuid, p_session uuid, p_device text, p_address text, p_transport text, p_former text,
  p_limit int)
RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
DECLARE v_open int; v_may_go int; v_over int; v_gone text; v_at timestamptz(3);
BEGIN
  -- The first number keeps these locks apart from everybody else's.
  PERFORM pg_advisory_xact_lock(20261126, hashtext(p_user::text));
  SELECT count(*), count(*) FILTER (WHERE c.hidden OR c.id = p_former) INTO v_open, v_may_go
  FROM parley_connected() c WHERE c.user_id = p_user;
  v_over := v_open + 1 - p_limit;
  IF v_over > v_may_go THEN RETURN NULL; END IF;
  IF v_over > 0 THEN
    FOR v_gone IN
      UPDATE connection SET replaced_at = now() WHERE id IN (
        SELECT c.id FROM parley_connected() c WHERE c.user_id = p_user AND (c.hidden OR c.id = p_former)
        ORDER BY c.id IS DISTINCT FROM p_former, c.connected_at, c.id LIMIT v_over)
      RETURNING id
    LOOP
      PERFORM pg_notify('parley', json_build_object('connection', v_gone)::text);
    END LOOP;
  END IF;
  INSERT INTO connection (id, node_id, user_id, session_id, device_id, address, transport)
  VALUES (p_id, p_node, p_user, p_session, p_device, p_address, p_transport)
  RETURNING connected_at INTO v_at;
  RETURN v_at;
END
$$;

-- Forgets the nodes that are dead, and the connections of nodes that are not there. One node does it at a time.
CREATE FUNCTION parley_sweep_connections() RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(20261127, 0) THEN RETURN; END IF;
  DELETE FROM node WHERE NOT parley_is_alive(beat_at);
  DELETE FROM connection c
  WHERE NOT parley_is_alive(c.connected_at) AND NOT EXISTS (SELECT FROM node n WHERE n.id = c.node_id);
END
$$;
