/** Somebody or something is there now. The words beside it say so too. */
export function Dot({ faint = false }: { faint?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={`inline-block size-2 shrink-0 rounded-full ${faint ? 'shadow-[inset_0_0_0_1.5px_var(--success)]' : 'bg-success'}`}
    />
  )
}
