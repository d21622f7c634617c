import type en from '../en/composer.ts'
import { pluralOf } from '../plural.ts'

const plural = pluralOf('ar')

const words: typeof en = {
  itWillBeSent: (when) => `ستُرسل \u2068${when}\u2069.`,
  show: 'عرض',
  inCodeEnterMakesA: 'داخل الرمز البرمجي يبدأ Enter سطرًا جديدًا، ويُرسل Ctrl+Enter.',
  replyInThread: 'الرد في سلسلة',
  message: (title) => `رسالة إلى \u2068${title}\u2069`,
  replyDots: 'اكتب ردًا…',
  send: 'إرسال',
  sendAsText: 'إرسال كنص',
  aMessageThatWasDeleted: 'رسالة محذوفة',
  aHiddenMessage: 'رسالة مخفية',
  noAnswer: 'إلغاء الرد',
  sendLater: 'الإرسال لاحقًا',
  schedule: 'جدولة',
  tooLongOfBytesShorten: (bytes, max) => `أطول من اللازم: \u2068${bytes}\u2069 من \u2068${max}\u2069 بايت. اختصرها لإرسالها.`,
  bytesLeft: (bytes) => `بقي \u2068${bytes}\u2069 بايت.`,
  yourWordsThenツ: 'كلماتك، ثم ¯\\_(ツ)_/¯',
  whatYouDo: 'ما تفعله',
  saysWhatYouAreDoing: 'يقول ما تفعله، كأنه فعل',
  changesTheTopicOfThis: 'يغيّر موضوع هذه الغرفة؛ «-» يزيله',
  bringsSomebodyIntoThisRoom: 'يضيف شخصًا إلى هذه الغرفة',
  keepsThisRoomQuietOnce: 'يكتم هذه الغرفة؛ ومرة أخرى يلغي الكتم',
  saysWhatYouAreAt: 'يُظهر حالتك بجانب اسمك؛ والفراغ يزيلها',
  in20MinWords: 'in 20 min كلمات',
  remindsYouAtATime: 'يذكّرك في وقت لاحق',
  upAndDownToChoose: (n) =>
    `${plural(n, { zero: 'لا اقتراحات', one: 'اقتراح واحد', two: 'اقتراحان', few: '# اقتراحات', many: '# اقتراحًا', other: '# اقتراح' })}. للأعلى وللأسفل للاختيار، وTab أو Enter للأخذ.`,
  suggestions: 'الاقتراحات',
  filesToAttach: 'ملفات للإرفاق',
  attachFiles: 'إرفاق ملفات',
  formatting: 'التنسيق',
  emoji: 'رموز تعبيرية',
  askForConfirmation: 'طلب التأكيد',
  removeFirstItCantBe: (name) => `أزل «\u2068${name}\u2069» أولًا: لا يمكن إرساله.`,
  slowMode: 'الوضع البطيء',
  thatWasFast: 'كان ذلك سريعًا',
  thereIsNoCommand: (name) => `لا يوجد أمر \u2068/${name}\u2069.`,
  slowModeYouCanWrite: (wait) => `الوضع البطيء: يمكنك الكتابة مجددًا بعد \u2068${wait}\u2069.`,
  slowModeOneMessageEvery: (wait) => `الوضع البطيء: رسالة واحدة كل \u2068${wait}\u2069.`,
  answerTo: 'رد على {}',
  heldUp: (why, wait) => `\u2068${why}\u2069: ستخرج رسالة واحدة بعد \u2068${wait}\u2069.`,
  heldUpMore: (why, n, wait) =>
    `\u2068${why}\u2069: ستخرج ${plural(n, { zero: '# رسالة', one: 'رسالة واحدة', two: 'رسالتان', few: '# رسائل', many: '# رسالة', other: '# رسالة' })} بعد \u2068${wait}\u2069، بالترتيب.`,
  thread: 'السلسلة',
}
export default words
