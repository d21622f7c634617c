import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import cpp from 'highlight.js/lib/languages/cpp'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import go from 'highlight.js/lib/languages/go'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import kotlin from 'highlight.js/lib/languages/kotlin'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import rust from 'highlight.js/lib/languages/rust'
import shell from 'highlight.js/lib/languages/shell'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { createLowlight } from 'lowlight'
import { createElement, type ReactNode } from 'react'

const known = createLowlight({
  ...{ bash, c, cpp, csharp, css, diff, go, ini, java, javascript, json, kotlin, php, python, ruby, rust },
  ...{ shell, sql, typescript, xml, yaml },
})

type Node = ReturnType<typeof known.highlight>['children'][number]
const CLASS = /^hljs-[a-z_-]+$/

/** Code as React elements: words, and spans of known classes around them. Null for a language that is not known. */
export function highlight(language: string, code: string): ReactNode {
  const name = language.toLowerCase()
  if (!known.registered(name)) return null
  return draw(known.highlight(name, code).children)
}

function draw(nodes: readonly Node[]): ReactNode {
  return nodes.map((node, index) => {
    if (node.type === 'text') return node.value
    if (node.type !== 'element') return null
    const names = node.properties.className
    const className = Array.isArray(names) ? names.filter((one) => typeof one === 'string' && CLASS.test(one)).join(' ') : ''
    return createElement('span', { key: index, className }, draw(node.children as Node[]))
  })
}
