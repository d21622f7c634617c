import type { HandlerDeps } from './handler-deps.ts'
import { communityHandlers } from './handlers/community.ts'
import { confirmationHandlers } from './handlers/confirmations.ts'
import { connectionHandlers } from './handlers/connections.ts'
import { decisionHandlers } from './handlers/decisions.ts'
import { emojiHandlers } from './handlers/emoji.ts'
import { fileHandlers } from './handlers/files.ts'
import { findingHandlers } from './handlers/finding.ts'
import { groupHandlers } from './handlers/groups.ts'
import { inviteHandlers } from './handlers/invites.ts'
import { laterHandlers } from './handlers/later.ts'
import { messageHandlers } from './handlers/messages.ts'
import { moderationHandlers } from './handlers/moderation.ts'
import { noticeHandlers } from './handlers/notices.ts'
import { notificationHandlers } from './handlers/notifications.ts'
import { peopleHandlers } from './handlers/people.ts'
import { readingHandlers } from './handlers/reading.ts'
import { roomHandlers } from './handlers/rooms.ts'
import { searchHandlers } from './handlers/search.ts'
import { sessionHandlers } from './handlers/session.ts'
import { sidebarHandlers } from './handlers/sidebar.ts'
import { webhookHandlers } from './handlers/webhooks.ts'
import type { Handlers } from './types.ts'

/** Who answers each request. */
export const allHandlers = (deps: HandlerDeps): Handlers => ({
  ...sessionHandlers(deps),
  ...roomHandlers(deps),
  ...findingHandlers(deps),
  ...messageHandlers(deps),
  ...fileHandlers(deps),
  ...confirmationHandlers(deps),
  ...noticeHandlers(deps),
  ...communityHandlers(deps),
  ...sidebarHandlers(deps),
  ...groupHandlers(deps),
  ...emojiHandlers(deps),
  ...webhookHandlers(deps),
  ...inviteHandlers(deps),
  ...laterHandlers(deps),
  ...readingHandlers(deps),
  ...peopleHandlers(deps),
  ...notificationHandlers(deps),
  ...searchHandlers(deps),
  ...connectionHandlers(deps),
  ...moderationHandlers(deps),
  ...decisionHandlers(deps),
})
