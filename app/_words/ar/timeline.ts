import type en from '../en/timeline.ts'
import { pluralOf } from '../plural.ts'

const plural = pluralOf('ar')

const words: typeof en = {
  somebody: 'شخص ما',
  newMessages: 'رسائل جديدة',
  jumpToPresent: 'الانتقال إلى الأحدث',
  seen: 'شوهدت',
  delivered: 'وصلت',
  seenBy: (names) => `شاهدها ${names}`,
  seenByAll: 'شاهدها الجميع',
  thisIsTheBeginningOf: 'هذه بداية محادثتك. لا يقرؤها إلا من فيها.',
  thisIsTheBeginningOf2: (title) => `هذه بداية ${title}.`,
  sayHello: 'ألقِ التحية.',
  invitePeople: 'دعوة أشخاص',
  new: 'جديد',
  noRepliesYet: 'لا ردود بعد',
  messagesIn: (title) => `الرسائل في ${title}`,
  severalPeopleAreTypingDots: 'يكتب عدة أشخاص…',
  thereIsNoSuchMessage: 'لا توجد رسالة كهذه في هذه الغرفة.',
  newMessagesCame: (n) =>
    `${plural(n, { zero: 'لا رسائل جديدة', one: 'رسالة جديدة', two: 'رسالتان جديدتان', few: '# رسائل جديدة', many: '# رسالة جديدة', other: '# رسالة جديدة' })}`,
  isTyping: (names) => `${names} يكتب…`,
  areTyping: (names) => `${names} يكتبون…`,
}
export default words
