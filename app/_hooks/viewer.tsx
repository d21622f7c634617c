'use client'

import { createContext, useContext } from 'react'
import type { User } from '#protocol/models.ts'

export const ViewerContext = createContext<User | null>(null)

/** Who is signed in, as the server knew when it drew the page. */
export function useViewer(): User {
  const viewer = useContext(ViewerContext)
  if (viewer === null) throw new Error('useViewer is used outside of ChatRoot')
  return viewer
}
