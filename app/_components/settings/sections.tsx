'use client'

import {
  Bell,
  Building2,
  CircleUser,
  Download,
  Languages,
  type LucideIcon,
  MailPlus,
  MonitorSmartphone,
  PenLine,
  ShieldCheck,
  ShieldUser,
  SunMoon,
  UserRound,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { fetched } from '#app/_components/ui/fetched.tsx'
import type { SettingsSection } from '#app/_hooks/place.ts'
import { say } from '#app/_words/say.ts'

/** `isOwners`: only the owners of the installation have it. */
type Section = { title: string; icon: LucideIcon; View: ComponentType; isOwners?: boolean }

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
  privacy: {
    get title() {
      return say.settings.privacy
    },
    icon: ShieldUser,
    View: fetched(() => import('./privacy.tsx').then((module) => module.Privacy), 'people'),
  },
  language: {
    get title() {
      return say.settings.language
    },
    icon: Languages,
    View: fetched(() => import('./language.tsx').then((module) => module.LanguageSettings), 'settings'),
  },
  writing: {
    get title() {
      return say.settings.writing
    },
    icon: PenLine,
    View: fetched(() => import('./writing.tsx').then((module) => module.Writing), 'settings'),
  },
  notifications: {
    get title() {
      return say.settings.notifications
    },
    icon: Bell,
    View: fetched(() => import('./notifications.tsx').then((module) => module.Notifications), 'device'),
  },
  security: {
    get title() {
      return say.settings.security
    },
    icon: ShieldCheck,
    View: fetched(() => import('./security.tsx').then((module) => module.Security), 'account', 'dialogs'),
  },
  account: {
    get title() {
      return say.settings.account
    },
    icon: CircleUser,
    View: fetched(() => import('./account.tsx').then((module) => module.Account), 'account'),
  },
  app: {
    get title() {
      return say.settings.app
    },
    icon: Download,
    View: fetched(() => import('./device-app.tsx').then((module) => module.DeviceApp), 'device'),
  },
  community: {
    get title() {
      return say.settings.community
    },
    icon: Building2,
    View: fetched(() => import('./community.tsx').then((module) => module.CommunitySettings), 'settings'),
    isOwners: true,
  },
  devices: {
    get title() {
      return say.settings.devices
    },
    icon: MonitorSmartphone,
    View: fetched(() => import('./devices.tsx').then((module) => module.Devices), 'dialogs', 'settings'),
  },
  invites: {
    get title() {
      return say.settings.invites
    },
    icon: MailPlus,
    View: fetched(() => import('./invites.tsx').then((module) => module.Invites), 'dialogs', 'invites'),
  },
}
