import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const CHECKOUT = path.resolve(import.meta.dirname, '..')
const MODULES = path.join(CHECKOUT, 'node_modules')

/** Runs `npm ci` when node_modules is not what package-lock.json says. Ends the process with a sentence when that fails. */
export function ensureInstalled({ forTests }) {
  const began = performance.now()
  if (isInstalled(forTests)) return
  console.log('  · packages         installing: this takes a minute or two the first time')
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...(forTests ? ['--include=dev'] : [])]
  const npm = process.env.npm_execpath
  const options = { cwd: CHECKOUT, stdio: ['ignore', 'ignore', 'inherit'] }
  const { status, error } =
    npm && /\.c?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  if (status !== 0) {
    const reason = error ? error.message : `exit code ${status}`
    console.error(`"npm ci" failed (${reason}): check the network and that this user may write ${CHECKOUT}, then start again.`)
    process.exit(1)
  }
  console.log(`  ✓ packages         installed  ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

/**
 * npm writes node_modules/.package-lock.json last, so a half-done install has none or an old one. Packages for other
 * platforms are not in it, and those for development only when they are asked for.
 */
function isInstalled(forTests) {
  const wanted = readPackages(path.join(CHECKOUT, 'package-lock.json'))
  const present = readPackages(path.join(MODULES, '.package-lock.json'))
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true
    const there = present[place]
    if (!there) return entry.optional === true || entry.devOptional === true || (entry.dev === true && !forTests)
    // An image leaves out the embedded PostgreSQL, which npm calls optional.
    return there.version === entry.version && (entry.optional === true || existsSync(path.join(CHECKOUT, place, 'package.json')))
  })
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}
