'use client'

import { Ban, Bell, BellOff, Ellipsis } from 'lucide-react'
import { useRef, useState } from 'react'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { Menu, MenuItem } from '#app/_components/ui/menu.tsx'
import { say } from '#app/_words/say.ts'
import { useMark, useSetMark } from './marks.ts'

/** What one can do to hear less of somebody, or nothing. */
export function MarkMenu({ userId, name }: { userId: string; name: string }) {
  const mark = useMark(userId)
  const set = useSetMark()
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <span className="relative me-auto">
      <IconButton
        ref={button}
        label={say.people.moreAbout(name)}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <Ellipsis size={18} />
      </IconButton>
      {open && (
        <Menu label={name} side="top" align="start" onClose={() => setOpen(false)} button={button}>
          {mark !== 'block' && (
            <MenuItem
              icon={mark === 'mute' ? <Bell size={15} /> : <BellOff size={15} />}
              onSelect={() => void set(userId, mark === 'mute' ? null : 'mute')}
            >
              {mark === 'mute' ? say.people.unmute : say.people.mute}
            </MenuItem>
          )}
          <MenuItem
            icon={<Ban size={15} />}
            danger={mark !== 'block'}
            onSelect={() => void set(userId, mark === 'block' ? null : 'block')}
          >
            {mark === 'block' ? say.people.unblock : say.people.block}
          </MenuItem>
        </Menu>
      )}
    </span>
  )
}
