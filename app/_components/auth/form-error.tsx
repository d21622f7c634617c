/** What went wrong with the whole form. Always present, so that screen readers hear it change. */
export function FormError({ children }: { children: string | null }) {
  return (
    <div role="alert" className="empty:hidden">
      {children && (
        <p className="rounded-lg bg-danger/10 px-3 py-2.5 text-meta text-danger" dir="auto">
          {children}
        </p>
      )}
    </div>
  )
}
