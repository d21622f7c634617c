/** What a person chose for this browser. Kept in cookies, so that the server draws the page the right way at once. */
export const themes = ['system', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof themes)[number]

export const THEME_COOKIE = 'parley-theme'
export const SIDEBAR_COOKIE = 'parley-sidebar'
export const LAST_ROOM_COOKIE = 'parley-room'

/** Bounds of the sidebar's width, in px. */
export const SIDEBAR_MIN = 220
export const SIDEBAR_DEFAULT = 264
export const SIDEBAR_MAX = 360

export const parseTheme = (value: string | undefined): Theme => themes.find((theme) => theme === value) ?? 'system'

/** A width in px within the bounds, whatever the cookie holds. */
export function parseSidebarWidth(value: string | undefined): number {
  const width = Number(value)
  return value !== undefined && Number.isFinite(width) ? clampSidebarWidth(width) : SIDEBAR_DEFAULT
}

export const clampSidebarWidth = (width: number): number => Math.round(Math.min(SIDEBAR_MAX, Math.max(SIDEBAR_MIN, width)))

const ROOM_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A room's id, or null when it is none. */
export const parseRoomId = (value: string | undefined): string | null =>
  value !== undefined && ROOM_ID.test(value) ? value : null
