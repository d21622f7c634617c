import { expect, it } from 'vitest'
import { createFiles, loadUploads } from './files.ts'
import type { UploadStore } from './store.ts'

const kept = ['a', 'b'].map((id, position) => ({
  ...{
    id,
    roomId: 'r',
    name: id,
    type: 'text/plain',
    size: 1,
    messageId: 'm',
    blob: new Blob(['x']),
    tab: 'tab',
    position,
    begun: true,
  },
  file: { id, name: id, type: 'text/plain', size: 1 },
}))
const store: UploadStore = { put: async () => {}, remove: async () => {}, list: async () => kept }

it('E7: what takes files up is fetched again when the network is back; until then a message waits for its files and does not fail', async () => {
  let isOffline = true
  const told: unknown[] = []
  const files = createFiles(
    {
      ...{ store, tab: 'tab', ask: () => Promise.reject(new Error('offline')), host: () => '', isLive: () => false },
      onStaleToken() {},
      onChange: () => void told.push(files.stateOf(['a', 'b'])),
      newId: () => 'new',
    },
    () => (isOffline ? Promise.reject(new TypeError('Failed to fetch')) : loadUploads()),
  )
  await expect(files.restore()).rejects.toThrow('Failed to fetch')
  expect(files.stateOf(['a', 'b'])).toBe('waiting')
  isOffline = false
  files.resume()
  await expect.poll(() => told).toEqual(['ready'])
  expect(files.stateOf(['c'])).toMatchObject({ code: 'not_found' })
  files.stop()
})
