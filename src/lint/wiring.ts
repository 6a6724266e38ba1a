/** Joins languages with dialects: each is loaded when the first of its files comes. */
import type { YamlReader } from '../helm/beside.ts'
import { LANGUAGES } from '../languages/registry.ts'
import type { Dialect, Language } from '../reading/language.ts'

const loaded = new Map<string, Language | undefined>()
let dialects: readonly Dialect[] = []
let yaml: YamlReader | undefined

/** Work that stops where it needs a language that is not loaded yet: it gives its name, and goes on once that is. */
export type Work<T> = Generator<string, T, void>

/** Does some work, and loads what it needs. */
export async function finish<T>(work: Work<T>): Promise<T> {
  for (;;) {
    const next = work.next()
    if (next.done) return next.value
    await loadLanguage(next.value)
  }
}

/** What reads YAML for charts. */
export function* yamlReader(): Work<YamlReader> {
  if (!yaml) yield 'yaml'
  return yaml!
}

/** The vocabularies of trees, once a language is loaded that makes some. */
export const loadedDialects = (): readonly Dialect[] => dialects

/** Whether the reader of a language can be asked for. */
export const isLoaded = (id: string): boolean => loaded.has(id)

/** The reader of a language that is loaded, or undefined for a name that no language has. */
export const loadedLanguage = (id: string): Language | undefined => loaded.get(id)

/** Loads the reader of a language, with what that needs. */
export async function loadLanguage(id: string): Promise<void> {
  const registered = LANGUAGES.find(language => language.id === id)
  const [language] = await Promise.all([registered?.load(), registered?.makesTrees && loadDialects()])
  if (id === 'yaml') yaml = await import('../languages/yaml.ts')
  loaded.set(id, language)
}

async function loadDialects(): Promise<void> {
  dialects = (await import('../dialects/index.ts')).dialects
}
