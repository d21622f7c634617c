import { EmojiSign } from '#app/_components/emoji/sign.tsx'
import { say } from '#app/_words/say.ts'
import type { Message, User } from '#protocol/models.ts'
import { Avatar } from './avatar.tsx'

type Props = { message: Pick<Message, 'authorId' | 'shownAs'>; author: User | undefined; size: 20 | 28 | 36 }

const sizes = { 20: 'size-5 rounded-[5px] text-[0.75rem]', 28: 'size-7 rounded-md', 36: 'size-9 rounded-[9px] text-[1.25rem]' }

/** Who wrote a message: their picture, or the sign a webhook posted it under. */
export function AuthorPicture({ message, author, size }: Props) {
  const icon = message.shownAs?.icon
  if (icon === undefined) return <Avatar user={author} id={message.authorId} size={size} />
  return (
    <span aria-hidden="true" className={`grid shrink-0 place-items-center bg-press leading-none ${sizes[size]}`}>
      <EmojiSign emoji={icon} />
    </span>
  )
}

/** What a webhook posted is a bot's, whatever name it stands under. */
export const BotMark = ({ author }: { author: User | undefined }) =>
  author?.bot ? (
    <span className="shrink-0 self-center rounded bg-press px-1 text-[0.6875rem] leading-4 font-medium text-soft">
      {say.common.bot}
    </span>
  ) : null
