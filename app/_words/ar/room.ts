import type en from '../en/room.ts'
import { pluralOf } from '../plural.ts'

const plural = pluralOf('ar')

const words: typeof en = {
  files: 'الملفات',
  youCantWriteHereSo: 'لا يمكنك الكتابة هنا، فلم يُرفق شيء.',
  dropToAttach: 'أفلت للإرفاق',
  sync: (words) => `المزامنة: \u2068${words}\u2069`,
  sync2: 'المزامنة',
  quoteSelectedWords: 'اقتباس الكلمات المحددة',
  quote: 'اقتباس',
  allRooms: 'كل الغرف',
  archived: 'مؤرشفة',
  hideThreads: 'إخفاء السلاسل',
  showThreads: 'عرض السلاسل',
  searchInThisRoom: 'البحث في هذه الغرفة',
  hideDetails: 'إخفاء التفاصيل',
  showDetails: 'عرض التفاصيل',
  roomMenu: 'قائمة الغرفة',
  thereIsNoSuchRoom: 'لا توجد غرفة كهذه، أو لست فيها.',
  youAreNoLongerIn: (name) => `لم تعد في \u2068${name}\u2069.`,
  youAreNoLongerIn2: (name) => `لم تعد في \u2068${name}\u2069. ما كنت تكتبه موجود بين مسوداتك.`,
  loading: 'جارٍ التحميل',
  topic: 'الموضوع',
  whatIsTalkedAboutHere: 'ما يدور الحديث حوله هنا',
  topicChangeIt: (topic) => `الموضوع: \u2068${topic}\u2069. تغييره`,
  addATopic: 'إضافة موضوع',
  leave: (title) => `مغادرة \u2068${title}\u2069؟`,
  somebodyInItHasTo: 'لا يمكنك العودة إلا إذا دعاك أحد أعضائها.',
  youCanJoinAgainAt: 'يمكنك الانضمام ثانية في أي وقت.',
  leaveRoom: 'مغادرة الغرفة',
  openAgain: (title) => `إعادة فتح \u2068${title}\u2069؟`,
  archive: (title) => `أرشفة \u2068${title}\u2069؟`,
  itsMembersCanWriteIn: 'يستطيع أعضاؤها الكتابة فيها من جديد.',
  nobodyCanWriteInIt: 'لن يستطيع أحد الكتابة فيها بعد الآن. يبقى كل ما كُتب وتمكن قراءته.',
  openAgain2: 'إعادة الفتح',
  archiveRoom: 'أرشفة الغرفة',
  pinnedMessages: (n) =>
    `${plural(n, { zero: 'لا رسائل مثبتة', one: 'رسالة مثبتة واحدة', two: 'رسالتان مثبتتان', few: '# رسائل مثبتة', many: '# رسالة مثبتة', other: '# رسالة مثبتة' })}`,
  browseRooms: 'تصفح الغرف',
  showWhatYouWrote: 'عرض ما كتبته',
  thisRoom: 'هذه الغرفة',
}
export default words
