import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as binding from '@prisma/schema-engine-wasm/schema_engine_bg'

export type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'

let loading: Promise<void> | undefined

/** Node 20 does not import `.wasm` files, so this does what the package's own entry would. */
async function load() {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(path.join(path.dirname(entry), 'schema_engine_bg.wasm'))
  const imports = { './schema_engine_bg.js': binding } as unknown as WebAssembly.Imports
  const { instance } = await WebAssembly.instantiate(bytes, imports)
  const glue = binding as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void }
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start as () => void
  start()
}

/**
 * Gives `use` Prisma's schema engine, connected to the database at `url`. It is the engine's WebAssembly build, which
 * comes with the packages: the native one is downloaded by Prisma's command line on first use and fails offline.
 */
export async function withSchemaEngine<T>(url: string, use: (engine: binding.SchemaEngine) => Promise<T>): Promise<T> {
  loading ??= load()
  await loading
  const adapters = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url, max: 2, idleTimeoutMillis: 100 }))
  const engine = await binding.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapters)
  try {
    return await use(engine)
  } finally {
    engine.free()
  }
}
