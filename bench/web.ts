import { chromium } from '@playwright/test'
import { ensureBuild } from '#bin/build.ts'
import { requireChromium } from '#bin/chromium.ts'
import { requireRedisServer } from '#bin/redis-server.ts'
import { startInstallation } from '#e2e/fixtures/installation.ts'
import { makeAccount, signIn } from '#e2e/fixtures/people.ts'
import { watchTrouble } from '#e2e/fixtures/trouble.ts'
import startTestServers from '#server/testing/global.ts'
import { createPerson } from '#server/testing/people.ts'
import type { Options } from './options.ts'
import type { Result } from './report/result.ts'
import { spreadOf } from './report/spread.ts'
import { BUDGETS, p95 } from './web/budgets.ts'
import { makeRooms } from './web/community.ts'
import { firstLoadBytes, firstPaint } from './web/first-load.ts'
import { heapBytes, switchRooms } from './web/switching.ts'
import { typeKeys } from './web/typing.ts'

const VIEWPORT = { width: 1440, height: 900 }
const SWITCHES = 60
const HEAP_SWITCHES = 200
const KEYS = 'the quick brown fox jumps over the lazy dog '.repeat(3)

/** What the pages take: their scripts, the first drawing, changes of room, keys and memory, in a Chromium on this machine. */
export async function web({ repeats }: Options): Promise<Result> {
  requireRedisServer()
  await ensureBuild({ PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' })
  const stopServers = await startTestServers()
  const installation = await startInstallation()
  const browser = await chromium.launch({ executablePath: requireChromium(), args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  try {
    await createPerson(installation, { username: 'keeper', displayName: 'Keeper' })
    const account = await makeAccount(installation, 'Ada')
    const origin = installation.url()
    const open = async () => {
      const context = await browser.newContext({ viewport: VIEWPORT })
      await signIn(context, origin, account.username)
      return context
    }
    const context = await open()
    const page = await context.newPage()
    const person = { ...account, page, context, origin, trouble: watchTrouble(context, 'Ada') }
    const rooms = await makeRooms(installation, person)
    const [large] = rooms

    const stranger = await browser.newContext()
    const signInKB = (await firstLoadBytes(stranger.request, `${origin}/sign-in`)) / 1_024
    const chatKB = (await firstLoadBytes(context.request, `${origin}/r/${large!.id}`)) / 1_024
    const lcp: number[] = []
    const cls: number[] = []
    const switches: number[] = []
    const keys: number[] = []
    for (let i = 0; i < repeats; i++) {
      const fresh = await open()
      const seen = await firstPaint(fresh, `${origin}/r/${large!.id}`, (first) =>
        first.getByRole('article').first().waitFor({ state: 'visible' }),
      )
      lcp.push(seen.lcpMs)
      cls.push(seen.cls)
      await fresh.close()
    }
    await page.goto(`${origin}/r/${large!.id}`)
    const field = page.getByRole('textbox', { name: /^Message / })
    await field.waitFor()
    await switchRooms(page, rooms, rooms.length * 2)
    const before = await heapBytes(page)
    for (let i = 0; i < repeats; i++) switches.push(p95(await switchRooms(page, rooms, SWITCHES)))
    await switchRooms(page, rooms, Math.max(0, HEAP_SWITCHES - repeats * SWITCHES))
    await switchRooms(page, rooms, 1)
    const heapShare = (await heapBytes(page)) / before - 1
    for (let i = 0; i < repeats; i++) {
      await field.fill('')
      keys.push(p95(await typeKeys(field, KEYS)))
    }
    await context.close()
    await stranger.close()
    return toResult({ signInKB, chatKB, lcp, cls, switches, keys, heapShare })
  } finally {
    await browser.close()
    await installation.close()
    await stopServers()
  }
}

type Measured = {
  signInKB: number
  chatKB: number
  lcp: number[]
  cls: number[]
  switches: number[]
  keys: number[]
  heapShare: number
}

function toResult({ signInKB, chatKB, lcp, cls, switches, keys, heapShare }: Measured): Result {
  const lines: [what: string, values: number[], budget: number][] = [
    ['scripts of sign-in, KB gz', [signInKB], BUDGETS.signInKB],
    ['scripts of a room, KB gz', [chatKB], BUDGETS.chatKB],
    ['largest part drawn, ms', lcp, BUDGETS.lcpMs],
    ['layout shift', cls, BUDGETS.cls],
    ['change of room, p95 ms', switches, BUDGETS.switchMs],
    ['a key among 10,000 messages, p95 ms', keys, BUDGETS.keyMs],
    ['heap after 200 changes, %', [Math.abs(heapShare) * 100], BUDGETS.heapShare * 100],
  ]
  const rows = lines.map(([what, values, budget]) => {
    const measured = spreadOf(values) ?? { median: Number.NaN, min: Number.NaN, max: Number.NaN }
    return { what, measured, budget, missed: measured.median <= budget ? '' : 'missed' }
  })
  return {
    name: 'web',
    title: 'The pages in Chromium, production build on the loopback',
    columns: [
      { key: 'what', title: 'what' },
      { key: 'measured', title: 'measured', digits: 2, spread: true },
      { key: 'budget', title: 'at most', digits: 2 },
      { key: 'missed', title: '' },
    ],
    rows,
    notes: [],
    failures: rows.filter(({ measured }) => Number.isNaN(measured.median)).map(({ what }) => `${what} could not be measured`),
  }
}
