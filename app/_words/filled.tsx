import { Fragment, type ReactNode } from 'react'

/** A sentence with something drawn in its place: `filled('Pinned by {}', <b>Ada</b>)`. Several stand at `{0}`, `{1}`, in any order. */
export function filled(sentence: string, ...parts: readonly ReactNode[]): ReactNode {
  return sentence.split(/(\{\d?\})/).map((piece, index) => {
    const place = /^\{(\d?)\}$/.exec(piece)
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence stay where they are
    return <Fragment key={index}>{place ? parts[Number(place[1])] : piece}</Fragment>
  })
}
