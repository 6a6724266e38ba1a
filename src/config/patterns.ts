/** Patterns of paths and of objects, as the configuration file has them. */
import { braceExpand } from 'minimatch'
import { globFits, globOf } from '../text/glob.ts'

/** Whether a path is meant, relative to the folder of the pattern, with forward slashes. */
export type Matcher = (path: string) => boolean

/** What braces make of one pattern at most. */
const MOST_ALTERNATIVES = 1_000

const globsOf = (pattern: string) => braceExpand(pattern, { braceExpandMax: MOST_ALTERNATIVES }).map(globOf)

export function matcherOf(patterns: readonly string[]): Matcher {
  const globs = patterns.flatMap(pattern => {
    const bare = pattern.replace(/^(\.?\/)+/, '').replace(/(?<!\/)\/+$/, '')
    const anchored = bare.includes('/') || /^\.?\//.test(pattern)
    const whole = anchored ? bare : `**/${bare}`
    return [...globsOf(whole), ...globsOf(`${whole}/**`)]
  })
  return path => {
    const names = path.split('/')
    return globs.some(glob => globFits(glob, names))
  }
}

/** The path from a folder; a path outside of it as it is, so that only patterns without a slash can fit. */
export function relativeTo(folder: string, path: string): string {
  const base = folder.endsWith('/') ? folder : `${folder}/`
  return path.startsWith(base) ? path.slice(base.length) : path.replace(/^([A-Za-z]:)?\/+/, '')
}

export const isAbsolute = (path: string): boolean => /^([A-Za-z]:)?\//.test(path)

/** Makes of patterns that are relative to a folder the question whether an absolute path is meant. */
export function excluding(patterns: readonly string[], folder: string): Matcher {
  const matches = matcherOf(patterns)
  return path => matches(relativeTo(folder, path))
}

/** A pattern that knows whether it ever fitted. */
export function countingMatcher(pattern: string, folder: string) {
  const matches = excluding([pattern], folder)
  let fitted = false
  return {
    pattern,
    isUsed: () => fitted,
    matches(path: string): boolean {
      const fits = matches(path)
      fitted ||= fits
      return fits
    },
  }
}

/** Whether an object, as its scope is named (`DaemonSet kube-system/fluentd`), is meant. */
export function objectMatcher(patterns: readonly string[]): (object: string) => boolean {
  const matchers = patterns.map(pattern => {
    const [kind = '', path = ''] = pattern.trim().split(/\s+/)
    return { kind: globsOf(kind), path: globsOf(path), whole: path.includes('/') }
  })
  return object => {
    const space = object.indexOf(' ')
    if (space < 0) return false
    const path = object.slice(space + 1)
    const name = path.slice(path.lastIndexOf('/') + 1)
    const fits = (globs: ReturnType<typeof globsOf>, text: string) =>
      globs.some(glob => globFits(glob, text.split('/')))
    return matchers.some(
      matcher => fits(matcher.kind, object.slice(0, space)) && fits(matcher.path, matcher.whole ? path : name),
    )
  }
}
