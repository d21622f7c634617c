-- CreateTable
CREATE TABLE "mod_case" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'OPEN',
    "source" TEXT NOT NULL,
    "target_id" UUID NOT NULL,
    "target_room" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    "law_room" UUID,
    "author_id" UUID,
    "score" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "reasons" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "reports" INTEGER NOT NULL DEFAULT 0,
    "text" TEXT NOT NULL DEFAULT '',
    "hidden" BOOLEAN NOT NULL DEFAULT false,
    "assignee_id" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT date_trunc('milliseconds', now()),
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT date_trunc('milliseconds', now()),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "outcome" TEXT,
    "words" TEXT,
    "merged_into" UUID,

    CONSTRAINT "mod_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "reporter_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "outcome" TEXT,
    "words" TEXT,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "snapshot" JSONB NOT NULL,
    "sha256" BYTEA NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_event" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "by_id" UUID,
    "what" TEXT NOT NULL,
    "data" JSONB,

    CONSTRAINT "case_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mod_case_author_id_idx" ON "mod_case"("author_id");

-- CreateIndex
CREATE UNIQUE INDEX "mod_case_kind_target_room_target_id_key" ON "mod_case"("kind", "target_room", "target_id");

-- CreateIndex
CREATE INDEX "report_reporter_id_id_idx" ON "report"("reporter_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "report_case_id_reporter_id_key" ON "report"("case_id", "reporter_id");

-- CreateIndex
CREATE INDEX "evidence_case_id_idx" ON "evidence"("case_id");

-- CreateIndex
CREATE INDEX "case_event_case_id_id_idx" ON "case_event"("case_id", "id");

-- The queue: what is open, in each of its orders. What was decided is looked up by its target or its author.
CREATE INDEX mod_case_by_score ON mod_case (score DESC, id) WHERE state IN ('OPEN', 'CLAIMED', 'ESCALATED');
CREATE INDEX mod_case_by_opened ON mod_case (opened_at, id) WHERE state IN ('OPEN', 'CLAIMED', 'ESCALATED');
CREATE INDEX mod_case_by_last ON mod_case (last_at DESC, id) WHERE state IN ('OPEN', 'CLAIMED', 'ESCALATED');
CREATE INDEX mod_case_closed ON mod_case (last_at DESC, id) WHERE state IN ('DECIDED', 'MERGED');
-- What says the same.
CREATE INDEX mod_case_text ON mod_case (lower(text)) WHERE state IN ('OPEN', 'CLAIMED', 'ESCALATED');

CREATE TRIGGER evidence_kept BEFORE UPDATE OR DELETE ON evidence FOR EACH ROW EXECUTE FUNCTION parley_refuse_change();
CREATE TRIGGER case_event_kept BEFORE UPDATE OR DELETE ON case_event FOR EACH ROW EXECUTE FUNCTION parley_refuse_change();
