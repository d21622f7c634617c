import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { SETTING_NAMES } from '#server/env.ts'
import { CHECKOUT } from './fingerprint.ts'

const read = (file: string) => readFileSync(path.join(CHECKOUT, file), 'utf8')
const commands = [...read('bin/commands.ts').matchAll(/^ {2}'?([a-z:]+)'?: \(\) =>/gm)].map(([, name]) => name!)

type Service = {
  image: string
  command?: string[]
  environment?: Record<string, string>
  healthcheck?: { test?: string[]; disable?: boolean }
  volumes?: string[]
  depends_on?: string[] | Record<string, unknown>
  restart?: string
  read_only?: boolean
}
type Compose = { services: Record<string, Service>; volumes: Record<string, unknown> }
const compose = () => parse(read('deploy/compose/compose.yaml'), { merge: true }) as Compose
const ours = () => Object.entries(compose().services).filter(([, { image }]) => image === 'parley')

describe('[O9] one box', () => {
  it('sets only settings that there are, and runs only commands that there are', () => {
    expect(ours().map(([name]) => name)).toEqual(['migrate', 'web', 'socket1', 'socket2', 'backup'])
    for (const [name, { environment = {}, command = [] }] of ours()) {
      expect(
        Object.keys(environment).filter((each) => !SETTING_NAMES.includes(each)),
        name,
      ).toEqual([])
      expect(commands, name).toContain(command[0])
    }
  })

  it('asks for every value that has no default, and gives an example of each', () => {
    const text = read('deploy/compose/compose.yaml')
    const asked = new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name))
    const shown = [...read('deploy/compose/env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name)
    expect([...asked].sort()).toEqual([...shown].sort())
    for (const secret of ['NEXTAUTH_SECRET', 'POSTGRES_PASSWORD']) expect(text).toMatch(new RegExp(`\\$\\{${secret}:\\?`))
  })

  it('runs nothing of ours as root or on a disk it may write, and looks after what serves people', () => {
    for (const [name, { read_only, healthcheck, restart }] of ours()) {
      expect(read_only, name).toBe(true)
      if (restart === 'no') expect(healthcheck?.disable, name).toBe(true)
      else expect(healthcheck?.test?.[2], name).toBe('deploy/docker/healthy.mjs')
    }
    expect(read('deploy/docker/Dockerfile')).toMatch(/^USER node$/m)
  })

  it('keeps what must be kept in volumes, and names nothing that is not there', () => {
    const { services, volumes } = compose()
    const mounted = Object.values(services)
      .flatMap((service) => service.volumes ?? [])
      .map((each) => each.split(':')[0]!)
    for (const each of mounted) {
      if (each.startsWith('.')) expect(existsSync(path.join(CHECKOUT, 'deploy/compose', each)), each).toBe(true)
      else expect(Object.keys(volumes)).toContain(each)
    }
    for (const [name, { depends_on = [] }] of Object.entries(services))
      for (const each of Array.isArray(depends_on) ? depends_on : Object.keys(depends_on))
        expect(Object.keys(services), name).toContain(each)
  })
})

describe('[O9] the image', () => {
  it('copies what is there, leaves out what is secret or large, and knows its own command', () => {
    const text = read('deploy/docker/Dockerfile')
    for (const [, what = ''] of text.matchAll(/^COPY (?!--from)(.*) \S+$/gm))
      for (const each of what.split(' ')) expect(existsSync(path.join(CHECKOUT, each)), each).toBe(true)
    const ignored = read('deploy/docker/Dockerfile.dockerignore').split('\n')
    expect(ignored).toEqual(expect.arrayContaining(['.env', '.git', 'node_modules', '.data', 'backups']))
    const [, command] = /^CMD \["(.*)"\]$/m.exec(text)!
    expect(commands).toContain(command)
    for (const [, file] of text.matchAll(/"(deploy\/[^"]+)"/g)) expect(existsSync(path.join(CHECKOUT, file!)), file).toBe(true)
  })

  it('units of systemd run commands that there are', () => {
    for (const unit of readdirSync(path.join(CHECKOUT, 'deploy/systemd'))) {
      const [, command] = /^ExecStart=\/usr\/bin\/node bin\/start\.mjs (\S+)$/m.exec(read(`deploy/systemd/${unit}`))!
      expect(commands, unit).toContain(command)
    }
  })
})

describe('[O9] what the guides speak of', () => {
  const guides = [
    'docs/operate.md',
    'README.md',
    ...readdirSync(path.join(CHECKOUT, 'docs/deploy')).map((name) => `docs/deploy/${name}`),
  ]

  it.each(guides)('%s names only files, commands and settings that there are', (guide) => {
    const text = read(guide)
    for (const [, place = ''] of text.matchAll(/`((?:deploy|e2e|bin|server)\/[\w./-]*\w)`/g))
      expect(statSync(path.join(CHECKOUT, place), { throwIfNoEntry: false }), place).toBeDefined()
    const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts
    for (const [, script = ''] of text.matchAll(/npm run ([a-z:]+)/g)) expect(Object.keys(scripts), script).toContain(script)
    for (const [, command = ''] of text.matchAll(/node bin\/start\.mjs ([a-z:]+)/g)) expect(commands).toContain(command)
  })
})
