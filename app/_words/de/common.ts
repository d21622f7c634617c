import type en from '../en/common.ts'

const words: typeof en = {
  optional: 'freiwillig',
}
export default words
