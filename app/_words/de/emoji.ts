import type en from '../en/emoji.ts'

const words: typeof en = {
  emoji: 'Emoji',
  searchEmoji: 'Emoji suchen',
  theEmojiCouldNotBe: 'Die Emoji konnten nicht geladen werden. Schließ das und versuch es noch einmal.',
  addYourOwn: 'Eigene hinzufügen',
  skinTone: 'Hautton',
  noEmojiIsCalled: (query) => `Kein Emoji heißt „${query}“.`,
  found: 'gefunden',
  recent: 'zuletzt benutzt',
  custom: 'eigene',
  smileys: 'Smileys & Gefühle',
  people: 'Menschen & Körper',
  animals: 'Tiere & Natur',
  food: 'Essen & Trinken',
  travel: 'Reisen & Orte',
  activities: 'Aktivitäten',
  objects: 'Gegenstände',
  symbols: 'Symbole',
  flags: 'Flaggen',
}
export default words
