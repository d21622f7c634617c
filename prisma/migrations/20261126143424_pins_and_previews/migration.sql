-- AlterTable
ALTER TABLE "room" ADD COLUMN     "previews" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "preview" JSONB,
ADD COLUMN     "preview_off" BOOLEAN NOT NULL DEFAULT false;

-- What is pinned is found by it, and what is not is not in it.
CREATE INDEX message_pinned ON message (room_id, seq) WHERE pinned_at IS NOT NULL;

-- A room holds at most 100 pins. Whoever pins holds the room's head, so nobody pins in between.
CREATE FUNCTION parley_pins_limit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM message m WHERE m.room_id = NEW.room_id AND m.pinned_at IS NOT NULL) >= 100 THEN
    RAISE EXCEPTION 'this room has as many pins as it can hold' USING ERRCODE = 'PP001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER message_pins BEFORE UPDATE OF pinned_at ON message
  FOR EACH ROW WHEN (OLD.pinned_at IS NULL AND NEW.pinned_at IS NOT NULL) EXECUTE FUNCTION parley_pins_limit();

-- A preview belongs to the words it was made of.
CREATE FUNCTION parley_preview_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.preview := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER message_preview BEFORE UPDATE OF body ON message
  FOR EACH ROW WHEN (OLD.preview IS NOT NULL AND NEW.body IS DISTINCT FROM OLD.body) EXECUTE FUNCTION parley_preview_goes();
