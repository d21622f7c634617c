-- AlterTable
ALTER TABLE "installation" ADD COLUMN     "people_rev" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "about" TEXT,
ADD COLUMN     "rev" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "status_until" TIMESTAMPTZ(3),
ADD COLUMN     "time_zone" TEXT,
ADD COLUMN     "title" TEXT;

-- CreateIndex
CREATE INDEX "users_rev_idx" ON "users"("rev");

-- CreateTable
CREATE TABLE "avatar" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "image" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "avatar_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "avatar_user_id_key" ON "avatar"("user_id");

-- AddForeignKey
ALTER TABLE "avatar" ADD CONSTRAINT "avatar_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
