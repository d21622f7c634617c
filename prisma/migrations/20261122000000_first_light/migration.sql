-- CreateEnum
CREATE TYPE "user_role" AS ENUM ('owner', 'admin', 'moderator', 'member', 'guest');

-- CreateEnum
CREATE TYPE "presence_choice" AS ENUM ('online', 'away', 'dnd', 'invisible');

-- CreateEnum
CREATE TYPE "room_kind" AS ENUM ('PUBLIC', 'PRIVATE', 'DIRECT', 'THREAD');

-- CreateEnum
CREATE TYPE "room_role" AS ENUM ('owner', 'moderator', 'member');

-- CreateEnum
CREATE TYPE "notify_level" AS ENUM ('all', 'mentions', 'none');

-- CreateEnum
CREATE TYPE "sanction_kind" AS ENUM ('ban', 'mute');

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "history_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "username" TEXT NOT NULL,
    "skeleton" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "email" TEXT,
    "password_hash" TEXT,
    "avatar_url" TEXT,
    "role" "user_role" NOT NULL DEFAULT 'member',
    "presence" "presence_choice" NOT NULL DEFAULT 'online',
    "status_text" TEXT,
    "last_seen_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deactivated_at" TIMESTAMPTZ(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_head" (
    "user_id" UUID NOT NULL,
    "me_rev" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "user_head_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "device" TEXT,
    "user_agent" TEXT,
    "address" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "provider" TEXT NOT NULL,
    "provider_account_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("provider","provider_account_id")
);

-- CreateTable
CREATE TABLE "account_limit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "account_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "room" (
    "id" UUID NOT NULL,
    "kind" "room_kind" NOT NULL,
    "name" TEXT,
    "name_key" TEXT,
    "topic" TEXT,
    "slow_mode_seconds" INTEGER NOT NULL DEFAULT 0,
    "archived_at" TIMESTAMPTZ(3),
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "direct_key" TEXT,
    "parent_room_id" UUID,
    "parent_message_id" UUID,
    "member_count" INTEGER NOT NULL DEFAULT 0,
    "rev" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "room_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "room_head" (
    "room_id" UUID NOT NULL,
    "last_seq" BIGINT NOT NULL DEFAULT 0,
    "rev" BIGINT NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(3),
    "deleted" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "room_head_pkey" PRIMARY KEY ("room_id")
);

-- CreateTable
CREATE TABLE "membership" (
    "room_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "room_role" NOT NULL DEFAULT 'member',
    "notify" "notify_level" NOT NULL DEFAULT 'all',
    "read_seq" BIGINT NOT NULL DEFAULT 0,
    "shown_read_seq" BIGINT NOT NULL DEFAULT 0,
    "delivered_seq" BIGINT NOT NULL DEFAULT 0,
    "draft" TEXT,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "left_at" TIMESTAMPTZ(3),
    "left_reason" TEXT,
    "me_rev" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("room_id","user_id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "room_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "rev" BIGINT NOT NULL,
    "author_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "hidden_at" TIMESTAMPTZ(3),
    "reply_to" UUID,
    "pinned_at" TIMESTAMPTZ(3),
    "pinned_by" UUID,
    "mention_user_ids" UUID[],
    "mention_room" TEXT,
    "kind" TEXT,

    CONSTRAINT "message_pkey" PRIMARY KEY ("room_id","id")
);

-- CreateTable
CREATE TABLE "message_edit" (
    "room_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "rev" BIGINT NOT NULL,
    "body" TEXT NOT NULL,
    "edited_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_edit_pkey" PRIMARY KEY ("room_id","message_id","rev")
);

-- CreateTable
CREATE TABLE "mention" (
    "room_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "mention_pkey" PRIMARY KEY ("room_id","user_id","seq")
);

-- CreateTable
CREATE TABLE "reaction" (
    "room_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "emoji" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reaction_pkey" PRIMARY KEY ("room_id","message_id","emoji","user_id")
);

-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL,
    "room_id" UUID NOT NULL,
    "message_id" UUID,
    "uploaded_by" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "width" INTEGER,
    "height" INTEGER,
    "blur" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sanction" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "room_id" UUID,
    "kind" "sanction_kind" NOT NULL,
    "reason" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "sanction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_username_key" ON "users"("username");

-- CreateIndex
CREATE UNIQUE INDEX "users_skeleton_key" ON "users"("skeleton");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "account_user_id_idx" ON "account"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "room_direct_key_key" ON "room"("direct_key");

-- CreateIndex
CREATE UNIQUE INDEX "room_parent_room_id_parent_message_id_key" ON "room"("parent_room_id", "parent_message_id");

-- CreateIndex
CREATE INDEX "message_room_id_rev_idx" ON "message"("room_id", "rev");

-- CreateIndex
CREATE UNIQUE INDEX "message_room_id_seq_key" ON "message"("room_id", "seq");

-- CreateIndex
CREATE INDEX "attachment_room_id_message_id_idx" ON "attachment"("room_id", "message_id");

-- CreateIndex
CREATE INDEX "sanction_user_id_idx" ON "sanction"("user_id");

-- AddForeignKey
ALTER TABLE "user_head" ADD CONSTRAINT "user_head_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "room_head" ADD CONSTRAINT "room_head_room_id_fkey" FOREIGN KEY ("room_id") REFERENCES "room"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_room_id_fkey" FOREIGN KEY ("room_id") REFERENCES "room"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sanction" ADD CONSTRAINT "sanction_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
