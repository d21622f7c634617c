/** A page that is not fetched, or that shows nothing: trying again is no use. The words are for logs and hold no address. */
export class NoPreview extends Error {}
