-- CreateEnum
CREATE TYPE "person_mark_kind" AS ENUM ('block', 'mute', 'none');

-- CreateTable
CREATE TABLE "person_mark" (
    "user_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "kind" "person_mark_kind" NOT NULL,
    "me_rev" BIGINT NOT NULL,

    CONSTRAINT "person_mark_pkey" PRIMARY KEY ("user_id","other_id")
);

-- CreateIndex
CREATE INDEX "person_mark_other_id_idx" ON "person_mark"("other_id");

-- AddForeignKey
ALTER TABLE "person_mark" ADD CONSTRAINT "person_mark_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_mark" ADD CONSTRAINT "person_mark_other_id_fkey" FOREIGN KEY ("other_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
