import { WrongEnvironment } from '#server/env.ts'

type Command = { main(args: string[]): Promise<void> }

const COMMANDS: Record<string, () => Promise<Command>> = {
  start: () => import('./up.ts'),
  dev: () => import('./dev.ts'),
  'start:web': () => import('./web.ts'),
  'start:socket': () => import('./socket.ts'),
  build: () => import('./build-web.ts'),
  migrate: () => import('./migrate.ts'),
  migration: () => import('./migration.ts'),
  seed: () => import('./seed.ts'),
  admin: () => import('./admin.ts'),
  audit: () => import('./audit.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
  export: () => import('./export.ts'),
  capacity: () => import('./capacity.ts'),
  doctor: () => import('./doctor.ts'),
  'audit:verify': () => import('./audit-verify.ts'),
  screens: () => import('./screens.ts'),
  test: () => import('./test.ts'),
  'test:all': () => import('./test-all.ts'),
  faults: () => import('#bench/faults/index.ts'),
  soak: () => import('#bench/faults/soak/index.ts'),
}

/** Runs a command. What is wrong with the environment is told in a sentence and ends the process with code 1. */
export async function run(name: string, args: string[]): Promise<void> {
  const load = COMMANDS[name]
  if (!load) {
    console.error(`There is no command "${name}": use one of ${Object.keys(COMMANDS).join(', ')}.`)
    process.exit(1)
  }
  try {
    const command = await load()
    await command.main(args)
  } catch (error) {
    if (!(error instanceof WrongEnvironment)) console.error(error)
    else if (error.message !== '') console.error(error.message)
    process.exit(1)
  }
}
