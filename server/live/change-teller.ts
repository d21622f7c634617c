import { z } from 'zod'
import { id } from '#protocol/scalars.ts'
import type { Bus } from './bus.ts'

/** Changes wait this long for others to be told with. */
const TELL_AFTER_MS = 250
/** People named in one message between nodes: about 20 KB. */
const PEOPLE_PER_MESSAGE = 500
const TOPIC = 'presence'
const news = z.array(id).max(PEOPLE_PER_MESSAGE)

/** Collects people who look different, and tells them together: to this node's listeners, and to other nodes if they are news. */
export function createChangeTeller(deps: { bus: Bus }) {
  const listeners = new Set<(userIds: string[]) => void>()
  const pending = new Set<string>()
  const pendingNews = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const tell = () => {
    timer = undefined
    const [all, own] = [[...pending], [...pendingNews]]
    pending.clear()
    pendingNews.clear()
    for (let i = 0; i < own.length; i += PEOPLE_PER_MESSAGE) deps.bus.publish(TOPIC, own.slice(i, i + PEOPLE_PER_MESSAGE))
    for (const listener of listeners) listener(all)
  }
  /** For this node's listeners only: other nodes know. */
  const heard = (userIds: string[]) => {
    for (const userId of userIds) pending.add(userId)
    if (pending.size > 0) timer ??= setTimeout(tell, TELL_AFTER_MS).unref()
  }
  const stopListening = deps.bus.subscribe(TOPIC, (payload) => {
    const { data } = news.safeParse(payload)
    if (data) heard(data)
  })

  return {
    heard,
    changed: (userIds: string[]) => {
      for (const userId of userIds) pendingNews.add(userId)
      heard(userIds)
    },
    onChange: (listener: (userIds: string[]) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => {
      clearTimeout(timer)
      stopListening()
      listeners.clear()
    },
  }
}
