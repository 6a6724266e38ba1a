/**
 * Whether a template may hold a word that a rule asks for, of itself or of what it reaches: of most templates of a chart that
 * is known without their being rendered.
 */
import { allOf, type TreeNode, walk } from '../text/tree.ts'
import type { Chart } from './chart.ts'
import { type Needs, needsOf } from './needs.ts'
import { type ParsedFile, parseTemplate, type Template } from './parse.ts'

/** What is known of a definition, or of a value with all that is below it. */
interface Place {
  /** Whether its text has to be read. */
  readonly isWanted: boolean
  readonly needs: readonly Needs[]
}

/** Whether what a template, or one of the definitions beside it, reaches may have to be read. */
export type Reach = (template: Template, beside: ParsedFile['definitions']) => boolean

/** `isWanted` tells whether a text has to be read. */
export function reachIn(chart: Chart, isWanted: (text: string) => boolean): Reach {
  const definitions = new Map<Template, Place>()
  const values = new Map<string, Place>()

  const definitionAt = (template: Template): Place => {
    const known = definitions.get(template)
    if (known) return known
    const text = template.source.text.slice(template.start, template.end)
    const place = { isWanted: isWanted(text), needs: [needsOf(template)] }
    definitions.set(template, place)
    return place
  }

  const valueAt = (path: string): Place => {
    const known = values.get(path)
    if (known) return known
    const keys = path === '' ? [] : path.split('.')
    // The last of equal keys is the one that counts, as Helm's parser has it.
    const node = keys.reduce<TreeNode | undefined>((map, key) => allOf(map, key).at(-1), chart.values())
    const place = ofValue(keys.at(-1) ?? '', node, isWanted)
    values.set(path, place)
    return place
  }

  return (template, beside) => {
    const queue: Needs[] = [needsOf(template)]
    const seen = new Set<Place>()
    for (const needs of queue) {
      if (needs.more) return true
      const places = [...needs.values].map(valueAt)
      for (const name of needs.definitions) {
        const definition = beside.get(name) ?? chart.definition(name)
        if (definition) places.push(definitionAt(definition))
      }
      for (const place of places) {
        if (place.isWanted) return true
        if (!seen.has(place)) queue.push(...place.needs)
        seen.add(place)
      }
    }
    return false
  }
}

/** A value of the chart: its text is about what `toYaml` writes, and may be a template itself. */
function ofValue(name: string, value: TreeNode | undefined, isWanted: (text: string) => boolean): Place {
  const lines: string[] = []
  const needs: Needs[] = []
  const say = (key: string, below: TreeNode | undefined): void => {
    lines.push(`${key} ${below?.kind === 'scalar' ? below.value : ''}`)
  }
  say(`${name}:`, value)
  walk(value, node => {
    if (node.kind === 'map') for (const { key, value: below } of node.entries) say(`${key.value}:`, below)
    else if (node.kind === 'list') for (const item of node.items) say('-', item)
    else if (node.value.includes('{{')) needs.push(needsOf(parseTemplate(node.content())))
    return true
  })
  return { isWanted: isWanted(lines.join('\n')), needs }
}
