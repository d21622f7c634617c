import { createHmac } from 'node:crypto'
import { isSameText } from '#server/core/sessions/keys.ts'

/**
 * The code that the first account needs from away: 128 bits, derived from the installation's secret, so that the start
 * script that prints it and the web host that asks for it agree without sharing anything else [A8].
 */
export const setupCode = (secret: string): string =>
  createHmac('sha256', secret).update('parley set-up code').digest().subarray(0, 16).toString('base64url')

export const isSetupCode = (code: string | undefined, secret: string): boolean =>
  code !== undefined && isSameText(code.trim(), setupCode(secret))
