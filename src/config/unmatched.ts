/** Entries of a configuration that did nothing in a run: a comment that silences nothing is told, and so are these. */
/** Whether a path from the folder of the configuration is meant. */
type Matches = (path: string) => boolean

/** What a configuration names files by, made ready. */
export interface Entries<Ignore> {
  readonly exclude: readonly { readonly pattern: string; readonly isUsed: () => boolean }[]
  readonly contexts: readonly { readonly pattern: string; readonly matches: Matches }[]
  readonly overrides: readonly { readonly paths: readonly string[]; readonly matches: Matches }[]
  readonly ignore: readonly { readonly ignore: Ignore; readonly matches: Matches; readonly isUsed: () => boolean }[]
}

/** One sentence for each entry that did nothing. `paths` are all files of the run, from the configuration's folder. */
export function unmatched<Ignore>(
  { exclude, contexts, overrides, ignore }: Entries<Ignore>,
  paths: readonly string[],
  placeOf: (ignore: Ignore) => string,
  file: string,
): readonly string[] {
  const fitsNone = ({ matches }: { readonly matches: Matches }): boolean => !paths.some(matches)
  const named = (patterns: readonly string[]): string => patterns.map(pattern => `"${pattern}"`).join(', ')
  return [
    ...exclude
      .filter(({ isUsed }) => !isUsed())
      .map(({ pattern }) => `${file}: "${pattern}" of "exclude" leaves nothing out.`),
    ...contexts.filter(fitsNone).map(({ pattern }) => `${file}: "${pattern}" of "contexts" matches no file.`),
    ...overrides.filter(fitsNone).map(override => `${file}: ${named(override.paths)} of "overrides" matches no file.`),
    ...ignore
      .filter(({ isUsed }) => !isUsed())
      .map(
        each => `${placeOf(each.ignore)}: this "ignore" ${fitsNone(each) ? 'matches no file' : 'silences nothing'}.`,
      ),
  ]
}
