import type { ButtonHTMLAttributes, Ref } from 'react'

type Tone = 'primary' | 'quiet' | 'plain' | 'danger'

const tones: Record<Tone, string> = {
  primary: 'bg-accent-fill text-on-accent hover:bg-accent-fill-hover',
  quiet: 'border border-line-strong hover:bg-hover active:bg-press',
  plain: 'hover:bg-hover active:bg-press',
  danger: 'bg-danger-fill text-on-accent hover:brightness-95',
}

const shape =
  'inline-flex items-center justify-center gap-2 rounded-lg px-3.5 h-9 narrow:h-11 text-[0.875rem] font-medium transition-colors duration-120 disabled:opacity-55 disabled:pointer-events-none select-none whitespace-nowrap'

export function buttonClass(tone: Tone = 'quiet', className = ''): string {
  return `${shape} ${tones[tone]} ${className}`
}

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { tone?: Tone; ref?: Ref<HTMLButtonElement>; 'data-on-enter'?: boolean }

export function Button({ tone = 'quiet', className = '', type = 'button', ...rest }: Props) {
  return <button type={type} className={buttonClass(tone, className)} {...rest} />
}
