import type { OutgoingHttpHeaders } from 'node:http'
import type { FileRow } from '#server/core/files/row.ts'

/** As long as the address is good at most; kept by nobody but the browser. */
const KEPT = 'private, max-age=60, immutable'
/** Whatever is in it, opened by itself it runs nothing, loads nothing and is framed nowhere. */
const POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const SHOWN = /^(image|video|audio)\//

/** How a file, or the wanted range of it, is answered: as what it was found to be, and inline only where it is shown in pages [E2]. */
export function describeFile(
  { name, type, size }: Pick<FileRow, 'name' | 'type' | 'size'>,
  isDownload: boolean,
  wanted?: string,
): { status: 200 | 206 | 416; headers: OutgoingHttpHeaders; from: number; to: number } {
  const headers: OutgoingHttpHeaders = {
    'content-type': type === 'text/plain' ? 'text/plain; charset=utf-8' : type,
    'content-disposition': `${!isDownload && SHOWN.test(type) ? 'inline' : 'attachment'}; ${fileName(name)}`,
    'content-security-policy': POLICY,
    'cache-control': KEPT,
    'accept-ranges': 'bytes',
  }
  const range = wanted === undefined ? null : readRange(wanted, size)
  if (range === 'unsatisfiable')
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` }, from: 0, to: 0 }
  const { from, to } = range ?? { from: 0, to: size }
  const ranged = range ? { 'content-range': `bytes ${from}-${to - 1}/${size}` } : {}
  return { status: range ? 206 : 200, headers: { ...headers, ...ranged, 'content-length': to - from }, from, to }
}

/** One range of bytes (RFC 9110); null for what is no such, which is answered whole. */
function readRange(wanted: string, size: number): { from: number; to: number } | 'unsatisfiable' | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(wanted) ?? []
  if (first === '' && last === '') return null
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  return from >= to ? 'unsatisfiable' : { from, to }
}

/** RFC 6266: ASCII for old readers, and the name itself. Nothing in it ends the header or the quotes. */
function fileName(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `filename="${ascii}"; filename*=UTF-8''${encoded}`
}
