-- Where a session's browser is reached while no page is open. Goes with the session's end.
CREATE TABLE push_subscription (
  id uuid PRIMARY KEY,
  session_id uuid NOT NULL UNIQUE REFERENCES session (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  endpoint text NOT NULL UNIQUE,
  p256dh text NOT NULL,
  auth text NOT NULL,
  -- The installation's key it was made for.
  server_key text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX push_subscription_user_id_idx ON push_subscription (user_id);

-- How somebody is told. No row: nothing was chosen.
CREATE TABLE notify_settings (
  user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  preview boolean NOT NULL DEFAULT true,
  quiet_from smallint CHECK (quiet_from BETWEEN 0 AND 1439),
  quiet_to smallint CHECK (quiet_to BETWEEN 0 AND 1439),
  time_zone text NOT NULL DEFAULT 'UTC',
  CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
);

-- How far a room was looked through for whom to tell. There are rows only of rooms that somebody with a subscription is in.
CREATE TABLE notify_cursor (
  room_id uuid PRIMARY KEY,
  seq bigint NOT NULL
);
