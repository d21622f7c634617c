/** Every shortcut, once: what binds it, what the help shows and what tooltips say all read it here. Their words are in the area `shortcuts`. SCREENS 2.1. */
export type Shortcut = {
  /** As tinykeys writes it; `$mod` is ⌘ on a Mac and Ctrl elsewhere. */
  keys: readonly [string, ...string[]]
  group: 'go' | 'room' | 'message' | 'writing'
  /** `row`: only while a message has focus. `composer`: the text field acts on it itself. */
  where: 'anywhere' | 'outside-text' | 'row' | 'composer'
}

const define = <Id extends string>(all: Record<Id, Shortcut>): Readonly<Record<Id, Shortcut>> => all

export const shortcuts = define({
  switcher: { keys: ['$mod+k'], group: 'go', where: 'anywhere' },
  inbox: { keys: ['$mod+Shift+m'], group: 'go', where: 'anywhere' },
  search: { keys: ['$mod+Shift+f', '/'], group: 'go', where: 'outside-text' },
  previousRoom: { keys: ['Alt+ArrowUp'], group: 'go', where: 'anywhere' },
  nextRoom: { keys: ['Alt+ArrowDown'], group: 'go', where: 'anywhere' },
  previousUnread: { keys: ['Alt+Shift+ArrowUp'], group: 'go', where: 'anywhere' },
  nextUnread: { keys: ['Alt+Shift+ArrowDown'], group: 'go', where: 'anywhere' },
  nextRegion: { keys: ['F6', 'Control+F6'], group: 'go', where: 'anywhere' },
  previousRegion: {
    keys: ['Shift+F6', 'Control+Shift+F6'],

    group: 'go',
    where: 'anywhere',
  },
  help: { keys: ['Shift+?', '$mod+/'], group: 'go', where: 'outside-text' },

  markRead: { keys: ['Escape'], group: 'room', where: 'anywhere' },
  allRead: { keys: ['Shift+Escape'], group: 'go', where: 'anywhere' },
  oldestUnread: { keys: ['Shift+PageUp'], group: 'room', where: 'anywhere' },
  latest: { keys: ['Control+End'], group: 'room', where: 'anywhere' },
  first: { keys: ['Control+Home'], group: 'room', where: 'anywhere' },
  focusComposer: { keys: ['$mod+Shift+l'], group: 'room', where: 'anywhere' },
  details: { keys: ['$mod+.'], group: 'room', where: 'anywhere' },

  up: { keys: ['ArrowUp'], group: 'message', where: 'row' },
  down: { keys: ['ArrowDown'], group: 'message', where: 'row' },
  react: { keys: ['+', ':'], group: 'message', where: 'row' },
  thread: { keys: ['t'], group: 'message', where: 'row' },
  quote: { keys: ['r'], group: 'message', where: 'row' },
  edit: { keys: ['e'], group: 'message', where: 'row' },
  confirm: { keys: ['c'], group: 'message', where: 'row' },
  pin: { keys: ['p'], group: 'message', where: 'row' },
  save: { keys: ['s'], group: 'message', where: 'row' },
  remind: { keys: ['m'], group: 'message', where: 'row' },
  unread: { keys: ['u'], group: 'message', where: 'row' },
  copyLink: { keys: ['l'], group: 'message', where: 'row' },
  delete: { keys: ['Delete'], group: 'message', where: 'row' },

  attachFiles: { keys: ['$mod+u'], group: 'writing', where: 'anywhere' },
  send: { keys: ['Enter'], group: 'writing', where: 'composer' },
  newLine: { keys: ['Shift+Enter'], group: 'writing', where: 'composer' },
  editLast: { keys: ['ArrowUp'], group: 'writing', where: 'composer' },
  bold: { keys: ['$mod+b'], group: 'writing', where: 'composer' },
  italic: { keys: ['$mod+i'], group: 'writing', where: 'composer' },
  code: { keys: ['$mod+e'], group: 'writing', where: 'composer' },
  strike: { keys: ['$mod+Shift+x'], group: 'writing', where: 'composer' },
  blockquote: { keys: ['$mod+Shift+>'], group: 'writing', where: 'composer' },
  bulletList: { keys: ['$mod+Shift+8'], group: 'writing', where: 'composer' },
  numberList: { keys: ['$mod+Shift+7'], group: 'writing', where: 'composer' },
  link: { keys: ['$mod+Alt+k'], group: 'writing', where: 'composer' },
  indent: { keys: ['Tab', 'Shift+Tab'], group: 'writing', where: 'composer' },
  sendCode: { keys: ['$mod+Enter'], group: 'writing', where: 'composer' },
  scroll: { keys: ['PageUp', 'PageDown'], group: 'writing', where: 'composer' },
})

export type ShortcutId = keyof typeof shortcuts
