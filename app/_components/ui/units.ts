/** A field's `maxLength` counts UTF-16 units, of which an emoji takes two; limits count it as one, and the server has the last word. */
export const unitsOf = (characters: number): number => 2 * characters
