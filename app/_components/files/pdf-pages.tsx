'use client'

import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { say } from '#app/_words/say.ts'
import type { Attachment } from '#protocol/models.ts'
import { filePath } from './words.ts'

/** More pages are in the download. */
const PAGES_MAX = 100
const WIDTH_MAX = 900

/** The pages of a PDF, drawn here on canvases: nothing in it runs, links nowhere, and loads nothing. */
export function PdfPages({ file }: { file: Attachment }) {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  const [failed, setFailed] = useState(false)

  useEffect(() => {
    let dropped = false
    let close = () => {}
    openPdf(filePath(file.id)).then(
      (opened) => {
        close = () => void opened.destroy()
        if (dropped) close()
        else setPdf(opened)
      },
      () => !dropped && setFailed(true),
    )
    return () => {
      dropped = true
      close()
    }
  }, [file.id])

  if (failed) return <p className="p-6 text-center text-danger">{say.files.thisPdfCantBeShown}</p>
  if (pdf === null) return <Bone className="mx-auto my-5 aspect-[1/1.41] w-full max-w-3xl" />
  const numbers = Array.from({ length: Math.min(pdf.numPages, PAGES_MAX) }, (_, index) => index + 1)
  return (
    <section
      aria-label={say.files.pages}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="flex min-h-0 flex-1 flex-col items-center gap-3 overflow-y-auto p-4 narrow:p-2"
    >
      {numbers.map((number) => (
        <Page key={number} pdf={pdf} number={number} />
      ))}
      {pdf.numPages > PAGES_MAX && <p className="text-meta text-soft">{say.files.thereAreMorePagesIn}</p>}
    </section>
  )
}

async function openPdf(url: string): Promise<PDFDocumentProxy> {
  const { getDocument, GlobalWorkerOptions } = await import('pdfjs-dist')
  GlobalWorkerOptions.workerSrc = new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).toString()
  // The address that this leads to ends after a minute: all of it is fetched at once.
  return getDocument({
    url,
    enableXfa: false,
    isEvalSupported: false,
    useWasm: false,
    disableRange: true,
    disableStream: true,
    stopAtErrors: true,
  }).promise
}

/** One page, drawn when it comes near the screen. */
function Page({ pdf, number }: { pdf: PDFDocumentProxy; number: number }) {
  const box = useRef<HTMLCanvasElement>(null)
  const [words, setWords] = useState('')

  useEffect(() => {
    const canvas = box.current
    if (!canvas) return
    let dropped = false
    async function draw() {
      const page = await pdf.getPage(number)
      if (dropped || !canvas) return
      const width = Math.min(WIDTH_MAX, canvas.parentElement?.clientWidth ?? WIDTH_MAX) * window.devicePixelRatio
      const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width })
      canvas.width = viewport.width
      canvas.height = viewport.height
      canvas.style.aspectRatio = `${viewport.width} / ${viewport.height}`
      await page.render({ canvas, viewport }).promise
      const { items } = await page.getTextContent()
      if (!dropped) setWords(items.map((item) => ('str' in item ? item.str : '')).join(' '))
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        observer.disconnect()
        draw().catch(() => undefined)
      },
      { rootMargin: '600px' },
    )
    observer.observe(canvas)
    return () => {
      dropped = true
      observer.disconnect()
    }
  }, [pdf, number])

  return (
    <canvas
      ref={box}
      role="img"
      aria-label={say.files.page(number, words).trim()}
      style={{ aspectRatio: '1 / 1.41' }}
      className="block w-full max-w-[900px] shrink-0 bg-white shadow-float"
    />
  )
}
