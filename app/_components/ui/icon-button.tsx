import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> & {
  /** What it does: its name and its tooltip. */
  label: string
  /** A shortcut's id or keys, shown in the tooltip. */
  keys?: string | undefined
  size?: 'small' | 'normal'
  pressed?: boolean | undefined
  children: ReactNode
  ref?: Ref<HTMLButtonElement> | undefined
}

export function IconButton({ label, keys, size = 'normal', pressed, className = '', children, type = 'button', ...rest }: Props) {
  const box = size === 'small' ? 'size-7' : 'size-8 narrow:size-11'
  return (
    <button
      type={type}
      aria-label={label}
      aria-pressed={pressed}
      data-tip={label}
      data-tip-keys={keys}
      className={`grid shrink-0 place-items-center rounded-md text-soft transition-colors duration-120 hover:bg-hover hover:text-ink active:bg-press disabled:pointer-events-none disabled:opacity-40 aria-pressed:bg-press aria-pressed:text-ink ${box} ${className}`}
      {...rest}
    >
      {children}
    </button>
  )
}
