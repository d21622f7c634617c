import type en from '../en/device.ts'

const words: typeof en = {
  install: 'تثبيت Parley',
  installAbout: 'في نافذة خاصة به، وأيقونته بين تطبيقاتك.',
  installed: 'Parley مثبّت هنا.',
  installVerb: 'تثبيت',
  installHow: {
    chromium: 'افتح قائمة هذا المتصفح واختر «تثبيت Parley» أو «الإضافة إلى الشاشة الرئيسية».',
    ios: 'اضغط على «مشاركة» ثم «إضافة إلى الشاشة الرئيسية».',
    safari: 'اختر «ملف» ثم «إضافة إلى شريط الأيقونات».',
    firefox: 'على أندرويد افتح القائمة واختر «تثبيت». لا يثبّت Firefox تطبيقات على الحاسوب؛ يعمل Parley في لسان.',
  },
  offline: 'بلا شبكة',
  offlineAbout: 'تبقى غرفك الأخيرة مقروءة. ما تكتبه وتعدّله وتتفاعل به ينتظر هنا ويُرسل عند عودتك.',
  offlineLooking: 'جارٍ الفحص…',
  offlineReady: 'يفتح Parley هنا بلا شبكة.',
  offlineSoon: 'قيد التجهيز. يستغرق ذلك بضع ثوانٍ بعد فتح الصفحة.',
  kept: (megabytes: string) => `${megabytes} ميغابايت محفوظة على هذا الجهاز.`,
  keepThem: 'الاحتفاظ بها عند ضيق المساحة',
  noInstall: 'لا يمكن تثبيت Parley من هذا العنوان: تسمح المتصفحات بذلك عبر https فقط.',
  noOffline: 'لا يفتح Parley بلا شبكة على هذا العنوان: تسمح المتصفحات بذلك عبر https فقط.',
  plainHttp: 'يُوصل إلى {} عبر http العادي. كل ما عدا ذلك يعمل. يمكن لمن يشغّل Parley أن يضعه خلف https.',
  editUndone: (why: string) => `لم يُحفظ تعديلك. ${why}`,
  reactionUndone: (why: string) => `سُحب تفاعلك. ${why}`,
  copyIt: 'نسخ',
}
export default words
