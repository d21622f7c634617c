import {
  isBinaryExpression,
  isConditionalExpression,
  isExportDeclaration,
  isExpressionStatement,
  isImportDeclaration,
  isJsxAttribute,
  isJsxExpression,
  isJsxText,
  isLiteralTypeNode,
  isPropertyAssignment,
  isStringLiteral,
  type Node,
  SyntaxKind,
} from 'typescript/unstable/ast'
import { expect, it, vi } from 'vitest'
import ar from './ar/refusals.ts'
import de from './de/refusals.ts'
import { readSources, saidBy, shipped } from './testing-sources.ts'

// The compiler reads the whole project first.
vi.setConfig({ testTimeout: 60_000 })

/** Attributes that nobody reads. */
const UNREAD =
  /^(?:className|.*ClassName|classNames?|style|id|key|keys|href|src|sizes|type|name|role|rel|dir|lang|as|form|method|action|accept|target|value|defaultValue|mode|look|size|tone|side|align|place|position|kind|status|ground|theme|d|viewBox|fill|stroke.*|width|height|loading|decoding|preload|scope|autoComplete|autoCapitalize|inputMode|enterKeyHint|data-.*|aria-(?:hidden|live|haspopup|expanded|current|controls|labelledby|describedby|orientation|autocomplete|atomic|relevant|invalid|busy|modal|pressed|selected|sort))$/

