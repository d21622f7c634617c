import type en from '../en/emoji.ts'

const words: typeof en = {
  emoji: 'رموز تعبيرية',
  searchEmoji: 'البحث عن رمز تعبيري',
  theEmojiCouldNotBe: 'تعذّر تحميل الرموز التعبيرية. أغلق وحاول مجددًا.',
  addYourOwn: 'إضافة رموزك',
  skinTone: 'لون البشرة',
  noEmojiIsCalled: (query) => `لا رمز تعبيري باسم «\u2068${query}\u2069».`,
  found: 'ما عُثر عليه',
  recent: 'المستخدمة أخيرًا',
  custom: 'الخاصة',
  smileys: 'وجوه ومشاعر',
  people: 'أشخاص وأجسام',
  animals: 'حيوانات وطبيعة',
  food: 'طعام وشراب',
  travel: 'سفر وأماكن',
  activities: 'أنشطة',
  objects: 'أشياء',
  symbols: 'رموز',
  flags: 'أعلام',
}
export default words
