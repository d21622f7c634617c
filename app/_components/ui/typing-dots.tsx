/** Three dots: somebody writes. */
export function TypingDots() {
  return (
    <span aria-hidden="true" className="inline-flex shrink-0 items-center gap-[3px]">
      {[0, 160, 320].map((delay) => (
        <span key={delay} className="size-1 animate-breathe rounded-full bg-accent" style={{ animationDelay: `${delay}ms` }} />
      ))}
    </span>
  )
}
