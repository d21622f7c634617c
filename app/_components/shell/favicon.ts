const mark =
  '<rect width="32" height="32" rx="8" fill="#4f46d6"/><g fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"><path d="M13 8h-2a3 3 0 0 0-3 3v14"/><path d="M18 8h2.5a4.5 4.5 0 0 1 4.5 4.5v1a4.5 4.5 0 0 1-4.5 4.5H14"/></g>'

/** The mark, with a dot for what is unread or a count of mentions. */
export function faviconFor(mentions: number, unread: boolean): string {
  if (mentions === 0 && !unread) return '/favicon.svg'
  const text = mentions > 9 ? '9+' : String(mentions)
  const badge =
    mentions > 0
      ? `<circle cx="22" cy="22" r="10" fill="#d92d3a" stroke="#fff" stroke-width="1.5"/><text x="22" y="27" font-family="sans-serif" font-size="${mentions > 9 ? 11 : 14}" font-weight="700" fill="#fff" text-anchor="middle">${text}</text>`
      : '<circle cx="25" cy="7" r="6" fill="#d92d3a" stroke="#fff" stroke-width="1.5"/>'
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${mark}${badge}</svg>`)}`
}
