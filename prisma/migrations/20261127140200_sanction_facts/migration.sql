-- AlterEnum
ALTER TYPE "sanction_kind" ADD VALUE 'warn';

-- AlterTable
ALTER TABLE "sanction" ADD COLUMN     "by_id" UUID,
ADD COLUMN     "case_id" UUID,
ADD COLUMN     "clause" TEXT;
