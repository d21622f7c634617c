-- CreateTable
CREATE TABLE "invite" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "role" "user_role" NOT NULL,
    "room_ids" UUID[],
    "note" TEXT,
    "max_uses" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invite_pkey" PRIMARY KEY ("id"),
    -- Whatever the code does, nobody comes by one that is used up.
    CONSTRAINT "invite_uses_check" CHECK ("uses" BETWEEN 0 AND "max_uses")
);

-- CreateTable
CREATE TABLE "invite_use" (
    "invite_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invite_use_pkey" PRIMARY KEY ("invite_id","user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invite_token_hash_key" ON "invite"("token_hash");

-- CreateIndex
CREATE INDEX "invite_created_by_idx" ON "invite"("created_by");
