-- A time kept in milliseconds is rounded, so "now" could lie half a millisecond ahead: until then a sanction did not count.
ALTER TABLE "sanction" ALTER COLUMN "starts_at" SET DEFAULT date_trunc('milliseconds', now());
