-- CreateTable
CREATE TABLE "decision" (
    "key" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "clause" TEXT,
    "words" TEXT,
    "reporter_words" TEXT,
    "note" TEXT,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "mod_action" (
    "id" UUID NOT NULL,
    "decision_key" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT date_trunc('milliseconds', now()),
    "user_id" UUID,
    "room_id" UUID,
    "message_id" UUID,
    "sanction_id" UUID,
    "inverse" JSONB,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" UUID,

    CONSTRAINT "mod_action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "appeal" (
    "id" UUID NOT NULL,
    "sanction_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,

    CONSTRAINT "appeal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "appeal_message" (
    "id" UUID NOT NULL,
    "appeal_id" UUID NOT NULL,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "text" TEXT NOT NULL,

    CONSTRAINT "appeal_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk" (
    "id" UUID NOT NULL,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "address" TEXT,
    "decision" JSONB NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_item" (
    "bulk_id" UUID NOT NULL,
    "ord" INTEGER NOT NULL,
    "key" UUID NOT NULL,
    "case_id" UUID,
    "room_id" UUID,
    "message_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "code" TEXT,
    "message" TEXT,

    CONSTRAINT "bulk_item_pkey" PRIMARY KEY ("bulk_id","ord")
);

-- CreateIndex
CREATE INDEX "decision_case_id_idx" ON "decision"("case_id");

-- CreateIndex
CREATE INDEX "mod_action_case_id_idx" ON "mod_action"("case_id");

-- CreateIndex
CREATE INDEX "mod_action_decision_key_idx" ON "mod_action"("decision_key");

-- CreateIndex
CREATE INDEX "mod_action_sanction_id_idx" ON "mod_action"("sanction_id");

-- CreateIndex
CREATE INDEX "appeal_sanction_id_idx" ON "appeal"("sanction_id");

-- CreateIndex
CREATE INDEX "appeal_user_id_idx" ON "appeal"("user_id");

-- CreateIndex
CREATE INDEX "appeal_message_appeal_id_id_idx" ON "appeal_message"("appeal_id", "id");

-- One open appeal a sanction.
CREATE UNIQUE INDEX appeal_open ON appeal (sanction_id) WHERE state = 'open';
CREATE INDEX mod_action_of_message ON mod_action (room_id, message_id) WHERE message_id IS NOT NULL;
-- What can still be taken back, until it goes.
CREATE INDEX mod_action_kept ON mod_action (at) WHERE inverse IS NOT NULL;
CREATE INDEX sanction_ending ON sanction (expires_at) WHERE lifted_at IS NULL;
