import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  isNoSubstitutionTemplateLiteral,
  isStringLiteral,
  isTemplateExpression,
  type Node,
  type SourceFile,
} from 'typescript/unstable/ast'
import { API } from 'typescript/unstable/sync'

export const ROOT = join(import.meta.dirname, '../..')

/** The files of a folder that are shipped, from the top of the repository. */
export const shipped = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|(^|\/)testing[/.-]|\.d\.ts$/.test(path))
    .map((path) => `${folder}/${path}`)
    .sort()

/** Reads sources as TypeScript does. */
export function readSources(paths: readonly string[], each: (path: string, source: SourceFile) => void): void {
  const api = new API({ cwd: ROOT })
  try {
    const config = join(ROOT, 'tsconfig.json')
    const project = api.updateSnapshot({ openProject: config }).getProject(config)
    for (const path of paths) {
      const source = project?.program.getSourceFile(join(ROOT, path))
      if (!source) throw new Error(`${path} is no part of the project`)
      each(path, source)
    }
  } finally {
    api.close()
  }
}

/** What a literal says; `{}` is where something is filled in. Null for anything else. */
export function saidBy(node: Node): string | null {
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return node.text
  if (!isTemplateExpression(node)) return null
  return node.head.text + node.templateSpans.map((span) => `{}${span.literal.text}`).join('')
}
