import { Img } from '#app/_components/files/img.tsx'
import type { User } from '#protocol/models.ts'

/** A hue from an id: the same person has the same colour everywhere. */
export function hueOf(id: string): number {
  let hash = 0
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) | 0
  // Olive and mud, 70 to 130, are nobody's colour.
  return (130 + (Math.abs(hash) % 300)) % 360
}

function initialsOf(name: string): string {
  const [first, second] = name.trim().split(/\s+/)
  const letter = (word: string | undefined) => [...(word ?? '')][0] ?? ''
  return (letter(first) + letter(second)).toUpperCase() || '?'
}

type Props = { user: User | undefined; id: string; size: 16 | 20 | 24 | 28 | 36 | 56 | 88 }

const sizes = {
  16: 'size-4 rounded-[5px] text-[0.4375rem]',
  20: 'size-5 rounded-[5px] text-[0.5625rem]',
  24: 'size-6 rounded-md text-[0.625rem]',
  28: 'size-7 rounded-md text-[0.6875rem]',
  36: 'size-9 rounded-[9px] text-[0.8125rem] compact:ms-auto compact:size-6 compact:rounded-md compact:text-[0.625rem]',
  56: 'size-14 rounded-[14px] text-[1.25rem]',
  88: 'size-22 rounded-[22px] text-[2rem]',
}

/** A person's picture, or their initials on their own hue. Decoration: the name stands beside it. */
export function Avatar({ user, id, size }: Props) {
  return (
    <span
      aria-hidden="true"
      className={`relative grid shrink-0 overflow-hidden place-items-center font-semibold tracking-wide text-white select-none ${sizes[size]}`}
      style={{ background: `oklch(0.51 0.105 ${hueOf(id)})` }}
    >
      {initialsOf(user?.displayName ?? '')}
      {/* Where it does not come, nothing is drawn of it and the initials stay. A provider’s picture is elsewhere: nobody is sent there. */}
      {user?.avatarUrl?.startsWith('/') && (
        <Img alt="" src={user.avatarUrl} className="absolute inset-0 size-full object-cover" />
      )}
    </span>
  )
}
