import { analyse } from 'scslre'
import { describe, expect, test } from 'vitest'
import { BOUNDED } from './bounded.ts'
import { growthOf } from './growth.ts'
import { expressionsOfProgram } from './literals.ts'
import { stepCounter } from './matcher.ts'

const { literals, made } = expressionsOfProgram()
const isBounded = (written: string): boolean =>
  Object.values(BOUNDED).some(({ expressions }) => expressions.some(expression => String(expression) === written))

/** What makes an expression take more than linear work: a text that shows it, or what the analysis of its loops says. */
function fault(source: string, flags: string): string | undefined {
  const growth = growthOf(source, flags, stepCounter(source, flags))
  if (growth) return `grows by ${growth.growth.toFixed(1)} on ${JSON.stringify(growth)}`
  // It knows no `d`, which changes nothing about the work.
  const [report] = analyse({ source, flags: flags.replace('d', '') }).reports
  return report && `${report.type} on ${JSON.stringify(report.character.pick)}`
}

const byFile = new Map<string, typeof literals>()
for (const literal of literals) {
  const file = literal.places[0]!.replace(/:\d+$/, '')
  byFile.set(file, [...(byFile.get(file) ?? []), literal])
}

describe('a regular expression takes work that is linear in what it reads, or its callers bound it', () => {
  test('there are expressions to look at', () => expect(literals.length).toBeGreaterThan(1_000))

  test.each([...byFile])('%s', (_, expressions) => {
    const faults = expressions.flatMap(({ source, flags, places }) => {
      const written = `/${source}/${flags}`
      const found = isBounded(written) ? undefined : fault(source, flags)
      return found === undefined ? [] : [`${places.join(', ')}: ${written} ${found}`]
    })
    expect(faults).toEqual([])
  })

  test('those that are made of texts as the program loads', async () => {
    const files = new Set(made.map(call => call.replace(/: .*$/s, '')))
    const built: RegExp[] = []
    const { RegExp: real } = globalThis
    globalThis.RegExp = new Proxy(real, {
      construct(target, [source, flags]: [string, string?]) {
        const expression = new target(source, flags)
        built.push(expression)
        return expression
      },
    })
    try {
      for (const file of files) await import(/* @vite-ignore */ `../../${file}`)
    } finally {
      globalThis.RegExp = real
    }
    expect(built.length).toBeGreaterThan(10)
    const faults = built.flatMap(({ source, flags }) => {
      const found = fault(source, flags)
      return found === undefined ? [] : [`/${source}/${flags} ${found}`]
    })
    expect(faults).toEqual([])
  })
})

describe('what bounds the others is said of no expression that is gone or needs none', () => {
  test.each(Object.entries(BOUNDED))('%s', (file, { expressions, isTriedOnce }) => {
    const own = literals
      .filter(({ places }) => places.some(place => place.startsWith(`${file}:`)))
      .map(({ source, flags }) => `/${source}/${flags}`)
    for (const expression of expressions) {
      const { source, flags } = expression
      expect(own).toContain(String(expression))
      expect(fault(source, flags), String(expression)).toBeDefined()
      if (isTriedOnce) expect(growthOf(source, flags, stepCounter(source, flags, true))).toBeUndefined()
    }
  })
})

describe('the work is counted as it is done', () => {
  test.each([
    ['linear', /a+b/y, undefined],
    ['linear', /^\s*a/, undefined],
    ['quadratic', /a+$/, 4],
    ['quadratic', /x\s*\s*y/, 4],
    ['cubic', /^a*a*a*$/, 8],
    ['a look behind that goes far', /(?<=a*)b/, 4],
  ])('%s: %s', (_, { source, flags }, growth) => {
    const found = growthOf(source, flags, stepCounter(source, flags, flags === 'y'))?.growth
    if (growth === undefined) expect(found).toBeUndefined()
    else expect(found).toBeGreaterThan(growth - 1)
  })
  test('exponential', () => {
    expect(growthOf('^(a|aa)+$', '', stepCounter('^(a|aa)+$', ''))?.growth).not.toBeLessThan(100)
  })
})
