import { type ChoiceName, type Chosen, parseChoice } from './choices.ts'

/** What was chosen, as the page says it. */
export const readChoice = <Name extends ChoiceName>(name: Name): Chosen<Name> =>
  parseChoice(name, document.documentElement.dataset[name])
