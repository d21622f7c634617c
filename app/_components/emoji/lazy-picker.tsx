'use client'

import { fetched } from '#app/_components/ui/fetched.tsx'

/** The picker, fetched when it is first opened. */
export const LazyEmojiPicker = fetched(() => import('./picker.tsx').then((module) => module.EmojiPicker), 'emoji')
