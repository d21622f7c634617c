'use client'

import { Download } from 'lucide-react'
import { buttonClass } from '#app/_components/ui/button.tsx'
import { say } from '#app/_words/say.ts'
import { SettingsGroup } from './group.tsx'

/** Everything that is one's own, as a file. */
export function AccountExport() {
  return (
    <SettingsGroup title={say.account.yourData} about={say.account.yourDataAbout}>
      <a href="/api/account/export" download className={buttonClass('quiet', 'self-start')}>
        <Download size={16} aria-hidden /> {say.account.download}
      </a>
    </SettingsGroup>
  )
}
