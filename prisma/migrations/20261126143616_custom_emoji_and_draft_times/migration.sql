-- AlterTable
ALTER TABLE "installation" ADD COLUMN     "emoji_rev" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "membership" ADD COLUMN     "draft_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "custom_emoji" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "image" BYTEA NOT NULL,
    "added_by" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "custom_emoji_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "custom_emoji_name_key" ON "custom_emoji"("name");
