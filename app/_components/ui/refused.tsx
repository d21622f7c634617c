/** What was refused, beside the button that asked for it; read out as it comes. */
export function Refused({ id, children }: { id?: string; children: string | null }) {
  if (!children) return null
  return (
    <p id={id} role="alert" className="text-meta text-danger">
      {children}
    </p>
  )
}
