import type en from '../en/timeline.ts'
import { pluralOf } from '../plural.ts'

const plural = pluralOf('ar')

const words: typeof en = {
  somebody: 'شخص ما',
  newMessages: 'رسائل جديدة',
  jumpToPresent: 'الانتقال إلى الأحدث',
  seen: 'شوهدت',
  delivered: 'وصلت',
  seenBy: (names) => `شاهدها \u2068${names}\u2069`,
  seenByAll: 'شاهدها الجميع',
  thisIsTheBeginningOf: 'هذه بداية محادثتك. لا يقرؤها إلا من فيها.',
  thisIsTheBeginningOf2: (title) => `هذه بداية \u2068${title}\u2069.`,
  sayHello: 'ألقِ التحية.',
  invitePeople: 'دعوة أشخاص',
  new: 'جديد',
  noRepliesYet: 'لا ردود بعد',
  messagesIn: (title) => `الرسائل في \u2068${title}\u2069`,
  severalPeopleAreTypingDots: 'يكتب عدة أشخاص…',
  thereIsNoSuchMessage: 'لا توجد رسالة كهذه في هذه الغرفة.',
  newMessagesCame: (n) =>
    `${plural(n, { zero: 'لا رسائل جديدة', one: 'رسالة جديدة', two: 'رسالتان جديدتان', few: '# رسائل جديدة', many: '# رسالة جديدة', other: '# رسالة جديدة' })}`,
  isTyping: (names) => `\u2068${names}\u2069 يكتب…`,
  areTyping: (names) => `\u2068${names}\u2069 يكتبون…`,
}
export default words
