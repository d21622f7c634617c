'use client'

import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { say } from '#app/_words/say.ts'
import { IconButton } from './icon-button.tsx'

type Props = {
  title: string
  description?: string | undefined
  onClose: () => void
  children: ReactNode
  /** `top`: near the top, without a heading, for the switcher. `sheet`: from below, for fingers. */
  look?: 'middle' | 'top' | 'sheet'
  width?: string
}

const places = {
  middle: 'top-1/2 left-1/2 max-h-[min(86dvh,720px)] -translate-x-1/2 -translate-y-1/2 rounded-2xl',
  top: 'top-[14dvh] left-1/2 max-h-[70dvh] -translate-x-1/2 rounded-2xl narrow:top-3',
  sheet: 'inset-x-0 bottom-0 max-h-[85dvh] w-full rounded-t-2xl pb-[env(safe-area-inset-bottom)]',
}

/** What stands over everything and keeps the focus until it is closed; then focus goes back to where it was. */
export function Dialog({ title, description, onClose, children, look = 'middle', width = 'w-[440px]' }: Props) {
  const before = useRef(typeof document === 'undefined' ? [] : findOpeners())
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-black/30" />
        <Primitive.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          onOpenAutoFocus={(event) => {
            // Comes only when nothing took the focus by itself, which a menu or a dialog that is going prevents: then the
            // field to type in has it, the verb that waits for Enter, or the dialog, not its close button.
            event.preventDefault()
            if (!(event.currentTarget instanceof HTMLElement)) return
            const first =
              event.currentTarget.querySelector<HTMLElement>('[data-on-open]') ??
              event.currentTarget.querySelector<HTMLElement>('[data-on-enter]')
            ;(first ?? event.currentTarget).focus()
          }}
          onCloseAutoFocus={(event) => {
            const opener = before.current.find((element) => element.isConnected)
            if (!(opener instanceof HTMLElement)) return
            event.preventDefault()
            opener.focus({ preventScroll: true })
          }}
          className={`fixed z-40 flex max-w-[calc(100vw-24px)] animate-appear flex-col overflow-hidden bg-float shadow-float outline-none ${places[look]} ${look === 'sheet' ? 'max-w-none' : width}`}
        >
          <div className={look === 'middle' ? 'flex items-start justify-between gap-3 px-5 pt-4.5 pb-3' : 'sr-only'}>
            <div className="flex min-w-0 flex-col gap-0.5">
              <Primitive.Title className="text-[1.0625rem] leading-6 font-semibold tracking-tight" dir="auto">
                {title}
              </Primitive.Title>
              {description !== undefined && (
                <Primitive.Description className="text-meta text-soft">{description}</Primitive.Description>
              )}
            </div>
            {look === 'middle' && (
              <Primitive.Close asChild>
                <IconButton label={say.common.close} className="-me-1.5 -mt-1 narrow:-mt-2.5">
                  <X size={18} />
                </IconButton>
              </Primitive.Close>
            )}
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** What opened the dialog that was opened last from outside of any. */
let outside: Element | null = null

/**
 * Where the focus may go back to, best first: where it is; of a menu, which is gone when the dialog is, the button that
 * opened it; and of a dialog that makes way for this one, what opened that.
 */
function findOpeners(): Element[] {
  const focused = document.activeElement
  const opener = focused?.closest('[role=menu]') ? document.querySelector('[aria-haspopup=menu][aria-expanded=true]') : focused
  const isInside = Boolean(opener?.closest('[role=dialog]'))
  if (!isInside) outside = opener
  return [opener, outside].filter((element) => element !== null)
}

/** The row of verbs at the end of a dialog. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className="flex justify-end gap-2 px-5 pt-2 pb-5">{children}</div>
}
