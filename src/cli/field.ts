/** The path of a field in a text that `JSON.stringify(…, null, 2)` wrote: `spec.template.spec.volumes[0].hostPath.path`. */

const indentOf = (line: string): number => line.length - line.trimStart().length

/** The path of what stands in a line, counted from 1. Each line holds one key, one item, or a bracket. */
export function fieldAt(text: string, line: number): string {
  const lines = text.split('\n')
  const parts: string[] = []
  let at = line - 1
  while (at > 0) {
    const indent = indentOf(lines[at] ?? '')
    if (indent === 0) break
    const key = keyIn(lines[at]!)
    let index = 0
    let above = at - 1
    for (; above > 0 && indentOf(lines[above]!) >= indent; above--)
      if (indentOf(lines[above]!) === indent && !/^[\]}]/.test(lines[above]!.trimStart())) index++
    parts.unshift(key === undefined ? `[${index}]` : /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)
    at = above
  }
  return parts.join('').replace(/^\./, '')
}

/** The key that a line begins with; undefined for an item of a list. */
function keyIn(line: string): string | undefined {
  const written = /^\s*("(?:[^"\\]|\\.)*"): /.exec(line)?.[1]
  return written === undefined ? undefined : (JSON.parse(written) as string)
}
