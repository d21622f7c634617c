import { uuidv7 } from 'uuidv7'
import type { Attachment } from '#protocol/models.ts'
import type { RawClient } from '#server/testing/raw-client.ts'

/** Puts one part at an address; answers the status and what was said. */
export async function putPart(url: string, address: string, from: number, bytes: Uint8Array<ArrayBuffer> | string) {
  const answer = await fetch(`${url}${address}`, { method: 'PUT', headers: { 'upload-offset': String(from) }, body: bytes })
  const said = (await answer.json()) as {
    received?: number
    error?: { code: string; message: string; fields?: Record<string, string> }
  }
  return { status: answer.status, ...said }
}

/** Uploads a file as a client would, in parts of `partSize`; throws what was refused. */
export async function upload(
  client: RawClient,
  url: string,
  roomId: string,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  partSize = 1_000_000,
): Promise<Attachment> {
  const id = uuidv7()
  const { address } = await client.get('file:begin', { id, roomId, name, size: bytes.length })
  for (let from = 0; from < bytes.length; from += partSize) {
    const { status } = await putPart(url, address, from, bytes.subarray(from, from + partSize))
    if (status !== 200) throw new Error(`a part was answered ${status}`)
  }
  return (await client.get('file:finish', { id })).file
}
