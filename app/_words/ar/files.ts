import type en from '../en/files.ts'

const words: typeof en = {
  open: (name) => `فتح \u2068${name}\u2069`,
  download: (name) => `تنزيل \u2068${name}\u2069`,
  download2: 'تنزيل',
  of: (at, all) => ` · ${at} من ${all}`,
  previousFile: 'الملف السابق',
  nextFile: 'الملف التالي',
  close: 'إغلاق',
  thisFileCantBeShown: 'لا يمكن عرض هذا الملف هنا. نزّله لفتحه.',
  thisPdfCantBeShown: 'لا يمكن عرض ملف PDF هذا. نزّله لفتحه.',
  pages: 'الصفحات',
  thereAreMorePagesIn: 'توجد صفحات أخرى في الملف المنزّل.',
  page: (number, words) => `صفحة ${number}. \u2068${words}\u2069`,
  sendWithoutThisFile: 'إرسال دون هذا الملف',
  sendWithoutTheseFiles: 'إرسال دون هذه الملفات',
  theFileCantBeShown: 'لا يمكن عرض الملف الآن. حاول مجددًا، أو نزّله.',
  thisIsTheBeginningDownload: 'هذه البداية. نزّل الملف لرؤيته كاملًا.',
  attachedFiles: 'الملفات المرفقة',
  tryAgain: (name) => `إعادة محاولة \u2068${name}\u2069`,
  remove: (name) => `إزالة \u2068${name}\u2069`,
  goesUp: (name) => `جارٍ رفع \u2068${name}\u2069`,
  waiting: (size) => `بالانتظار، \u2068${size}\u2069`,
  of2: (percent, size) => `${percent}% من \u2068${size}\u2069`,
  beingLookedAtDots: 'قيد الفحص…',
  notSent: 'لم يُرسل',
}
export default words
