import type { ReactNode } from 'react'
import { Mark } from '#app/_components/ui/mark.tsx'
import { readCommunityName } from '#app/_server/community.ts'

export default async function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-side px-4 pt-[max(3rem,16vh)] pb-12">
      <div className="flex w-full max-w-[368px] flex-col gap-6">
        <p className="flex items-center gap-2.5 text-[1.0625rem] font-semibold tracking-tight">
          <Mark /> <bdi className="min-w-0 truncate">{await readCommunityName()}</bdi>
        </p>
        {children}
      </div>
    </main>
  )
}
