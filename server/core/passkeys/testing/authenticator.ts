import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

const PRESENT = 0x01
const VERIFIED = 0x04
const ATTESTED = 0x40

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const base64url = (data: string | Buffer) => Buffer.from(data).toString('base64url')

type At = { challenge: string; origin: string; rpId: string; isVerified?: boolean }

/** A passkey in software (ES256, no attestation), that does what it is told: also for another page, or without asking for a finger. */
export function createAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  // A COSE key (RFC 9053): kty EC2, alg ES256, crv P-256, x, y.
  const cose = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ])
  let counter = 0

  const clientData = (type: string, { challenge, origin }: At) =>
    Buffer.from(JSON.stringify({ type: `webauthn.${type}`, challenge, origin, crossOrigin: false }))
  const authData = ({ rpId, isVerified = true }: At, more: Buffer, flags = 0) => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(++counter)
    return Buffer.concat([sha256(rpId), Buffer.from([PRESENT | (isVerified ? VERIFIED : 0) | flags]), count, more])
  }
  const response = (about: object) => ({
    ...{ id: base64url(id), rawId: base64url(id), type: 'public-key', clientExtensionResults: {} },
    response: about,
  })

  return {
    id: base64url(id),
    /** Has the counter go back, as a copy of the key would. */
    rewind: () => {
      counter = 0
    },
    make(at: At) {
      const length = Buffer.from([0, id.length])
      const data = authData(at, Buffer.concat([Buffer.alloc(16), length, id, cose]), ATTESTED)
      // CBOR: { fmt: 'none', attStmt: {}, authData }
      const attestation = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
        Buffer.from([data.length]),
        data,
      ])
      return response({
        clientDataJSON: base64url(clientData('create', at)),
        attestationObject: base64url(attestation),
        transports: ['internal'],
      })
    },
    sign(at: At) {
      const data = authData(at, Buffer.alloc(0))
      const client = clientData('get', at)
      const signature = createSign('sha256').update(data).update(sha256(client)).sign(privateKey)
      return response({
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(signature),
      })
    },
  }
}
