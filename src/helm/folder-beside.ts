/** Where a chart's local dependencies are. */

/**
 * The folder that `file://../x` names from the folder of a chart, with a slash at the end; undefined for any other address. It may
 * be outside of the tree: what reads files reads none there.
 */
export function folderBeside(folder: string, repository: string): string | undefined {
  const path = /^file:\/\/((?:\.{1,2}|[\w.-]+)(?:\/[\w.-]+)*)\/?$/.exec(repository)?.[1]
  if (path === undefined) return undefined
  const parts: string[] = []
  for (const part of (folder + path).split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.length > 0 ? `${parts.join('/')}/` : ''
}
