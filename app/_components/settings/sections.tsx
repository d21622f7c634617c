'use client'

import { type LucideIcon, MonitorSmartphone, SunMoon, UserRound } from 'lucide-react'
import type { ComponentType } from 'react'
import { fetched } from '#app/_components/ui/fetched.tsx'
import type { SettingsSection } from '#app/_hooks/place.ts'
import { say } from '#app/_words/say.ts'

type Section = { title: string; icon: LucideIcon; View: ComponentType }

/** What one can set for oneself, a part each, fetched when it is first opened. The order is the one on the screen. */
export const sections: Record<SettingsSection, Section> = {
  profile: {
    get title() {
      return say.settings.profile
    },
    icon: UserRound,
    View: fetched(() => import('./profile.tsx').then((module) => module.Profile), 'people'),
  },
  appearance: {
    get title() {
      return say.settings.appearance
    },
    icon: SunMoon,
    View: fetched(() => import('./appearance.tsx').then((module) => module.Appearance), 'settings'),
  },
  devices: {
    get title() {
      return say.settings.devices
    },
    icon: MonitorSmartphone,
    View: fetched(() => import('./devices.tsx').then((module) => module.Devices), 'dialogs', 'settings'),
  },
}
