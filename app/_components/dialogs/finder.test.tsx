// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Finder } from './finder.tsx'

let chosen: string[]
beforeEach(() => {
  chosen = []
})
afterEach(cleanup)

const drawn = (query: string, items: string[], stale: boolean) => (
  <Finder
    label="Search people"
    placeholder="Name"
    query={query}
    onQuery={() => undefined}
    items={items}
    keyOf={(item) => item}
    draw={(item) => item}
    onChoose={(item) => chosen.push(item)}
    stale={stale}
    nothing="Nobody"
  />
)
const press = (key: string) => fireEvent.keyDown(screen.getByRole('combobox'), { key })

describe('Enter in a list that is looked for', () => {
  it('chooses the first of what is there', () => {
    render(drawn('an', ['Ann', 'Anton'], false))
    press('Enter')
    expect(chosen).toEqual(['Ann'])
  })

  it('waits for the list of what is typed now, and chooses its first one once', () => {
    const { rerender } = render(drawn('b', ['Ann', 'Anton'], true))
    press('Enter')
    expect(chosen).toEqual([])
    rerender(drawn('b', ['Ben', 'Bo'], false))
    expect(chosen).toEqual(['Ben'])
    rerender(drawn('b', ['Bo'], false))
    expect(chosen).toEqual(['Ben'])
  })

  it('is forgotten when something else is typed, and when nothing is found', () => {
    const { rerender } = render(drawn('b', ['Ann'], true))
    press('Enter')
    rerender(drawn('bo', ['Ann'], true))
    rerender(drawn('bo', ['Bo'], false))
    expect(chosen).toEqual([])
    rerender(drawn('box', ['Bo'], true))
    press('Enter')
    rerender(drawn('box', [], false))
    rerender(drawn('box', ['Box'], false))
    expect(chosen).toEqual([])
  })

  it('chooses at once what was walked to', () => {
    render(drawn('b', ['Ann', 'Anton'], true))
    press('ArrowDown')
    press('Enter')
    expect(chosen).toEqual(['Anton'])
  })
})
