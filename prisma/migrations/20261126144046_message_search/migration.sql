-- CreateTable
CREATE TABLE "search_message" (
    "room_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "law_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT NOT NULL,
    "tokens" INTEGER[],

    CONSTRAINT "search_message_pkey" PRIMARY KEY ("room_id","seq")
);

-- CreateTable
CREATE TABLE "search_word" (
    "word" TEXT NOT NULL,
    "grams" INTEGER[],

    CONSTRAINT "search_word_pkey" PRIMARY KEY ("word")
);

-- CreateTable
CREATE TABLE "search_slice" (
    "begins_at" TIMESTAMPTZ(3) NOT NULL,
    "messages" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "search_slice_pkey" PRIMARY KEY ("begins_at")
);

-- CreateTable
CREATE TABLE "search_cursor" (
    "room_id" UUID NOT NULL,
    "rev" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "search_cursor_pkey" PRIMARY KEY ("room_id")
);

-- CreateIndex
CREATE INDEX "search_message_created_at_room_id_seq_idx" ON "search_message"("created_at", "room_id", "seq");

-- CreateIndex
CREATE INDEX "search_message_law_id_created_at_room_id_seq_idx" ON "search_message"("law_id", "created_at", "room_id", "seq");

-- CreateIndex
CREATE INDEX "search_message_tokens_idx" ON "search_message" USING GIN ("tokens");

-- CreateIndex
CREATE INDEX "search_word_grams_idx" ON "search_word" USING GIN ("grams");

-- By hand. No extension is needed, so any role that owns its schema may run this.
--
-- The index is written in portions by a job and read all the time: an entry that waits in a list is read by every search.
ALTER INDEX search_message_tokens_idx SET (fastupdate = off);
ALTER INDEX search_word_grams_idx SET (fastupdate = off);
-- Public rooms, archived ones too, without a look at every thread there is.
CREATE INDEX room_public ON room (id) WHERE kind = 'PUBLIC';
-- Beginnings of words, whatever the database sorts by.
CREATE INDEX search_word_prefix ON search_word (word text_pattern_ops);
ALTER TABLE search_message SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
