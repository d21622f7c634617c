export { createChat } from './chat.ts'
export { waitsFor } from './rooms/confirm.ts'
export { isShared } from './rooms/cursors.ts'
export type * from './types.ts'
