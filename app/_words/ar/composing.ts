import type en from '../en/composing.ts'
import { pluralOf } from '../plural.ts'

const plural = pluralOf('ar')

const words: typeof en = {
  dontAsk: 'عدم السؤال',
  group: 'مجموعة',
  notInRoom: 'ليس في الغرفة',
  everybodyHere: (n) =>
    `جميع من هنا: ${plural(n, { zero: 'لا أعضاء', one: 'عضو واحد', two: 'عضوان', few: '# أعضاء', many: '# عضوًا', other: '# عضو' })}`,
  everybodyWhoIsOnline: 'جميع المتصلين الآن',
  bold: 'عريض',
  italic: 'مائل',
  strikeThrough: 'يتوسطه خط',
  code: 'رمز برمجي',
  link: 'رابط',
  quote: 'اقتباس',
  list: 'قائمة',
  numberedList: 'قائمة مرقمة',
  blockOfCode: 'كتلة رمز برمجي',
  spoiler: 'نص مخفي',
  formatting: 'التنسيق',
  anotherDraft: 'مسودة أخرى:',
  useIt: 'استخدامها',
  swap: 'تبديل',
  drop: 'تجاهل',
  youAreLookingAt: (name) => `أنت تتصفح \u2068#${name}\u2069.`,
  youCantWriteHere: 'لا يمكنك الكتابة هنا.',
  openAgain: 'إعادة الفتح',
  joinRoom: 'الانضمام إلى الغرفة',
  write: (name, usage) => `اكتب \u2068/${name}\u2069 \u2068${usage}\u2069.`,
  aConversationHasNoTopic: 'ليس للمحادثة موضوع.',
  aTopicHasAtMost: (n) =>
    `يتكون الموضوع من ${plural(n, { zero: '# حرف', one: 'حرف واحد', two: 'حرفين', few: '# أحرف', many: '# حرفًا', other: '# حرف' })} على الأكثر.`,
  theTopicIsCleared: 'أُزيل الموضوع.',
  theTopicIsChanged: 'تغيّر الموضوع.',
  nobodyCanBeAddedTo: 'لا يمكن إضافة أحد إلى محادثة: ابدأ محادثة جديدة.',
  nobodyHereIsCalled: (username) => `لا أحد هنا باسم \u2068@${username}\u2069.`,
  youAreInThisRoom: 'أنت في هذه الغرفة.',
  isInThisRoomNow: (name) => `أصبح \u2068${name}\u2069 في هذه الغرفة الآن.`,
  writeMuteAlone: 'اكتب ‎/mute وحدها.',
  thisRoomIsMutedNo: 'لم تعد هذه الغرفة مكتومة.',
  thisRoomIsMuted: 'هذه الغرفة مكتومة.',
  aStatusHasAtMost: (n) =>
    `تتكون الحالة من ${plural(n, { zero: '# حرف', one: 'حرف واحد', two: 'حرفين', few: '# أحرف', many: '# حرفًا', other: '# حرف' })} على الأكثر.`,
  yourStatusIsCleared: 'أُزيلت حالتك.',
  yourStatusIsSet: 'حُدّدت حالتك.',
  writeWhenThenWhatRemind: 'اكتب الوقت ثم الأمر: ‎/remind tomorrow 9:00 سقي النباتات.',
  aReminderHasAtMost: (n) =>
    `يتكون التذكير من ${plural(n, { zero: '# حرف', one: 'حرف واحد', two: 'حرفين', few: '# أحرف', many: '# حرفًا', other: '# حرف' })} على الأكثر.`,
  youWillBeReminded: (when) => `سيصلك تذكير \u2068${when}\u2069.`,
  hereTellsEverybodyOfWho: (n) =>
    `يُعلِم ‎@here كل متصل من ${plural(n, { zero: '# عضو', one: 'عضو واحد', two: 'عضوين', few: '# أعضاء', many: '# عضوًا', other: '# عضو' })}.`,
  tells: (word, n) =>
    `يُعلِم \u2068@${word}\u2069 ${plural(n, { zero: 'لا أحد', one: 'شخصًا واحدًا', two: 'شخصين', few: '# أشخاص', many: '# شخصًا', other: '# شخص' })}.`,
  invite: 'دعوة',
  asksTheOther: 'سيُطلب من الشخص الآخر أن يؤكد قراءتها.',
  asksMembers: (n) =>
    `سيُطلب من ${plural(n, { zero: '# عضو', one: 'عضو واحد', two: 'عضوين', few: '# أعضاء', many: '# عضوًا', other: '# عضو' })} تأكيد قراءتها.`,
  archived: 'هذه الغرفة مؤرشفة: تمكن قراءتها لا الكتابة فيها.',
  yourDraftIsKept: 'مسودتك محفوظة.',
  forAnnouncements: 'هذه الغرفة للإعلانات: يكتب فيها مالكوها ومشرفوها.',
  youCanReplyInThreads: 'يمكنك الرد في السلاسل.',
  tooManyNames: (max) => `تشير الرسالة إلى ${max} شخصًا على الأكثر: لا يُعلَم إلا أصحاب أول ${max} اسمًا.`,
  isNotInThisRoom: '‏{} ليس في هذه الغرفة ولن يراها.',
}
export default words
