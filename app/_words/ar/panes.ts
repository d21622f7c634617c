import type en from '../en/panes.ts'

const words: typeof en = {
  files: 'الملفات',
  nothingWasSentHereYet: 'لم يُرسل شيء هنا بعد. أرفق ملفًا برسالة.',
  showMore: 'عرض المزيد',
  somebody: 'شخص ما',
  show: 'عرض',
  messageDeleted: 'رسالة محذوفة',
  hiddenByAModerator: 'أخفاها أحد المشرفين',
  unknownPerson: 'شخص غير معروف',
  pinnedMessages: 'الرسائل المثبتة',
  nothingIsPinnedHerePin: 'لا شيء مثبت هنا. ثبّت رسالة من قائمتها.',
  showInRoom: 'عرض في الغرفة',
  unpin: 'إلغاء التثبيت',
  threads: 'السلاسل',
  noThreadsYetStartOne: 'لا سلاسل بعد. ابدأ واحدة من قائمة رسالة.',
  following: 'تتابعها',
  thread: 'سلسلة',
  follow: 'متابعة',
  closeThread: 'إغلاق السلسلة',
  close: (title) => `إغلاق \u2068${title}\u2069`,
  pinnedBy: 'ثبّتها {}',
  closeThis: 'إغلاق',
}
export default words
