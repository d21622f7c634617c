/** A grey place where something will stand, of the same size. */
export function Bone({ className = '' }: { className?: string }) {
  return <span aria-hidden="true" className={`block animate-breathe rounded bg-press ${className}`} />
}

const widths = ['w-3/5', 'w-4/5', 'w-2/5', 'w-[70%]', 'w-1/2', 'w-[65%]', 'w-1/3', 'w-3/4']

/** Rows as tall as messages. */
export function MessageBones({ count }: { count: number }) {
  return Array.from({ length: count }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: bones are all the same
    <div key={index} aria-hidden="true" className="flex gap-3 px-5 py-2">
      <Bone className="size-9 rounded-[9px]" />
      <div className="flex max-w-[76ch] flex-1 flex-col gap-2 pt-1">
        <Bone className="h-3 w-28" />
        <Bone className={`h-3 ${widths[index % widths.length]}`} />
      </div>
    </div>
  ))
}

export function SidebarBones() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-3.5 px-4 py-3">
      {widths.map((width) => (
        <Bone key={width} className={`h-3 ${width}`} />
      ))}
    </div>
  )
}
