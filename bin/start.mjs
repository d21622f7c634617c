// The entry of every `npm run` command: plain Node, because there may be nothing else yet.
// `node bin/start.mjs` starts everything; `node bin/start.mjs test` runs the tests; bin/commands.ts lists the others.
const NEEDED = [20, 19]

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  console.error(
    `Parley needs Node.js ${NEEDED.join('.')} or newer and this is ${process.versions.node}: install a newer one from https://nodejs.org.`,
  )
  process.exit(1)
}

const [command = 'start', ...args] = process.argv.slice(2)
const { ensureInstalled } = await import('./install.mjs')
ensureInstalled({ forTests: command.startsWith('test') || command === 'faults' || command === 'soak' })
const { register } = await import('tsx/esm/api')
register()
const { run } = await import('./commands.ts')
await run(command, args)
