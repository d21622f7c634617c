import { Mark } from '#app/_components/ui/mark.tsx'
import { Bone, MessageBones, SidebarBones } from '#app/_components/ui/skeleton.tsx'

/** The shell as the server draws it: everything in its place, nothing known yet. */
export function ShellBones({ sidebarWidth, loading, community }: { sidebarWidth: number; loading: string; community: string }) {
  return (
    <div className="flex h-dvh overflow-hidden" aria-busy="true">
      <div className="flex shrink-0 flex-col border-e border-line bg-side narrow:hidden" style={{ width: sidebarWidth }}>
        <p className="flex h-13 items-center gap-2.5 px-4 font-semibold tracking-tight">
          <Mark size={24} /> <bdi className="truncate">{community}</bdi>
        </p>
        <SidebarBones />
      </div>
      <main className="flex min-w-0 flex-1 flex-col" aria-label={loading}>
        <div className="flex h-13 shrink-0 items-center border-b border-line px-5">
          <Bone className="h-4 w-32" />
        </div>
        <div className="flex flex-1 flex-col justify-end overflow-hidden pb-3">
          <MessageBones count={9} />
        </div>
        <div className="px-5 pb-5 narrow:px-3">
          <div className="h-11 rounded-xl border border-line-strong bg-field" />
        </div>
      </main>
    </div>
  )
}
