import type en from '../en/people.ts'

const words: typeof en = {
  picture: 'الصورة',
  addPicture: 'إضافة صورة',
  changePicture: 'تغيير الصورة',
  removePicture: 'إزالة',
  pictureHint: 'PNG أو JPEG أو WebP أو GIF. يظهر وسطها مربعًا.',
  pictureUnreadable: 'تعذّرت قراءة هذه الصورة. اختر صورة أخرى.',
  aboutYou: 'نبذة عنك',
  aboutYouHint: 'يمكن للجميع هنا رؤية هذا.',
  displayName: 'الاسم المعروض',
  nameUnusable: 'لا يمكن استخدام هذا الاسم. يجب أن يكون مقروءًا وألا يتجاوز 64 حرفًا.',
  whatYouDo: 'ما الذي تعمله',
  whatYouDoHint: 'دورك أو ضمائرك أو كلاهما.',
  about: 'نبذة',
  timeZone: 'المنطقة الزمنية',
  noTimeZone: 'غير ظاهرة',
  timeZoneHint: 'يرى الآخرون كم الساعة عندك.',
  saveProfile: 'حفظ',
  profileSaved: 'حُفظ ملفك الشخصي.',
  thisDevice: (zone) => `هذا الجهاز: ${zone}`,
}

export default words
