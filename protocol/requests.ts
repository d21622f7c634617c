import type { z } from 'zod'
import { laterRequests } from './later.ts'
import { fileRequests } from './requests/file.ts'
import { groupRequests } from './requests/group.ts'
import { installationRequests } from './requests/installation.ts'
import { inviteRequests } from './requests/invite.ts'
import { messageRequests } from './requests/message.ts'
import { moderationRequests } from './requests/moderation.ts'
import { notificationRequests } from './requests/notifications.ts'
import { peopleRequests } from './requests/people.ts'
import { roomRequests } from './requests/room.ts'
import { searchRequests } from './requests/search.ts'
import { sessionRequests } from './requests/session.ts'
import { sidebarRequests } from './requests/sidebar.ts'
import { webhookRequests } from './requests/webhook.ts'

/** `docs/protocol.md` says in words what each does. `data` is what an ok answer holds. */
export const requests = {
  ...sessionRequests,
  ...roomRequests,
  ...messageRequests,
  ...fileRequests,
  ...sidebarRequests,
  ...groupRequests,
  ...inviteRequests,
  ...laterRequests,
  ...peopleRequests,
  ...notificationRequests,
  ...searchRequests,
  ...webhookRequests,
  ...installationRequests,
  ...moderationRequests,
} as const satisfies Record<string, { payload: z.ZodType; data: z.ZodType }>

export type RequestName = keyof typeof requests
/** What a client passes. */
export type RequestPayload<Name extends RequestName> = z.input<(typeof requests)[Name]['payload']>
/** What an ok answer holds. */
export type RequestData<Name extends RequestName> = z.output<(typeof requests)[Name]['data']>
