import type en from '../en/shell.ts'
import { pluralOf } from '../plural.ts'

const plural = pluralOf('ar')

const words: typeof en = {
  youreOffline: 'أنت غير متصل.',
  catchingUpDots: 'جارٍ اللحاق…',
  connectingDots: 'جارٍ الاتصال…',
  reconnectingDots: 'جارٍ إعادة الاتصال…',
  youAreBannedUntil: (when) => `أنت محظور حتى \u2068${when}\u2069.`,
  youAreBannedFromThis: 'أنت محظور على هذا الخادم.',
  parleyWasUpdated: 'جرى تحديث Parley.',
  youAreSignedOut: 'سُجّل خروجك.',
  connection: 'الاتصال',
  retryNow: 'المحاولة الآن',
  continueHere: 'المتابعة هنا',
  reload: 'إعادة التحميل',
  signIn: 'تسجيل الدخول',
  loading: 'جارٍ التحميل',
  browseRooms: 'تصفح الغرف',
  pickARoomOnThe: 'اختر غرفة من القائمة، أو ابحث عن غيرها.',
  youAreInNoRoom: 'لست في أي غرفة بعد.',
  notices: 'الإعلامات',
  closeNotice: 'إغلاق الإعلام',
  show: 'عرض',
  reminder: (words) => `تذكير: \u2068${words}\u2069`,
  aReminderIsDue: 'حان موعد تذكير.',
  reminder2: 'تذكير',
  closeReminder: 'إغلاق التذكير',
  everythingIsMarkedAsRead: 'عُلّم كل شيء كمقروء.',
  skipToMessages: 'الانتقال إلى الرسائل',
  roomsAndPeople: 'الغرف والأشخاص',
  drafts: 'المسودات',
  inbox: 'الوارد',
  search: 'البحث',
  settings: 'الإعدادات',
  reminderFrom: (n) =>
    `تذكير من {}: ${plural(n, { zero: 'رسائل تنتظر', one: 'رسالة تنتظر', two: 'رسالتان تنتظران', few: '# رسائل تنتظر', many: '# رسالة تنتظر', other: '# رسالة تنتظر' })} تأكيدك.`,
  offlineWaiting: (n) =>
    `أنت غير متصل. ستُرسل ${plural(n, { zero: '# رسالة', one: 'رسالة واحدة', two: 'رسالتان', few: '# رسائل', many: '# رسالة', other: '# رسالة' })} عند عودتك.`,
  sentThen: (n) =>
    `ستُرسل عندها ${plural(n, { zero: '# رسالة', one: 'رسالة واحدة', two: 'رسالتان', few: '# رسائل', many: '# رسالة', other: '# رسالة' })}.`,
  unreachable: 'لا يمكن الوصول إلى الخادم. المحاولة مستمرة.',
  nextTry: (seconds) => `المحاولة التالية بعد ${seconds} ث`,
  paused: 'أُوقف هذا التبويب مؤقتًا لأنك متصل من أماكن كثيرة.',
  sentWhenYouContinue: (n) =>
    `ستُرسل ${plural(n, { zero: '# رسالة', one: 'رسالة واحدة', two: 'رسالتان', few: '# رسائل', many: '# رسالة', other: '# رسالة' })} عندما تتابع.`,
  welcome: 'مرحبًا',
  people: 'الأشخاص',
}
export default words
