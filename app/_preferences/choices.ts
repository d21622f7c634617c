/** What else a person chooses for this browser, the usual first. Each is a cookie, and an attribute of the page from its first byte on. */
export const choices = {
  density: ['cosy', 'compact'],
  text: ['normal', 'large', 'larger'],
  /** The clock: as the language has it, of twelve or of twenty-four hours. */
  clock: ['usual', '12', '24'],
  /** What Enter does in a field of words. */
  enter: ['sends', 'breaks'],
  /** What a screen reader is told of messages that come. */
  announce: ['all', 'mentions', 'off'],
  /** What is heard of a message that comes. */
  sound: ['knock', 'chime', 'off'],
} as const

export type ChoiceName = keyof typeof choices
export type Chosen<Name extends ChoiceName> = (typeof choices)[Name][number]

export const choiceCookie = (name: ChoiceName): string => `parley-${name}`

export const parseChoice = <Name extends ChoiceName>(name: Name, value: string | undefined): Chosen<Name> =>
  choices[name].find((one) => one === value) ?? choices[name][0]
