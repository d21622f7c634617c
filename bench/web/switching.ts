import type { Page } from '@playwright/test'

type Room = { id: string; name: string }

/** Goes from room to room by the sidebar, `times` times, and answers how long each took (ms): from the click to its messages laid out. */
export async function switchRooms(page: Page, rooms: readonly Room[], times: number): Promise<number[]> {
  const took: number[] = []
  for (let i = 0; i < times; i++) took.push(await switchTo(page, rooms[i % rooms.length]!))
  return took
}

const switchTo = (page: Page, { id, name }: Room): Promise<number> =>
  page.evaluate(
    ({ id, label }) =>
      new Promise<number>((resolve, reject) => {
        const link = document.querySelector<HTMLElement>(`a[data-room="${id}"]`)
        if (!link) return reject(new Error(`${label}: no such link`))
        const from = performance.now()
        link.click()
        const look = () => {
          const timeline = document.querySelector<HTMLElement>(`section[aria-label="${CSS.escape(label).replaceAll('\\', '')}"]`)
          const isDrawn = timeline?.ariaBusy === 'false' && timeline.querySelector('article') !== null
          if (isDrawn && timeline.getBoundingClientRect().height > 0) return resolve(performance.now() - from)
          if (performance.now() - from > 30_000) return reject(new Error(`${label} was not drawn`))
          // Sooner than the next frame, so that a frame's length is not what is measured.
          setTimeout(look, 0)
        }
        look()
      }),
    { id, label: `Messages in #${name}` },
  )

/** Bytes of the page's heap once all garbage is collected. */
export async function heapBytes(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.enable')
  for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  await devtools.detach()
  return usedSize
}
