/** Pipelines of CI services: the scripts of their steps, the images and variables of their jobs. All of it runs on a runner, not on a node. */
import type { Scope } from '../facts.ts'
import type { Dialect, Reader } from '../reading/language.ts'
import { pathsOf } from '../reading/path-words.ts'
import { looksLikePowerShell } from '../reading/powershell-text.ts'
import { guardOf } from '../reading/sibling-conditions.ts'
import { shellLine, shellLines } from '../reading/words.ts'
import { locate, type Source, UNKNOWN, withText } from '../text/source.ts'
import { at, itemsOf, type ScalarNode, type TreeNode, walk } from '../text/tree.ts'
import { conditionOf } from './pipelines/conditions.ts'
import type { Steps } from './pipelines/service.ts'
import { serviceOf } from './pipelines/services.ts'

export const pipelines: Dialect = {
  id: 'pipelines',
  recognises: (document, reader) => serviceOf(document, reader) !== undefined,
  read(document, reader) {
    const service = serviceOf(document, reader)
    if (!service) return
    const pod = document.root?.kind === 'map' ? service.podOf?.(document.root, reader) : undefined
    const scope = pod ?? reader.open('branch', { place: 'build', because: 'it is a pipeline of a CI service' })
    const { file } = document.source
    const give = (language: string, source: Source, around = scope): void =>
      reader.embed(
        { language: language === 'shell' && looksLikePowerShell(source.text) ? 'powershell' : language },
        masked(source, service.expression),
        reader.open('script', {}, around),
      )
    const condition = service.conditionOf ?? conditionOf
    const jobs = service.jobs?.(document.root) ?? []
    const indexes = new Map(jobs.map((job, index) => [job, index]))
    const steps: Steps = {
      root: document.root,
      script(language, scripts, guards = []) {
        const texts = scripts.map(script => script.content())
        const around = guards.reduce((outer, guard) => (guard ? reader.open('branch', { guard }, outer) : outer), scope)
        if (texts.length > 0) give(language, texts.length === 1 ? texts[0]! : shellLines(file, texts), around)
      },
      remote(script) {
        const there = reader.open('branch', { place: 'unknown', because: 'it runs on another machine' }, scope)
        give('shell', script.content(), there)
      },
      mounts(volumes) {
        for (const volume of volumes)
          for (const path of pathsOf(volume.content()).slice(0, 1))
            reader.fact({ kind: 'path', path, access: 'used', by: 'container' }, scope)
      },
      words: words => give('shell', shellLine(file, words)),
      ofJob: job => guardOf(indexes.get(job) ?? -1, jobs, condition, document.source),
      ofStep: (index, list) => guardOf(index, list, condition, document.source),
    }
    walk(document.root, (node, path) => {
      if (node.kind !== 'map') return
      service.step(node, steps, path)
      for (const { key, value } of node.entries)
        if (key.value === 'image' || key.value === 'services') {
          for (const image of imagesIn(value)) sayImage(image, scope, reader)
        } else if (VARIABLES.has(key.value)) sayVariables(value, service.expression, scope, reader)
    })
  },
}

const VARIABLES = new Set(['env', 'environment', 'variables', 'env_vars'])

const masked = (source: Source, expression: RegExp | undefined): Source =>
  expression
    ? withText(
        source,
        source.text.replace(expression, text => text.replace(/[^\n]/g, UNKNOWN)),
      )
    : source

/** `image: x`, `image: {name: x}`, `services: [x, {name: y}]`, `services: {docker: {image: x}}` has its image in a map of its own. */
function imagesIn(node: TreeNode | undefined): readonly ScalarNode[] {
  const items = node?.kind === 'list' ? itemsOf(node) : node ? [node] : []
  return items.flatMap(item => {
    const name = item.kind === 'map' ? at(item, 'name') : item
    return name?.kind === 'scalar' ? [name] : []
  })
}

function sayImage(node: ScalarNode, scope: Scope, reader: Reader): void {
  const match = /^([\w./-]+(?::\d+\/[\w./-]+)?)(?::([\w.-]+))?(?:@sha256:\w+)?$/.exec(node.value)
  if (match) reader.fact({ kind: 'image', name: match[1]!, tag: match[2], image: node.located }, scope)
}

function sayVariables(node: TreeNode | undefined, expression: RegExp | undefined, scope: Scope, reader: Reader): void {
  if (node?.kind !== 'map') return
  for (const { key, value } of node.entries) {
    const scalar = value?.kind === 'map' ? at(value, 'value') : value
    if (scalar?.kind !== 'scalar' || !/^[A-Z_]\w*$/i.test(key.value)) continue
    const content = masked(scalar.content(), expression)
    reader.fact({ kind: 'env', name: key, value: locate(content, 0, content.text.length) }, scope)
  }
}
