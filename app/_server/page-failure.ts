import { Refusal } from '#protocol/errors.ts'
import { toRefusal } from './answer.ts'

/**
 * What a page throws when it can't be made. Next prints what is thrown, and an error of the database carries rows and
 * queries: those go to the log, which says nothing of them [H5]. `digest` is all that reaches the browser.
 */
class PageFailure extends Error {
  readonly digest = 'unavailable'
}

/** What the database is asked for a route. Anything but a refusal is logged, and refused as `unavailable`. */
export async function asked<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw toRefusal(error)
  }
}

/** The same for a page: what can't be had now is thrown as what may be printed. */
export async function askedForPage<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await asked(work)
  } catch (error) {
    const isAway = error instanceof Refusal && error.code === 'unavailable'
    throw isAway ? new PageFailure('A page could not be made: see the log.') : error
  }
}

/** The same; null where the reader may not have it. */
export async function findForPage<Value>(work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await askedForPage(work)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
