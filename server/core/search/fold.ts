// Marks are letters' own in most scripts; in these they are accents and points that people leave out when they type.
const ACCENTED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}]/u
const MARKS = /\p{Mn}/gu
// Joiners, soft hyphens and variation selectors: drawn as nothing.
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu
// One letter with its marks; conjoining Hangul makes one syllable of several letters.
const CLUSTER = /[\u1100-\u11ff]+|\P{M}\p{M}*|\p{M}+/gu
const ASCII = /^[\0-\x7f]*$/

export type Folded = {
  text: string
  /** For each UTF-16 unit of the text, and its end, where it began in the original; null when every one stands where it was. */
  origin: Uint32Array | null
}

/**
 * A text as search compares it: compatibility forms made one (NFKC), lower case, without accents of Latin, Greek,
 * Cyrillic, Arabic and Hebrew, without what is drawn as nothing. What people type and what is stored go through it alike.
 */
export function fold(original: string): Folded {
  if (ASCII.test(original)) return { text: original.toLowerCase(), origin: null }
  const parts: string[] = []
  const origin: number[] = []
  let from = 0
  for (const [cluster] of original.matchAll(CLUSTER)) {
    const folded = foldCluster(cluster)
    parts.push(folded)
    for (let i = 0; i < folded.length; i++) origin.push(from)
    from += cluster.length
  }
  origin.push(from)
  return { text: parts.join(''), origin: Uint32Array.from(origin) }
}

function foldCluster(cluster: string): string {
  if (cluster.length === 1 && cluster <= '\x7f') return cluster.toLowerCase()
  const plain = cluster.normalize('NFKC').toLowerCase().replace(UNSEEN, '')
  return ACCENTED.test(plain) ? plain.normalize('NFD').replace(MARKS, '').normalize('NFC') : plain
}
