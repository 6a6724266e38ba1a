/** The definitions of a chart (`define`), and the places where they are included. */
import { type Site, sitesIn } from '../callers.ts'
import type { ParsedFile, Template } from '../parse.ts'
import { subchartsOf } from './dependencies.ts'
import type { ChartFiles } from './files.ts'
import { once } from './once.ts'

export interface Definitions {
  /** The files that are there for their definitions (`_helpers.tpl`), of the chart and of those that are parts of it. */
  partials(): readonly string[]
  /** A definition by its name, in a partial. */
  inPartials(name: string): Template | undefined
  /** A definition by its name, in a template that makes an object as well. */
  elsewhere(name: string): Template | undefined
  /** The places where a definition is included. */
  sites(name: string): readonly Site[]
}

const isPartial = (path: string): boolean => /(^|\/)_[^/]*$|\.tpl$/.test(path)

/** What charts of definitions are asked for by each that depends on them. */
const known = new WeakMap<ParsedFile, ReturnType<typeof sitesIn>>()

function sitesOf(template: ParsedFile): ReturnType<typeof sitesIn> {
  const before = known.get(template)
  if (before) return before
  const sites = sitesIn(template)
  known.set(template, sites)
  return sites
}

export function definitionsOf(folder: string, files: ChartFiles): Definitions {
  const paths = once(() => files.below([folder, ...subchartsOf(folder, files)].map(one => `${one}templates/`)))
  const partials = once(() => paths().filter(isPartial))
  const others = once(() => paths().filter(path => !isPartial(path) && /\.ya?ml$/.test(path)))

  const definedIn = (from: readonly string[]): ReadonlyMap<string, Template> => {
    const known = new Map<string, Template>()
    for (const path of from) {
      if (!files.read(path)?.text.includes('define')) continue
      for (const [name, template] of files.template(path)?.definitions ?? [])
        if (!known.has(name)) known.set(name, template)
    }
    return known
  }
  const ofPartials = once(() => definedIn(partials()))
  const ofOthers = once(() => definedIn(others()))

  const sites = once(() => {
    const found = new Map<string, Site[]>()
    for (const path of [...partials(), ...others()]) {
      const template = files.read(path)?.text.includes('{{') ? files.template(path) : undefined
      for (const [name, list] of template ? sitesOf(template) : []) {
        const before = found.get(name)
        if (before) before.push(...list)
        else found.set(name, [...list])
      }
    }
    return found
  })

  return {
    partials,
    inPartials: name => ofPartials().get(name),
    elsewhere: name => ofOthers().get(name),
    sites: name => sites().get(name) ?? [],
  }
}
