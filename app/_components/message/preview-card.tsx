'use client'

import { safeLink } from '#app/_markdown/links.ts'
import { say } from '#app/_words/say.ts'
import type { Preview } from '#protocol/models.ts'

/** What a page that the message links to says of itself. Plain text; nothing is loaded from there. */
export function PreviewCard({ preview, tabbable }: { preview: Preview; tabbable: boolean }) {
  const link = safeLink(preview.url, preview.title)
  if (link === null) return null
  return (
    <aside aria-label={say.message.linkPreview} className="mt-1.5 mb-1 max-w-lg border-s-2 border-line-strong ps-3">
      <p className="truncate text-[0.75rem] leading-4 text-soft" dir="auto">
        {preview.site ?? new URL(link.href).host}
      </p>
      <a
        href={link.href}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
        tabIndex={tabbable ? 0 : -1}
        className="line-clamp-2 break-words font-medium text-accent hover:underline"
        dir="auto"
      >
        {preview.title}
      </a>
      {link.host && <span className="text-meta text-soft">{link.host}</span>}
      {preview.description && (
        <p className="line-clamp-2 break-words text-meta text-soft" dir="auto">
          {preview.description}
        </p>
      )}
    </aside>
  )
}
