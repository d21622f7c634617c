'use client'

import { CalendarClock, Clock, Inbox } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { Menu, MenuItem, MenuLine } from '#app/_components/ui/menu.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { go, inboxPath } from '#app/_hooks/place.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { laterChoices } from '#app/_words/when.ts'

type Props = {
  button: RefObject<HTMLButtonElement | null>
  onClose: () => void
  onChoose: (at: Date) => Promise<void>
  onPick: () => void
}

export function SendLaterMenu({ button, onClose, onChoose, onPick }: Props) {
  const [choices] = useState(() => laterChoices(new Date()))
  return (
    <Menu label={say.menus.sendLater} onClose={onClose} button={button} side="top">
      {choices.map((choice) => (
        <MenuItem
          key={choice.words}
          icon={<Clock size={15} />}
          onSelect={() => void onChoose(choice.at).catch((error: unknown) => tell(refusalInWords(error), 'refused'))}
        >
          {choice.words}
        </MenuItem>
      ))}
      <MenuItem icon={<CalendarClock size={15} />} onSelect={onPick}>
        {say.menus.anotherTimeDots}
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<Inbox size={15} />} onSelect={() => go(inboxPath('scheduled'))}>
        {say.menus.scheduledMessages}
      </MenuItem>
    </Menu>
  )
}