/** Texts that are no words: classes, selectors, media, pictures, what programs say to each other and what a test of types says. */
const NO_WORDS = [
  /^Parley$/,
  /^[a-z\d@:[\]/.&>()!*,_%#'"=+~-]*$/,
  /^<|^oklch|^auto \{|^\((?:hover|max-|min-|prefers|pointer)/,
  /^(?:textarea|main|script|\[)[^.]*[,\]]/,
  /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|PUBLIC|PRIVATE|DIRECT|THREAD|NFKD|NFC|Zz|AccessDenied|CredentialsSignin|SessionRequired|OAuthAccountNotLinked|Range|Content-.*)$/,
  /^(?:Alt|Shift|Control|Arrow|Page|Escape|Enter|Tab|Esc|Delete|Home|End|F6|Backspace|Meta|\$mod)/,
  / is used outside of /,
  /^(?:emoji: |the file was answered |unknown command |outbox: )/,
]

/** A list of classes: each says so by a dash, a colon or a bracket, or is one of the few plain ones. */
const PLAIN = new Set(
  'flex grid block inline hidden absolute relative fixed sticky truncate tabular italic group underline border rounded md table contents transition {}'.split(
    ' ',
  ),
)
const areClasses = (text: string) =>
  text
    .trim()
    .split(/\s+/)
    .every((part) => PLAIN.has(part) || (/[-:[\]@/]/.test(part) && !/^\p{Lu}|[’“”…?]/u.test(part)))

/** Files where English is meant: what a person types, or what the program reads. */
const MEANT: Readonly<Record<string, RegExp>> = {
  'app/_components/composer/slash/run.ts': /^\/me /,
  'app/_components/search/search-start.tsx':
    /^("on call"|from:me has:link|is:mention after:yesterday|is:saved|release notes sort:best|error -timeout)$/,
  'app/_components/dialogs/palette-actions.tsx': /^[a-z]+$/,
  // What it asks the catalogue of refusals for.
  'app/_account/said.ts': /^This \{\}$/,
  // Thrown to the engine, which tells them by their codes.
  'app/_components/shell/token-source.ts': /./,
}

/** Where the words are, what is no screen, and the page that says it in all three at once. */
const ELSEWHERE =
  /^app\/(?:_words\/(?:en|de|ar)\/|_words\/(?:language|system)\.ts|_server\/|api\/|_preferences\/|global-error\.tsx|layout\.tsx)/

const hasLetters = (text: string) => /\p{L}{2}/u.test(text)
/** Begins as a sentence does, or is several words. */
const isProse = (text: string) => hasLetters(text) && (/^[\p{Lu}“‘][\p{Ll}’]/u.test(text) || /[\p{L}…]\s+[\p{L}“{]/u.test(text))
const areWords = (path: string, text: string) =>
  !areClasses(text) && !NO_WORDS.some((pattern) => pattern.test(text.trim())) && !(MEANT[path]?.test(text.trim()) ?? false)

/** Every word of these files that somebody would read. */
function wordsIn(paths: readonly string[]): string[] {
  const found: string[] = []
  readSources(paths, (path, source) => {
    const visit = (node: Node, drawn: boolean): void => {
      if (isImportDeclaration(node) || isExportDeclaration(node) || isLiteralTypeNode(node)) return
      if (isExpressionStatement(node) && isStringLiteral(node.expression)) return
      if (isJsxAttribute(node) && UNREAD.test(node.name.getText(source))) return
      if (isJsxText(node)) {
        if (hasLetters(node.text) && areWords(path, node.text)) found.push(`${path}: ${node.text.trim()}`)
        return
      }
      const said = saidBy(node)
      const isCompared =
        isBinaryExpression(node.parent) &&
        [SyntaxKind.EqualsEqualsEqualsToken, SyntaxKind.ExclamationEqualsEqualsToken, SyntaxKind.InKeyword].includes(
          node.parent.operatorToken.kind,
        )
      const isKey = isPropertyAssignment(node.parent) && node.parent.name === node
      if (said !== null && !isCompared && !isKey) {
        // What stands in for something, and what is drawn between tags, is read even where it is one small word.
        const standsIn =
          isBinaryExpression(node.parent) &&
          node.parent.operatorToken.kind === SyntaxKind.QuestionQuestionToken &&
          said.length > 3
        const isRead = isProse(said) || ((drawn || standsIn) && /^\s*[\p{L} ]{3,}\s*$/u.test(said))
        const isTyped =
          standsIn &&
          /^(?:everybody|mentions|default|name|recent|online|offline|unavailable|invalid|system|member|all|pending|main|latest|Code|code|file)$/.test(
            said,
          )
        if (isRead && !isTyped && (areWords(path, said) || (drawn && !MEANT[path]?.test(said)))) found.push(`${path}: ${said}`)
      }
      const isChild = isJsxExpression(node)
      const goesOn = drawn && (isConditionalExpression(node) || isBinaryExpression(node))
      node.forEachChild((child) => visit(child, isChild || goesOn))
    }
    source.forEachChild((child) => visit(child, false))
  })
  return found
}

it('Y2 no word that people read stands outside of the catalogues', () => {
  expect(wordsIn(['app/_words/en/sidebar.ts', 'app/global-error.tsx']).length, 'it sees the words of these two').toBeGreaterThan(
    20,
  )
  expect(wordsIn(shipped('app').filter((path) => !ELSEWHERE.test(path)))).toEqual([])
})

/** Said to whoever runs the server, on its own screen, or never shown: the protocol's own words between programs. */
const OPERATORS = /^server\/(?:core\/accounts\/(?:operator|general)\.ts|database\/|live\/|env\.ts|start\.ts|.*\/mail)/

it('Y2 what the server and the client refuse is said in German and Arabic', () => {
  const said = new Set<string>()
  const sources = ['server/core', 'server/sockets', 'server/http', 'protocol', 'client'].flatMap(shipped)
  readSources(
    sources.filter((path) => !OPERATORS.test(path)),
    (_, source) => {
      const visit = (node: Node): void => {
        const text = saidBy(node)
        if (text !== null && /^(?:[“\p{Lu}]|\{\} ).* .*\.$/su.test(text)) said.add(text)
        node.forEachChild(visit)
      }
      source.forEachChild(visit)
    },
  )
  expect(said.size).toBeGreaterThan(100)
  expect([...said].filter((text) => de[text] === undefined || ar[text] === undefined)).toEqual([])
})

it('Y2 a word that is filled in has as many places in each language', () => {
  const places = (text: string | undefined) => text?.split('{}').length
  for (const words of [de, ar]) {
    for (const [english, word] of Object.entries(words)) {
      // English counts a wait by "{} {}": the unit is a word of the other languages' sentence.
      if (!english.startsWith('Too many tries')) expect(places(word), english).toBe(places(english))
    }
  }
})
