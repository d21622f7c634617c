import type en from '../en/settings.ts'
import { pluralOf } from '../plural.ts'

const plural = pluralOf('ar')

const words: typeof en = {
  asTheDevice: 'حسب الجهاز',
  light: 'فاتح',
  dark: 'داكن',
  highContrast: 'تباين عالٍ',
  colours: 'الألوان',
  inThisBrowser: 'في هذا المتصفح.',
  whereYouAreSignedIn: 'أين سجّلت دخولك',
  signOutWhatYouDont: 'سجّل خروج ما لا تعرفه.',
  sessions: 'الجلسات',
  signOutEverywhereElse: 'تسجيل الخروج من كل مكان آخر',
  signOutEverywhereElse2: 'تسجيل الخروج من كل مكان آخر؟',
  willBeSignedOutAt: (n) =>
    `${plural(n, { zero: 'لن يُسجَّل خروج أي جلسة', one: 'سيُسجَّل فورًا خروج جلسة أخرى واحدة', two: 'سيُسجَّل فورًا خروج جلستين أخريين', few: 'سيُسجَّل فورًا خروج # جلسات أخرى', many: 'سيُسجَّل فورًا خروج # جلسة أخرى', other: 'سيُسجَّل فورًا خروج # جلسة أخرى' })}. وتبقى مسجّلًا هنا.`,
  signOut: (device) => `تسجيل خروج \u2068${device}\u2069؟`,
  whatWasWrittenThereAnd: 'ما كُتب هناك ولم يُرسل بعد يبقى على ذلك الجهاز.',
  signOut2: 'تسجيل الخروج',
  loading: 'جارٍ التحميل',
  appearance: 'المظهر',
  devices: 'الأجهزة',
  profile: 'الملف الشخصي',
  settings: 'الإعدادات',
  allRooms: 'كل الغرف',
  allSettings: 'كل الإعدادات',
  partsOfTheSettings: 'أجزاء الإعدادات',
  thisOne: 'هذا الجهاز',
  lastActive: (when) => `آخر نشاط: \u2068${when}\u2069`,
  signOut3: (device) => `تسجيل خروج \u2068${device}\u2069`,
  connectedNow: 'متصل الآن',
  connectedBy: (n) =>
    `متصل الآن · ${plural(n, { zero: 'لا اتصالات', one: 'اتصال واحد', two: 'اتصالان', few: '# اتصالات', many: '# اتصالًا', other: '# اتصال' })}`,
  signedIn: (when) => `سُجّل الدخول \u2068${when}\u2069`,
}
export default words
