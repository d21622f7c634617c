import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { ErrorWords } from '#app/_components/shell/error-words.tsx'
import { type ChoiceName, choiceCookie, choices, parseChoice } from '#app/_preferences/choices.ts'
import { parseTheme, THEME_COOKIE } from '#app/_preferences/preferences.ts'
import { readLanguage, readWords } from '#app/_server/words.ts'
import { directionOf } from '#app/_words/language.ts'
import './globals.css'

const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'swap',
  variable: '--font-inter',
})

export async function generateMetadata(): Promise<Metadata> {
  const { description } = await readWords()
  return {
    title: { default: 'Parley', template: '%s · Parley' },
    description,
    applicationName: 'Parley',
    manifest: '/manifest.webmanifest',
    icons: { icon: '/favicon.svg', apple: '/icon-192.png' },
    formatDetection: { telephone: false },
  }
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7f9' },
    { media: '(prefers-color-scheme: dark)', color: '#12151c' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, language, words] = await Promise.all([cookies(), readLanguage(), readWords()])
  const theme = parseTheme(jar.get(THEME_COOKIE)?.value)
  const chosen = (Object.keys(choices) as ChoiceName[]).map((name) => [
    `data-${name}`,
    parseChoice(name, jar.get(choiceCookie(name))?.value),
  ])
  return (
    <html
      lang={language}
      dir={directionOf(language)}
      data-theme={theme}
      {...Object.fromEntries(chosen)}
      className={inter.variable}
    >
      <body>
        <ErrorWords value={words.errors}>{children}</ErrorWords>
      </body>
    </html>
  )
}
