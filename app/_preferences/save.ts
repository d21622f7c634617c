import { LANGUAGE_COOKIE, type Language } from '#app/_words/language.ts'
import { type ChoiceName, type Chosen, choiceCookie } from './choices.ts'
import { LAST_ROOM_COOKIE, SIDEBAR_COOKIE, THEME_COOKIE, type Theme } from './preferences.ts'

const YEAR_SECONDS = 31_536_000

function keep(name: string, value: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain http, where Parley must run too
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
}

/** Shows the theme at once and keeps it for the next visit. */
export function saveTheme(theme: Theme) {
  document.documentElement.dataset.theme = theme
  keep(THEME_COOKIE, theme)
}

/** Keeps a choice for the next visit, and says so to the page. */
export function saveChoice<Name extends ChoiceName>(name: Name, value: Chosen<Name>) {
  document.documentElement.dataset[name] = value
  keep(choiceCookie(name), value)
}

/** Keeps the language, and loads the page again in it. What is being written is kept with it. */
export function saveLanguage(language: Language) {
  keep(LANGUAGE_COOKIE, language)
  window.location.reload()
}

export const saveSidebarWidth = (width: number) => keep(SIDEBAR_COOKIE, String(width))
export const saveLastRoom = (roomId: string) => keep(LAST_ROOM_COOKIE, roomId)

export function forgetLastRoom() {
  // biome-ignore lint/suspicious/noDocumentCookie: see above
  document.cookie = `${LAST_ROOM_COOKIE}=; path=/; max-age=0; samesite=lax`
}
