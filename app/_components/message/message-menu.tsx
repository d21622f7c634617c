'use client'

import type { RefObject } from 'react'
import { Keycaps } from '#app/_components/ui/keycaps.tsx'
import { Menu, MenuItem, MenuLine } from '#app/_components/ui/menu.tsx'
import { keycaps } from '#app/_shortcuts/keys.ts'
import { type ShortcutId, shortcuts } from '#app/_shortcuts/registry.ts'
import { say } from '#app/_words/say.ts'
import type { MessageAction } from './use-message-actions.tsx'

type Props = { actions: readonly MessageAction[]; button: RefObject<HTMLButtonElement | null>; onClose: () => void }

export function MessageMenu({ actions, button, onClose }: Props) {
  return (
    <Menu label={say.message.messageActions} onClose={onClose} button={button}>
      {actions.map((action) => (
        <span key={action.id}>
          {action.danger && actions.length > 1 && <MenuLine />}
          <MenuItem
            icon={action.icon}
            danger={action.danger}
            onSelect={action.run}
            hint={action.id in shortcuts ? <Keycaps caps={keycaps(shortcuts[action.id as ShortcutId].keys[0])} /> : undefined}
          >
            {action.label}
          </MenuItem>
        </span>
      ))}
    </Menu>
  )
}
