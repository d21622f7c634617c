import { expect, test } from 'vitest'
import { createSeal } from './seal.ts'

const SECRET = 'a secret of this installation, long enough'
const FORMER = 'the former secret of this installation'

test('[L23] what a node sealed is opened by another of the installation, byte for byte', () => {
  const message = Buffer.from([0, 1, 2, 255, 0])
  expect(createSeal([SECRET]).open(createSeal([SECRET]).seal(message))).toEqual(message)
  expect(
    createSeal([SECRET])
      .open(createSeal([SECRET]).seal('ü'))
      ?.toString(),
  ).toBe('ü')
  expect(createSeal([SECRET]).open(createSeal([SECRET]).seal(''))).toHaveLength(0)
})

test('[L23] without the secret nothing can be sealed: not by another secret, not by changing a byte, not by leaving it out', () => {
  const { seal, open } = createSeal([SECRET])
  expect(open(createSeal(['another secret, of another installation']).seal('words'))).toBeNull()
  const sealed = seal('words')
  for (let i = 0; i < sealed.length; i++) {
    const changed = Buffer.from(sealed)
    changed[i] = changed[i]! ^ 1
    expect(open(changed)).toBeNull()
  }
  expect(open(Buffer.from('words'))).toBeNull()
  expect(open(Buffer.alloc(0))).toBeNull()
})

test('[L23] during a rotation the former secret’s seal is still good', () => {
  expect(
    createSeal([SECRET, FORMER])
      .open(createSeal([FORMER]).seal('words'))
      ?.toString(),
  ).toBe('words')
  expect(createSeal([FORMER]).open(createSeal([SECRET, FORMER]).seal('words'))).toBeNull()
})
