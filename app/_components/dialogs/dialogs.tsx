'use client'

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { fetched } from '#app/_components/ui/fetched.tsx'
import type { Scheduled } from '#protocol/later.ts'
import type { Attachment, Message } from '#protocol/models.ts'

const DialogHost = fetched(() => import('./dialog-host.tsx').then((module) => module.DialogHost))

/** What stands over the chat and wants an answer. One at a time. */
export type DialogSpec =
  | { name: 'switcher' }
  | { name: 'shortcuts' }
  | { name: 'create-room' }
  | { name: 'new-message' }
  | { name: 'invite'; roomId: string }
  | { name: 'room-settings'; roomId: string }
  | { name: 'webhooks'; roomId: string }
  | { name: 'section'; sectionId?: string; roomId?: string }
  | { name: 'groups' }
  | { name: 'group'; groupId: string }
  | { name: 'health'; roomId: string }
  | { name: 'profile'; userId: string }
  | { name: 'status' }
  | { name: 'reactors'; roomId: string; messageId: string }
  | { name: 'readers'; message: Message }
  | { name: 'why-unread'; roomId: string }
  | { name: 'confirmations'; roomId: string; messageId: string }
  | { name: 'to-confirm' }
  | { name: 'tell-everybody' }
  | { name: 'message-sheet'; actions: SheetAction[]; onReact: ((emoji: string) => void) | null; preview: string }
  | { name: 'versions'; message: Message }
  | { name: 'forward'; message: Message }
  | { name: 'files'; files: readonly Attachment[]; at: number; mine?: boolean }
  | { name: 'describe-file'; file: Attachment }
  | { name: 'custom-emoji' }
  | { name: 'connections' }
  | { name: 'when'; title: string; about?: string; verb: string; at?: Date; run: (at: Date) => Promise<void> }
  | { name: 'edit-scheduled'; scheduled: Scheduled }
  | { name: 'keywords' }
  | { name: 'confirm'; title: string; text: string; action: string; danger?: boolean; run: () => void | Promise<void> }

export type SheetAction = { id: string; label: string; icon: ReactNode; danger?: boolean | undefined; run: () => void }

type Dialogs = { open: (dialog: DialogSpec) => void; close: () => void; current: DialogSpec | null }

const DialogsContext = createContext<Dialogs | null>(null)

export function useDialogs(): Dialogs {
  const dialogs = useContext(DialogsContext)
  if (dialogs === null) throw new Error('useDialogs is used outside of ChatRoot')
  return dialogs
}

export function DialogsProvider({ children }: { children: ReactNode }) {
  const [current, setCurrent] = useState<DialogSpec | null>(null)
  const close = useCallback(() => setCurrent(null), [])
  const value = useMemo(() => ({ open: setCurrent, close, current }), [close, current])
  return (
    <DialogsContext value={value}>
      {children}
      {current && <DialogHost dialog={current} onClose={close} />}
    </DialogsContext>
  )
}
