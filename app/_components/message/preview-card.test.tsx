import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { Preview } from '#protocol/models.ts'
import { PreviewCard } from './preview-card.tsx'

const html = (preview: Preview) => renderToStaticMarkup(<PreviewCard preview={preview} tabbable />)

describe('a link preview', () => {
  it('P5: is only ever words, and loads nothing', () => {
    const hostile = '<img src="https://evil.test/x.png" onerror="alert(1)"><script>alert(1)</script>'
    const drawn = html({ url: 'https://a.example/page', title: hostile, description: hostile, site: hostile })
    expect(drawn).not.toMatch(/<(img|script|link|iframe)/)
    expect(drawn).toContain('&lt;script&gt;')
    expect(drawn).toContain('rel="noopener noreferrer nofollow ugc"')
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'no address'])('P5: %s leads nowhere', (url) => {
    expect(html({ url, title: 'A page' })).toBe('')
  })

  it('P5: a title that names another host shows the real one', () => {
    expect(html({ url: 'https://a.example/', title: 'https://bank.example', site: 'Bank' })).toContain('>a.example<')
  })
})
