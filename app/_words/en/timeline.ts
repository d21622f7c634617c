import { pluralOf } from '../plural.ts'

const plural = pluralOf('en')

export default {
  somebody: 'Somebody',
  newMessages: 'New messages',
  jumpToPresent: 'Jump to present',
  seen: 'Seen',
  delivered: 'Delivered',
  seenBy: (names: string) => `Seen by ${names}`,
  seenByAll: 'Seen by all',
  thisIsTheBeginningOf: 'This is the beginning of your conversation. Only the people in it can read it.',
  thisIsTheBeginningOf2: (title: string) => `This is the beginning of ${title}.`,
  sayHello: 'Say hello.',
  invitePeople: 'Invite people',
  new: 'New',
  noRepliesYet: 'No replies yet',
  messagesIn: (title: string) => `Messages in ${title}`,
  severalPeopleAreTypingDots: 'Several people are typing…',
  thereIsNoSuchMessage: 'There is no such message in this room.',
  newMessagesCame: (n: number) => `${plural(n, { one: '# new message', other: '# new messages' })}`,
  isTyping: (names: string) => `${names} is typing…`,
  areTyping: (names: string) => `${names} are typing…`,
}
