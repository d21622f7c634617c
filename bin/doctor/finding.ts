/**
 * What a look at one thing came to. `wrong` is something that does not work or is not safe, `doubt` something to know, `fine`
 * says what was found. `says` is one sentence or two: what is so and, unless it is fine, what to do. No secret is in it.
 */
export type Finding = { about: string; state: 'fine' | 'doubt' | 'wrong'; says: string }

export const fine = (about: string, says: string): Finding => ({ about, state: 'fine', says })
export const doubt = (about: string, says: string): Finding => ({ about, state: 'doubt', says })
export const wrong = (about: string, says: string): Finding => ({ about, state: 'wrong', says })

/** The finding of a look that throws: its words, wrong. */
export async function look(about: string, at: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await at()
  } catch (error) {
    return [wrong(about, error instanceof Error ? error.message : String(error))]
  }
}
