import type en from '../en/files.ts'

const words: typeof en = {
  open: (name) => `فتح ${name}`,
  download: (name) => `تنزيل ${name}`,
  download2: 'تنزيل',
  of: (at, all) => ` · ${at} من ${all}`,
  previousFile: 'الملف السابق',
  nextFile: 'الملف التالي',
  close: 'إغلاق',
  thisFileCantBeShown: 'لا يمكن عرض هذا الملف هنا. نزّله لفتحه.',
  thisPdfCantBeShown: 'لا يمكن عرض ملف PDF هذا. نزّله لفتحه.',
  pages: 'الصفحات',
  thereAreMorePagesIn: 'توجد صفحات أخرى في الملف المنزّل.',
  page: (number, words) => `صفحة ${number}. ${words}`,
  sendWithoutThisFile: 'إرسال دون هذا الملف',
  sendWithoutTheseFiles: 'إرسال دون هذه الملفات',
  theFileCantBeShown: 'لا يمكن عرض الملف الآن. حاول مجددًا، أو نزّله.',
  thisIsTheBeginningDownload: 'هذه البداية. نزّل الملف لرؤيته كاملًا.',
  attachedFiles: 'الملفات المرفقة',
  tryAgain: (name) => `إعادة محاولة ${name}`,
  remove: (name) => `إزالة ${name}`,
  goesUp: (name) => `جارٍ رفع ${name}`,
  waiting: (size) => `بالانتظار، ${size}`,
  of2: (percent, size) => `${percent}% من ${size}`,
  beingLookedAtDots: 'قيد الفحص…',
  notSent: 'لم يُرسل',
}
export default words
