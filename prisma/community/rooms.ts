/** A room of the community. `members`: how many of the others are in it; usernames are in it for certain. */
export type Scene = {
  kind: 'PUBLIC' | 'PRIVATE' | 'DIRECT'
  name?: string
  topic?: string
  theme: 'everyday' | 'workshop' | 'garden' | 'code' | 'kitchen' | 'planning' | 'chat'
  members: number | readonly string[]
  messages: number
}

/** The first one is the room that everyone joins. */
export const SCENES: readonly Scene[] = [
  { kind: 'PUBLIC', theme: 'everyday', members: 25, messages: 620 },
  {
    kind: 'PUBLIC',
    name: 'workshop',
    topic: 'Wood, metal and whose turn it is to sweep',
    theme: 'workshop',
    members: 18,
    messages: 540,
  },
  { kind: 'PUBLIC', name: 'garden', topic: 'Beds 1–14, the compost and the bees', theme: 'garden', members: 14, messages: 430 },
  {
    kind: 'PUBLIC',
    name: 'website',
    topic: 'Our little site and everything that beeps',
    theme: 'code',
    members: 9,
    messages: 390,
  },
  {
    kind: 'PUBLIC',
    name: 'kitchen',
    topic: 'Thursday suppers: who cooks, who eats',
    theme: 'kitchen',
    members: 16,
    messages: 360,
  },
  {
    kind: 'PUBLIC',
    name: 'repair café',
    topic: 'First Saturday of the month. Bring it broken, take it home whole',
    theme: 'workshop',
    members: 12,
    messages: 240,
  },
  { kind: 'PUBLIC', name: 'books', topic: 'This month: something short', theme: 'everyday', members: 8, messages: 120 },
  {
    kind: 'PRIVATE',
    name: 'organisers',
    topic: 'Money, keys and neighbours',
    theme: 'planning',
    members: ['mira', 'jonas', 'priya', 'ruth', 'kofi'],
    messages: 310,
  },
  {
    kind: 'PRIVATE',
    name: 'summer party',
    topic: 'A surprise, so not a word in #general',
    theme: 'planning',
    members: ['mira', 'lena', 'sofia', 'ben', 'dario', 'maeve', 'amina'],
    messages: 170,
  },
  { kind: 'DIRECT', theme: 'chat', members: ['mira', 'jonas'], messages: 160 },
  { kind: 'DIRECT', theme: 'chat', members: ['mira', 'ingrid'], messages: 90 },
  { kind: 'DIRECT', theme: 'chat', members: ['jonas', 'wen'], messages: 70 },
  { kind: 'DIRECT', theme: 'kitchen', members: ['mira', 'sofia', 'dario'], messages: 110 },
]
