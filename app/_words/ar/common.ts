import type en from '../en/common.ts'

const words: typeof en = {
  optional: 'اختياري',
}
export default words
