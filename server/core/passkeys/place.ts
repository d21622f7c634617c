/** Where a passkey is for: the name it is bound to, and the pages that may ask for it. */
export type PasskeyPlace = { rpId: string; origin: string }

/** By the address that people typed; a browser binds a passkey to it whatever we say. */
export const placeOf = (origin: string): PasskeyPlace => ({ rpId: new URL(origin).hostname, origin })
