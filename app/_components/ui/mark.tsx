/** Two facing brackets that read as a speech bubble and as a P. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true" className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent-fill" />
      <g stroke="#fff" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round">
        <path d="M13 8h-2a3 3 0 0 0-3 3v14" />
        <path d="M18 8h2.5a4.5 4.5 0 0 1 4.5 4.5v1a4.5 4.5 0 0 1-4.5 4.5H14" />
      </g>
    </svg>
  )
}
