import type { ComponentProps } from 'react'

/** A picture of somebody's: it comes from an address that ends, in the size it is drawn, and no optimiser ever sees it. */
export const Img = ({ alt, ...rest }: ComponentProps<'img'> & { alt: string }) => (
  // biome-ignore lint/performance/noImgElement: see above
  <img alt={alt} {...rest} />
)
