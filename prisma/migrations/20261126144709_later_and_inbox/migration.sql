-- CreateTable
CREATE TABLE "scheduled_message" (
    "user_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "room_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "reply_to" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sending_at" TIMESTAMPTZ(3),
    "failed" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "sent" BOOLEAN NOT NULL DEFAULT false,
    "me_rev" BIGINT NOT NULL,

    CONSTRAINT "scheduled_message_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "reminder" (
    "user_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "room_id" UUID,
    "message_id" UUID,
    "text" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),
    "me_rev" BIGINT NOT NULL,

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "saved_message" (
    "user_id" UUID NOT NULL,
    "room_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "me_rev" BIGINT NOT NULL,

    CONSTRAINT "saved_message_pkey" PRIMARY KEY ("user_id","room_id","message_id")
);

-- CreateTable
CREATE TABLE "keywords" (
    "user_id" UUID NOT NULL,
    "words" TEXT[],
    "since" TIMESTAMPTZ(3) NOT NULL,
    "me_rev" BIGINT NOT NULL,

    CONSTRAINT "keywords_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "keyword_cursor" (
    "room_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "keyword_cursor_pkey" PRIMARY KEY ("room_id")
);

-- CreateTable
CREATE TABLE "keyword_hit" (
    "user_id" UUID NOT NULL,
    "room_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "word" TEXT NOT NULL,

    CONSTRAINT "keyword_hit_pkey" PRIMARY KEY ("user_id","room_id","seq")
);

-- CreateIndex
CREATE INDEX "scheduled_message_user_id_me_rev_idx" ON "scheduled_message"("user_id", "me_rev");

-- CreateIndex
CREATE INDEX "reminder_user_id_me_rev_idx" ON "reminder"("user_id", "me_rev");

-- CreateIndex
CREATE INDEX "saved_message_user_id_me_rev_idx" ON "saved_message"("user_id", "me_rev");

-- What is still to come of one person, beside what has been.
CREATE INDEX scheduled_message_open ON scheduled_message (user_id, at) WHERE ended_at IS NULL;
CREATE INDEX reminder_open ON reminder (user_id, at) WHERE removed_at IS NULL AND done_at IS NULL;
CREATE INDEX saved_message_kept ON saved_message (user_id, me_rev) WHERE removed_at IS NULL;
