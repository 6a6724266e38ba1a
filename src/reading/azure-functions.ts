/**
 * The functions of Azure's templates (ARM and Bicep) that put texts together.
 * Reference: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-string
 */
import { type Source, sliceSource, UNKNOWN } from '../text/source.ts'

/** Texts one after another: a part of the file, or one of ours for what is not known. */
export type Parts = readonly (Source | string)[]

/** What is known only when the template is deployed. */
export const UNKNOWN_PARTS: Parts = [UNKNOWN]

/** What a function gives; what base64 encodes is given as it is, since a machine decodes it. */
export function partsGivenBy(name: string, args: readonly Parts[]): Parts {
  const [first = UNKNOWN_PARTS] = args
  switch (name.toLowerCase()) {
    case 'base64':
    case 'string':
    case 'trim':
    // What is put in for a mark is not known, and the mark says as much as that.
    case 'replace':
      return first
    case 'concat':
      return args.flat()
    case 'format':
      return formatted(first, args.slice(1))
    default:
      return UNKNOWN_PARTS
  }
}

/** `format('docker run {0}', variables('image'))` */
function formatted(pattern: Parts, args: readonly Parts[]): Parts {
  return pattern.flatMap((part): Parts => {
    if (typeof part === 'string') return [part]
    const parts: (Source | string)[] = []
    let from = 0
    for (const match of part.text.matchAll(/\{(\d{1,3})(?:[,:][^}]{0,20})?\}/g)) {
      parts.push(sliceSource(part, from, match.index), ...(args[Number(match[1])] ?? UNKNOWN_PARTS))
      from = match.index + match[0].length
    }
    parts.push(sliceSource(part, from, part.text.length))
    return parts
  })
}
