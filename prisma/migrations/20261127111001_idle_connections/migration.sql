-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "idle" BOOLEAN NOT NULL DEFAULT false;
