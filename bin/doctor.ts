import path from 'node:path'
import { parseArgs } from 'node:util'
import { WrongEnvironment } from '#server/env.ts'
import { lookAtDatabase } from './doctor/database.ts'
import { type Finding, look } from './doctor/finding.ts'
import { lookAtMachine } from './doctor/machine.ts'
import { lookFromOutside } from './doctor/reach.ts'
import { lookAtRedis } from './doctor/redis.ts'
import { lookAtSettings } from './doctor/settings.ts'
import { readVariables } from './settings.ts'

const USAGE = `npm run doctor
npm run doctor -- --url https://chat.example.org [--sockets https://socket.example.org]
npm run doctor -- --json

Looks at this machine, its settings and the servers they name; with --url also from outside, as a browser would. It changes nothing.
Ends with 0 when nothing is wrong, with 1 when something is.`

const SIGNS = { fine: '✓', doubt: '!', wrong: '✗' }

/** `npm run doctor`: says what is wrong with an installation and what to do [O4]. */
export async function main(args: string[]): Promise<void> {
  const wanted = read(args)
  const findings = await examine(wanted)
  if (wanted.json) console.log(JSON.stringify(findings, null, 2))
  else console.log(tell(findings))
  process.exitCode = findings.some(({ state }) => state === 'wrong') ? 1 : 0
}

type Wanted = { url: string | undefined; sockets: string | undefined; json: boolean }

async function examine(wanted: Wanted): Promise<Finding[]> {
  const { variables, namesInFile } = readVariables()
  const { env: found, findings } = lookAtSettings(variables, namesInFile)
  if (!found) return findings
  const env = { ...found, DATA_DIR: path.resolve(found.DATA_DIR) }
  const looks = await Promise.all([
    lookAtMachine(env),
    look('PostgreSQL', () => lookAtDatabase(env)),
    look('Redis', () => lookAtRedis(env)),
  ])
  const outside =
    wanted.url === undefined
      ? []
      : await lookFromOutside(
          originOf(wanted.url),
          originOf(wanted.sockets ?? env.SOCKET_URL?.replace(/^ws/, 'http') ?? wanted.url),
        )
  return [...findings, ...looks.flat(), ...outside]
}

function tell(findings: readonly Finding[]): string {
  const lines = findings.map(({ about, state, says }) => `  ${SIGNS[state]} ${about.padEnd(12)} ${says}`)
  const count = (state: Finding['state']) => findings.filter((each) => each.state === state).length
  const [wrongs, doubts] = [count('wrong'), count('doubt')]
  const end = wrongs > 0 ? `${wrongs} wrong` : 'Nothing is wrong'
  return `${lines.join('\n')}\n\n  ${end}${doubts > 0 ? `, ${doubts} to look at` : ''}.`
}

function originOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new WrongEnvironment(`"${url}" is no address like https://chat.example.org.\n\n${USAGE}`)
  return new URL(url).origin
}

function read(args: string[]): Wanted {
  const options = { url: { type: 'string' }, sockets: { type: 'string' }, json: { type: 'boolean' } } as const
  try {
    const { values } = parseArgs({ args, options })
    return { url: values.url, sockets: values.sockets, json: values.json ?? false }
  } catch (error) {
    throw new WrongEnvironment(`${(error as Error).message}\n\n${USAGE}`)
  }
}
