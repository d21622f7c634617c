import type { Locator } from '@playwright/test'

/** Types into a field, and answers how long each key kept the page busy (ms): from the key going down to its letter laid out. */
export async function typeKeys(field: Locator, text: string): Promise<number[]> {
  await field.focus()
  await field.evaluate((element) => {
    const took: number[] = []
    Object.assign(window, { took })
    let from = 0
    element.ownerDocument.addEventListener(
      'keydown',
      () => {
        from = performance.now()
      },
      true,
    )
    // What the page does about a letter is done by the end of this task, before the next frame can be drawn.
    element.addEventListener('input', () =>
      queueMicrotask(() =>
        queueMicrotask(() => {
          void document.body.offsetHeight
          took.push(performance.now() - from)
        }),
      ),
    )
  })
  await field.pressSequentially(text, { delay: 15 })
  return field.evaluate(() => (window as unknown as { took: number[] }).took)
}
