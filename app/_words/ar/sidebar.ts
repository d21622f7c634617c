import type en from '../en/sidebar.ts'

const words: typeof en = {
  drafts: 'المسودات',
  inbox: 'الوارد',
  new: 'جديد',
  you: (name) => `أنت: \u2068${name}\u2069`,
  notConnected: 'غير متصل',
  widthOfTheSidebar: 'عرض الشريط الجانبي',
  draft: 'مسودة',
  unread: 'غير مقروء',
  muted: 'مكتومة',
  section: (title) => `القسم \u2068${title}\u2069`,
  nothingUnread: 'لا شيء غير مقروء.',
  jumpToDots: 'الانتقال إلى…',
  searchMessages: 'البحث في الرسائل',
  newMessage: 'رسالة جديدة',
  moveRoomsHere: 'انقل غرفًا إلى هنا.',
  createARoom: 'إنشاء غرفة',
  newDirectMessage: 'رسالة مباشرة جديدة',
  nobodyYet: 'لا أحد بعد.',
  browseRooms: 'تصفح الغرف',
  toConfirm: 'بانتظار التأكيد',
  favourites: 'المفضلة',
  threads: 'السلاسل',
  rooms: 'الغرف',
  directMessages: 'الرسائل المباشرة',
}
export default words
