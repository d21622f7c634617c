/** Keys as they stand on the keyboard. */
export function Keycaps({ caps, inverse = false }: { caps: readonly string[]; inverse?: boolean }) {
  const look = inverse ? 'bg-canvas/18' : 'border border-line-strong bg-side text-soft'
  return (
    <span dir="ltr" className="inline-flex gap-1">
      {caps.map((cap) => (
        <kbd key={cap} className={`min-w-5 rounded px-1 text-center font-sans text-[0.6875rem] leading-[1.125rem] ${look}`}>
          {cap}
        </kbd>
      ))}
    </span>
  )
}
