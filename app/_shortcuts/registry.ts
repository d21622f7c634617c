/** Every shortcut, once: what binds it, what the help shows and what tooltips say all read it here. SCREENS 2.1. */
export type Shortcut = {
  /** As tinykeys writes it; `$mod` is ⌘ on a Mac and Ctrl elsewhere. */
  keys: readonly [string, ...string[]]
  label: string
  group: 'Go to' | 'In a room' | 'On a message' | 'Writing'
  /** `row`: only while a message has focus. `composer`: the text field acts on it itself. */
  where: 'anywhere' | 'outside-text' | 'row' | 'composer'
}

const define = <Id extends string>(all: Record<Id, Shortcut>): Readonly<Record<Id, Shortcut>> => all

export const shortcuts = define({
  switcher: { keys: ['$mod+k'], label: 'Go anywhere: rooms, people, messages, actions', group: 'Go to', where: 'anywhere' },
  inbox: { keys: ['$mod+Shift+m'], label: 'Inbox', group: 'Go to', where: 'anywhere' },
  search: { keys: ['$mod+Shift+f', '/'], label: 'Search messages', group: 'Go to', where: 'outside-text' },
  previousRoom: { keys: ['Alt+ArrowUp'], label: 'Previous room', group: 'Go to', where: 'anywhere' },
  nextRoom: { keys: ['Alt+ArrowDown'], label: 'Next room', group: 'Go to', where: 'anywhere' },
  previousUnread: { keys: ['Alt+Shift+ArrowUp'], label: 'Previous unread room', group: 'Go to', where: 'anywhere' },
  nextUnread: { keys: ['Alt+Shift+ArrowDown'], label: 'Next unread room', group: 'Go to', where: 'anywhere' },
  nextRegion: { keys: ['F6', 'Control+F6'], label: 'Next part of the window', group: 'Go to', where: 'anywhere' },
  previousRegion: {
    keys: ['Shift+F6', 'Control+Shift+F6'],
    label: 'Previous part of the window',
    group: 'Go to',
    where: 'anywhere',
  },
  help: { keys: ['Shift+?', '$mod+/'], label: 'Keyboard shortcuts', group: 'Go to', where: 'outside-text' },

  markRead: { keys: ['Escape'], label: 'Mark as read and go to the latest', group: 'In a room', where: 'anywhere' },
  allRead: { keys: ['Shift+Escape'], label: 'Mark everything as read', group: 'Go to', where: 'anywhere' },
  oldestUnread: { keys: ['Shift+PageUp'], label: 'Go to the oldest unread message', group: 'In a room', where: 'anywhere' },
  latest: { keys: ['Control+End'], label: 'Go to the latest message', group: 'In a room', where: 'anywhere' },
  first: { keys: ['Control+Home'], label: 'Go to the first message held', group: 'In a room', where: 'anywhere' },
  focusComposer: { keys: ['$mod+Shift+l'], label: 'Write a message', group: 'In a room', where: 'anywhere' },
  details: { keys: ['$mod+.'], label: 'Show or hide details', group: 'In a room', where: 'anywhere' },

  up: { keys: ['ArrowUp'], label: 'Message above', group: 'On a message', where: 'row' },
  down: { keys: ['ArrowDown'], label: 'Message below', group: 'On a message', where: 'row' },
  react: { keys: ['+', ':'], label: 'React', group: 'On a message', where: 'row' },
  thread: { keys: ['t'], label: 'Reply in thread', group: 'On a message', where: 'row' },
  quote: { keys: ['r'], label: 'Reply with a quote', group: 'On a message', where: 'row' },
  edit: { keys: ['e'], label: 'Edit', group: 'On a message', where: 'row' },
  confirm: { keys: ['c'], label: 'Confirm that you have read it', group: 'On a message', where: 'row' },
  pin: { keys: ['p'], label: 'Pin or unpin', group: 'On a message', where: 'row' },
  save: { keys: ['s'], label: 'Save or let go', group: 'On a message', where: 'row' },
  remind: { keys: ['m'], label: 'Remind me…', group: 'On a message', where: 'row' },
  unread: { keys: ['u'], label: 'Mark unread from here', group: 'On a message', where: 'row' },
  copyLink: { keys: ['l'], label: 'Copy link', group: 'On a message', where: 'row' },
  delete: { keys: ['Delete'], label: 'Delete', group: 'On a message', where: 'row' },

  send: { keys: ['Enter'], label: 'Send', group: 'Writing', where: 'composer' },
  newLine: { keys: ['Shift+Enter'], label: 'New line', group: 'Writing', where: 'composer' },
  editLast: { keys: ['ArrowUp'], label: 'Edit your last message, in an empty field', group: 'Writing', where: 'composer' },
  bold: { keys: ['$mod+b'], label: 'Bold', group: 'Writing', where: 'composer' },
  italic: { keys: ['$mod+i'], label: 'Italic', group: 'Writing', where: 'composer' },
  code: { keys: ['$mod+e'], label: 'Code', group: 'Writing', where: 'composer' },
  strike: { keys: ['$mod+Shift+x'], label: 'Strike through', group: 'Writing', where: 'composer' },
  blockquote: { keys: ['$mod+Shift+>'], label: 'Quote', group: 'Writing', where: 'composer' },
  bulletList: { keys: ['$mod+Shift+8'], label: 'List', group: 'Writing', where: 'composer' },
  numberList: { keys: ['$mod+Shift+7'], label: 'Numbered list', group: 'Writing', where: 'composer' },
  link: { keys: ['$mod+Alt+k'], label: 'Link', group: 'Writing', where: 'composer' },
  indent: { keys: ['Tab', 'Shift+Tab'], label: 'Move a list item in or out', group: 'Writing', where: 'composer' },
  sendCode: { keys: ['$mod+Enter'], label: 'Send, also from a block of code', group: 'Writing', where: 'composer' },
  scroll: { keys: ['PageUp', 'PageDown'], label: 'Scroll the messages', group: 'Writing', where: 'composer' },
})

export type ShortcutId = keyof typeof shortcuts
