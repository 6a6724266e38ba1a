import { type AST, RegExpParser } from '@eslint-community/regexpp'

/** More work than this is as good as no end. */
const MOST_STEPS = 1_000_000

/** Bounded repetitions cost a constant, however large; they are taken as this often, to see how the rest grows. */
const BOUND = 5

type Go = (at: number) => boolean
type Matcher = (at: number, go: Go) => boolean

class TooMany extends Error {}

const parser = new RegExpParser({ ecmaVersion: 2025 })

export const parsed = (source: string, flags: string): AST.Pattern =>
  parser.parsePattern(source, 0, source.length, { unicode: flags.includes('u'), unicodeSets: flags.includes('v') })

/**
 * Matches as V8 does, by going back, and counts what is looked at. Real matching could only be timed, which a busy machine
 * spoils. Gives the steps that it takes to look for the pattern in a text: all matches of a global one or of a sticky
 * one, which its caller may try everywhere, else the first.
 * Of one that is tried once, only the first place counts.
 */
export function stepCounter(source: string, flags: string, isTriedOnce = false): (text: string) => number {
  const pattern = parsed(source, flags)
  const has = (flag: string) => flags.includes(flag)
  const ownFlags = flags.replace(/[^isuv]/g, '')
  let text = ''
  let steps = 0
  const groups = new Map<AST.CapturingGroup, readonly [number, number]>()

  const step = () => {
    if (++steps > MOST_STEPS) throw new TooMany()
  }
  const isWord = (at: number) => /\w/.test(text[at] ?? '')

  const characters = new Map<string, (character: string) => boolean>()
  /** Whether a character is one of a set, asked of the real engine once. */
  const fits = (raw: string): ((character: string) => boolean) => {
    const known = characters.get(raw)
    if (known) return known
    const expression = new RegExp(`^(?:${raw})$`, ownFlags)
    const answers = new Map<string, boolean>()
    const ask = (character: string) => {
      const before = answers.get(character)
      if (before !== undefined) return before
      const answer = expression.test(character)
      answers.set(character, answer)
      return answer
    }
    characters.set(raw, ask)
    return ask
  }

  const one = (raw: string, back: boolean): Matcher => {
    const isOne = fits(raw)
    return (at, go) => {
      step()
      const character = text[back ? at - 1 : at]
      return character !== undefined && isOne(character) && go(back ? at - 1 : at + 1)
    }
  }
  const alternatives = (list: readonly AST.Alternative[], back: boolean): Matcher => {
    const ways = list.map(({ elements }) => row(elements, back))
    return (at, go) => ways.some(way => way(at, go))
  }
  const row = (elements: readonly AST.Element[], back: boolean): Matcher => {
    const list = elements.map(element => matcher(element, back))
    if (back) list.reverse()
    const from = (index: number, at: number, go: Go): boolean => {
      const next = list[index]
      return next ? next(at, to => from(index + 1, to, go)) : go(at)
    }
    return (at, go) => from(0, at, go)
  }
  const assertion = (element: AST.Assertion): Matcher => {
    if (element.kind === 'lookahead' || element.kind === 'lookbehind') {
      const inner = alternatives(element.alternatives, element.kind === 'lookbehind')
      return (at, go) => inner(at, () => true) !== element.negate && go(at)
    }
    if (element.kind === 'word')
      return (at, go) => {
        step()
        return (isWord(at - 1) !== isWord(at)) !== element.negate && go(at)
      }
    const isStart = element.kind === 'start'
    return (at, go) => {
      step()
      const edge = isStart ? at === 0 : at === text.length
      return (edge || (has('m') && text[isStart ? at - 1 : at] === '\n')) && go(at)
    }
  }
  /** As often as a set of characters fits, without a call for each. */
  const run = (raw: string, { min, greedy }: AST.Quantifier, most: number, back: boolean): Matcher => {
    const isOne = fits(raw)
    const move = back ? -1 : 1
    const fitsAt = (at: number) => {
      step()
      const character = text[back ? at - 1 : at]
      return character !== undefined && isOne(character)
    }
    return (at, go) => {
      let count = 0
      while (count < (greedy ? most : min) && fitsAt(at + count * move)) count++
      if (!greedy) {
        while (count >= min) {
          if (go(at + count * move)) return true
          if (count >= most || !fitsAt(at + count * move)) return false
          count++
        }
        return false
      }
      for (; count >= min; count--) {
        step()
        if (go(at + count * move)) return true
      }
      return false
    }
  }
  const repeated = (quantifier: AST.Quantifier, back: boolean): Matcher => {
    const { element, min, max, greedy } = quantifier
    const most = max === Number.POSITIVE_INFINITY ? max : Math.min(max, Math.max(min, BOUND))
    if (element.type === 'Character' || element.type === 'CharacterClass' || element.type === 'CharacterSet')
      return run(element.raw, quantifier, most, back)
    const inner = matcher(element, back)
    const from = (count: number, at: number, go: Go): boolean => {
      const more = () => count < most && inner(at, to => (to === at && count >= min ? false : from(count + 1, to, go)))
      if (count < min) return more()
      return greedy ? more() || go(at) : go(at) || more()
    }
    return (at, go) => from(0, at, go)
  }
  const matcher = (element: AST.Element, back: boolean): Matcher => {
    switch (element.type) {
      case 'Assertion':
        return assertion(element)
      case 'Backreference':
        return (at, go) => {
          step()
          const target = [element.resolved].flat()[0]!
          const [start, end] = groups.get(target) ?? [0, 0]
          const said = text.slice(start, end)
          return text.startsWith(said, back ? at - said.length : at) && go(back ? at - said.length : at + said.length)
        }
      case 'CapturingGroup': {
        const inner = alternatives(element.alternatives, back)
        return (at, go) => {
          const before = groups.get(element)
          const matches = inner(at, to => {
            groups.set(element, [Math.min(at, to), Math.max(at, to)])
            return go(to)
          })
          if (!matches && before) groups.set(element, before)
          return matches
        }
      }
      case 'Group':
        return alternatives(element.alternatives, back)
      case 'Quantifier':
        return repeated(element, back)
      default:
        return one(element.raw, back)
    }
  }

  const whole = alternatives(pattern.alternatives, false)
  return given => {
    text = given
    steps = 0
    try {
      for (let at = 0; at <= text.length; at++) {
        let end = -1
        groups.clear()
        const matches = whole(at, to => {
          end = to
          return true
        })
        if (isTriedOnce || (matches && !has('g') && !has('y'))) break
        if (end > at) at = end - 1
      }
    } catch (error) {
      if (!(error instanceof TooMany)) throw error
      return Number.POSITIVE_INFINITY
    }
    return steps
  }
}
