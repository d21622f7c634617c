import { gzipSync } from 'node:zlib'
import type { APIRequestContext, BrowserContext, Page } from '@playwright/test'

/** Gzipped bytes of the scripts that a page's HTML loads; what is fetched later does not count, nor what only old browsers load. */
export async function firstLoadBytes(request: APIRequestContext, url: string): Promise<number> {
  const html = await (await request.get(url)).text()
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/\bnomodule\b/i.test(tag))
  const sources = new Set(tags.flatMap((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1] ?? []))
  if (sources.size === 0) throw new Error(`${url} loads no script at all`)
  let bytes = 0
  for (const source of sources) {
    const answer = await request.get(new URL(source.replaceAll('&amp;', '&'), url).href)
    if (!answer.ok()) throw new Error(`${source} answered ${answer.status()}`)
    bytes += gzipSync(await answer.body(), { level: 6 }).length
  }
  return bytes
}

/** Opens a page as somebody who was never there and answers when its largest part was drawn (ms) and how far things moved. */
export async function firstPaint(
  context: BrowserContext,
  url: string,
  isThere: (page: Page) => Promise<void>,
): Promise<{ lcpMs: number; cls: number }> {
  const page = await context.newPage()
  await page.addInitScript(() => {
    const seen = { lcpMs: 0, cls: 0 }
    Object.assign(window, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcpMs = entry.startTime
    }).observe({ type: 'largest-contentful-paint', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) seen.cls += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(url)
  await isThere(page)
  await page.waitForLoadState('networkidle')
  const seen = await page.evaluate(() => (window as unknown as { seen: { lcpMs: number; cls: number } }).seen)
  await page.close()
  return seen
}
