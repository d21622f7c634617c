'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type words from '#app/_words/en/pages.ts'

type Words = (typeof words)['errors']

const Context = createContext<Words | null>(null)

/** What a page that broke says. It comes with the frame: nothing may have to be fetched when it is needed. */
export const ErrorWords = ({ value, children }: { value: Words; children: ReactNode }) => (
  <Context value={value}>{children}</Context>
)

export const useErrorWords = (): Words | null => useContext(Context)
