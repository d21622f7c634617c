'use client'

import './globals.css'

/** Nobody is asked for when it is made, so nothing tells in which language to say it. */
const SAID = [
  {
    lang: 'en',
    dir: 'ltr',
    title: 'Parley could not be shown',
    more: 'What you wrote is kept. Load the page again in a moment.',
  },
  {
    lang: 'de',
    dir: 'ltr',
    title: 'Parley konnte nicht gezeigt werden',
    more: 'Was du geschrieben hast, ist aufbewahrt. Lade die Seite gleich noch einmal.',
  },
  { lang: 'ar', dir: 'rtl', title: 'تعذّر عرض Parley', more: 'ما كتبته محفوظ. أعد تحميل الصفحة بعد قليل.' },
]

/** Stands in for the whole document when even the frame failed. No script of it may run: it needs none. */
export default function GlobalError() {
  return (
    <html lang="en" data-theme="system">
      <body>
        <main className="flex min-h-dvh flex-col items-center justify-center gap-4 p-8 text-center">
          {SAID.map(({ lang, dir, title, more }, index) => (
            <div key={lang} lang={lang} dir={dir} className="flex flex-col gap-1">
              {index === 0 ? (
                <h1 className="text-title font-semibold tracking-tight">{title}</h1>
              ) : (
                <h2 className="font-semibold">{title}</h2>
              )}
              <p className="max-w-sm text-soft">{more}</p>
            </div>
          ))}
          <form>
            {/* Not the Button of everywhere: this file comes with every page. */}
            <button type="submit" className="h-9 rounded-lg bg-accent-fill px-3.5 font-medium text-on-accent">
              Reload
            </button>
          </form>
        </main>
      </body>
    </html>
  )
}
