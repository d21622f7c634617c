import { say } from '#app/_words/say.ts'

const KEY = 'parley-skin-tone'

/** Skin tones, lightest first; the empty one is the yellow of no tone. */
export const tones = [
  {
    sign: '',
    get name() {
      return say.common.noSkinTone
    },
  },
  {
    sign: '🏻',
    get name() {
      return say.common.lightSkinTone
    },
  },
  {
    sign: '🏼',
    get name() {
      return say.common.mediumLightSkinTone
    },
  },
  {
    sign: '🏽',
    get name() {
      return say.common.mediumSkinTone
    },
  },
  {
    sign: '🏾',
    get name() {
      return say.common.mediumDarkSkinTone
    },
  },
  {
    sign: '🏿',
    get name() {
      return say.common.darkSkinTone
    },
  },
] as const

const BASE = /\p{Emoji_Modifier_Base}\uFE0F?/gu

/** An emoji in a skin tone. Those without skin, and those of several people, stay as they are. */
export function withTone(emoji: string, tone: string): string {
  if (tone === '' || emoji.match(BASE)?.length !== 1) return emoji
  return emoji.replace(BASE, (base) => base.replace('\uFE0F', '') + tone)
}

/** The tone this browser uses. */
export function savedTone(): string {
  try {
    const kept = localStorage.getItem(KEY) ?? ''
    return tones.some((tone) => tone.sign === kept) ? kept : ''
  } catch {
    return ''
  }
}

export function saveTone(tone: string): void {
  try {
    localStorage.setItem(KEY, tone)
  } catch {
    // Storage is refused: the tone lasts as long as the page.
  }
}
