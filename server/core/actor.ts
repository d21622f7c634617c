import type { User } from '#protocol/models.ts'

/** Who asks. `sessionId` is null for what acts without a sign-in of its own. */
export type Actor = { user: User; sessionId: string | null; address?: string }

/** The person, and where they act from: for what is audited. */
export const fromHere = ({ user, address }: Actor): User & { address?: string | undefined } => ({ ...user, address })
