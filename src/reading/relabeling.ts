/** A relabeling of Prometheus, of targets or of metrics, in whichever syntax it is written. */
import { type Located, partOf, type Source } from '../text/source.ts'
import type { Reader } from './language.ts'
import { namesInPattern } from './name-patterns.ts'

export interface Relabeling {
  /** The labels that it takes. */
  readonly labels: readonly Located[]
  /** `keep`, `drop`, `replace` …, in lower case. */
  readonly action: string
  readonly regex?: { readonly located: Located; readonly content: Source } | undefined
}

/** Says what a relabeling asks for. One that drops metrics needs none of them to be there. */
export function sayRelabeling({ labels: names, action, regex }: Relabeling, reader: Reader): void {
  if (regex) reader.fact({ kind: 'pattern', text: regex.located, role: 'regex' })
  const values = regex ? valuesOf(regex.located, names.length) : []
  const labels = names
    .map((label, index) => ({ label: label.value, at: label, operator: action, value: values[index] }))
    .filter(({ label }) => label !== '__name__')
  if (regex && action !== 'drop' && labels.length < names.length) {
    const { content } = regex
    for (const { name, open } of namesInPattern(content, 0, content.text.length))
      reader.fact({ kind: 'metric', name, open, kept: action === 'keep' || undefined, labels })
  }
  for (const label of labels) reader.fact({ kind: 'metric-label', ...label })
}

/** What the pattern asks of each label: their values are joined by `;`. Where it cannot be taken apart, the whole is said of each. */
function valuesOf(regex: Located, count: number): readonly (Located | undefined)[] {
  const parts = regex.value.split(';')
  if (count === 1 || parts.length !== count) return Array.from({ length: count }, () => regex)
  let start = 0
  return parts.map(part => {
    const located = partOf(regex, start, start + part.length)
    start += part.length + 1
    return located
  })
}
