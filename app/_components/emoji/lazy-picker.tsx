'use client'

import dynamic from 'next/dynamic'

/** The picker, fetched when it is first opened. */
export const LazyEmojiPicker = dynamic(() => import('./picker.tsx').then((module) => module.EmojiPicker))
