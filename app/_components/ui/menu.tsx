'use client'

import { Check, ChevronRight } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode, RefObject } from 'react'
import { direction } from '#app/_words/say.ts'

type Props = {
  label: string
  onClose: () => void
  /** Gets the focus back. */
  button: RefObject<HTMLElement | null>
  side?: 'top' | 'bottom'
  align?: 'start' | 'end'
  children: ReactNode
}

/** A menu over the positioned element it is placed in. It is fetched and made only when it opens, so it is always open. */
export function Menu({ label, onClose, button, side = 'bottom', align = 'end', children }: Props) {
  return (
    <DropdownMenu.Root open dir={direction()} onOpenChange={(open) => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span className="pointer-events-none absolute inset-1" aria-hidden="true" tabIndex={-1} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={label}
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={10}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (document.activeElement === document.body) button.current?.focus({ preventScroll: true })
          }}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 animate-appear overflow-y-auto rounded-xl bg-float p-1.5 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

const itemClass =
  'flex h-8 cursor-default items-center gap-2.5 rounded-md px-2 text-[0.875rem] outline-none select-none data-highlighted:bg-press narrow:h-11'

type ItemProps = { icon?: ReactNode; danger?: boolean | undefined; onSelect: () => void; hint?: ReactNode; children: ReactNode }

export function MenuItem({ icon, danger, onSelect, hint, children }: ItemProps) {
  return (
    <DropdownMenu.Item onSelect={onSelect} className={`${itemClass} ${danger ? 'text-danger' : ''}`}>
      {icon && <span className={`grid w-4 place-items-center ${danger ? '' : 'text-soft'}`}>{icon}</span>}
      <span className="flex-1">{children}</span>
      {hint}
    </DropdownMenu.Item>
  )
}

type RadioProps<Value extends string> = {
  label: string
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; words: string; icon?: ReactNode }[]
}

/** One of several. */
export function MenuRadios<Value extends string>({ label, value, onChange, options }: RadioProps<Value>) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(chosen) => onChange(chosen as Value)} aria-label={label}>
      <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-[0.75rem] font-medium text-soft">{label}</DropdownMenu.Label>
      {options.map((option) => (
        <DropdownMenu.RadioItem
          key={option.value}
          value={option.value}
          onSelect={(event) => event.preventDefault()}
          className={itemClass}
        >
          {option.icon && <span className="grid w-4 place-items-center text-soft">{option.icon}</span>}
          <span className="flex-1">{option.words}</span>
          <DropdownMenu.ItemIndicator>
            <Check size={15} className="text-accent" />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  )
}

/** Something that is on or off. */
export function MenuCheck({ checked, onChange, children }: { checked: boolean; onChange: () => void; children: ReactNode }) {
  return (
    <DropdownMenu.CheckboxItem checked={checked} onCheckedChange={onChange} className={itemClass}>
      <span className="flex-1">{children}</span>
      <DropdownMenu.ItemIndicator>
        <Check size={15} className="text-accent" />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.CheckboxItem>
  )
}

/** A menu behind an item. */
export function MenuMore({ icon, label, children }: { icon?: ReactNode; label: string; children: ReactNode }) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={`${itemClass} data-[state=open]:bg-press`}>
        {icon && <span className="grid w-4 place-items-center text-soft">{icon}</span>}
        <span className="flex-1">{label}</span>
        <ChevronRight size={15} className="text-soft rtl:-scale-x-100" aria-hidden="true" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent
          aria-label={label}
          sideOffset={2}
          collisionPadding={10}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-72 animate-appear overflow-y-auto rounded-xl bg-float p-1.5 shadow-float"
        >
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  )
}

export function MenuLine() {
  return <DropdownMenu.Separator className="mx-2 my-1.5 h-px bg-line" />
}
