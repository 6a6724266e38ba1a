/** Texts that say how they came to where they are: through which action, under which conditions. */
import type { Guard, Origin, Source, Span } from '../text/source.ts'
import type { Branch } from './parse.ts'

/** Sibling branches are told as text; no more than this of each. */
const MOST_OTHER_TEXT = 1_000

/** A text of our own that stands for a range of a file. */
export function fillerOf(text: string, { file, start, end, origin }: Span): Source {
  return {
    file,
    text,
    segments: [{ at: 0, length: text.length, file, fileAt: start, fileLength: end - start, origin }],
  }
}

export function distinct(variants: readonly Source[]): readonly Source[] {
  const seen = new Set<string>()
  const found = variants.filter(({ text }) => {
    if (seen.has(text)) return false
    seen.add(text)
    return true
  })
  const filled = found.filter(({ text }) => /[^\s\uE000]/.test(text))
  return filled.length > 0 && filled.length < found.length && found[0]!.text.trim() !== '' ? filled : found
}

/** The same text, each part of which says that an action put it there. */
export function through(action: Span): (source: Source) => Source {
  const known = new Map<Origin | undefined, Origin>()
  const vias = new Map<Span, Span>()
  const behind = (via: Span): Span => {
    const made: Span = vias.get(via) ?? {
      ...via,
      origin: { under: via.origin?.under ?? [], via: via.origin?.via ? behind(via.origin.via) : action },
    }
    vias.set(via, made)
    return made
  }
  const from = (origin: Origin | undefined): Origin => {
    const made = known.get(origin) ?? {
      ...origin,
      under: origin?.under ?? [],
      via: origin?.via ? behind(origin.via) : action,
    }
    known.set(origin, made)
    return made
  }
  const isOwn = ({ file, fileAt, fileLength, origin }: Source['segments'][0]): boolean =>
    file === action.file && fileAt >= action.start && fileAt + fileLength <= action.end && !origin?.via
  return source => ({
    ...source,
    segments: source.segments.map(segment => (isOwn(segment) ? segment : { ...segment, origin: from(segment.origin) })),
  })
}

/** The same text under conditions, around those that its parts have already. */
export function guarded(source: Source, guards: readonly Guard[]): Source {
  if (guards.length === 0 || source.text.trim() === '') return source
  const known = new Map<Origin | undefined, Origin>()
  const under = (origin: Origin | undefined): Origin => {
    let made = known.get(origin)
    if (!made) {
      made = { ...origin, under: [...(origin?.under ?? []), ...guards] }
      known.set(origin, made)
    }
    return made
  }
  return { ...source, segments: source.segments.map(segment => ({ ...segment, origin: under(segment.origin) })) }
}

/** What the default values say of a branch: that it is left out, or that it is taken, and which of them decides so. */
export type ByDefault = Pick<Guard, 'off' | 'byDefault' | 'decidedBy'>

/** The conditions of one of several branches. */
export function guardsOf(
  branches: readonly Branch[],
  index: number,
  byDefault: ByDefault,
  how: 'if' | 'with',
  { text }: Source,
): readonly Guard[] {
  const { condition } = branches[index]!
  const others = branches
    .filter((_, other) => other !== index)
    .slice(0, 20)
    .map(({ condition: other, start, end }) => `${other} ${text.slice(start, Math.min(end, start + MOST_OTHER_TEXT))}`)
  if (how === 'with')
    return byDefault.off
      ? [{ condition: `with ${condition || branches[0]!.condition}`, others: [], off: true, negated: condition === '' }]
      : []
  return [{ condition: condition || branches[0]!.condition, others, negated: condition === '', ...byDefault }]
}
