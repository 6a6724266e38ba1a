/** The page's linter: holds the files that it was given, lints them, fixes them. Runs in a worker; nothing here asks the network. */
import packageJson from '../../../package.json' with { type: 'json' }
import { rules } from '../../../rules/index.ts'
import type { Diagnostic, LintResult } from '../../diagnostic.ts'
import { KNOWN_VERSIONS } from '../../knowledge/versions.ts'
import { RUNTIMES } from '../../lint/choices.ts'
import { applyFixes, type Fixed } from '../../lint/fixes/apply.ts'
import { changeableText } from '../../lint/fixes/changeable.ts'
import { besideWith, type Texts, withTexts } from '../../lint/fixes/texts.ts'
import { lintFiles } from '../../lint/linter.ts'
import type { About } from '../../reporters/reporter.ts'
import { count } from '../../reporters/summary.ts'
import { decode, encodeLike } from '../../text/decode.ts'
import type { Desk, Given, Mended, Target } from '../contract.ts'
import { packed } from './archive.ts'
import { atLevel, shownOf } from './findings.ts'
import { besideIn, type Files, inputsOf } from './memory.ts'
import { cleanPath } from './names.ts'
import { takeIn } from './taking.ts'

/** How often can be taken back. */
const MOST_STEPS = 20
/** Longer texts are not put into the editor. */
const MOST_IN_EDITOR = 12_000_000
/** A link holds no more text, which it has to hold compressed. */
const MOST_IN_LINK = 2_000_000

const ruleIds = rules.map(({ id }) => id)

/** Everything that is there at a time. */
interface State {
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly repositories: ReadonlySet<string>
  /** The paths of what was changed here. */
  readonly edited: ReadonlySet<string>
}

/** Opens a desk with nothing on it. */
export function openDesk(): Desk {
  let state: State = { files: new Map(), repositories: new Set(), edited: new Set() }
  const before: State[] = []
  let order: readonly Diagnostic[] = []

  const step = (next: State): void => {
    before.push(state)
    if (before.length > MOST_STEPS) before.shift()
    state = next
  }
  const put = (path: string, text: string): State => {
    const old = state.files.get(path)
    const bytes = (old && encodeLike(text, old)) ?? new TextEncoder().encode(text)
    return {
      ...state,
      files: new Map(state.files).set(path, bytes),
      edited: new Set(state.edited).add(path),
    }
  }
  const lint = (target: Target, texts: Texts = new Map(), lineHashes = false): Promise<LintResult> => {
    const { files, repositories } = state
    return lintFiles(withTexts(inputsOf(files, repositories), texts), {
      rules,
      ruleIds,
      runtime: target.runtime,
      targetVersion: target.targetVersion,
      beside: besideWith(besideIn(files), texts),
      lineHashes,
    })
  }

  return {
    async choices() {
      return {
        version: packageJson.version,
        home: packageJson.homepage,
        runtimes: RUNTIMES,
        versions: KNOWN_VERSIONS,
        rules: rules.map(({ id, summary }) => ({ id, summary })),
      }
    },

    async rule(id) {
      const rule = rules.find(each => each.id === id)
      return rule && { id, level: rule.level, summary: rule.summary, ...rule.docs }
    },

    async put(given, how) {
      const { files, repositories, paths, left } = takeIn(given, how === 'beside' ? state.files : new Map())
      step({
        files,
        repositories: new Set([...(how === 'beside' ? state.repositories : []), ...repositories]),
        edited: how === 'beside' ? new Set([...state.edited].filter(path => !paths.includes(path))) : new Set(),
      })
      return { paths, left }
    },

    async read(path) {
      const bytes = state.files.get(path)
      if (!bytes) return { problem: 'There is no such file.' }
      if (bytes.length > MOST_IN_EDITOR) return { problem: 'It is too large to be edited here. It is linted anyway.' }
      const text = decode(bytes)?.text
      return text === undefined ? { problem: 'It is a binary file.' } : { text }
    },

    async write(path, text) {
      state = put(path, text)
    },

    async rename(path, name) {
      const bytes = state.files.get(path)
      const clean = cleanPath(name)
      if (!bytes || clean === undefined || state.files.has(clean)) return path
      const files = new Map([...state.files].map(([each, content]) => [each === path ? clean : each, content]))
      state = { ...state, files, edited: new Set(state.edited).add(clean) }
      return clean
    },

    async lint(target, open) {
      const made = shownOf(await lint(target), state.files, aboutOf(target), { target, open })
      order = made.order
      return made.shown
    },

    async fix(target, which) {
      const key = 'finding' in which ? keyOf(order[which.finding]) : undefined
      const fixed = await applyFixes({
        lint: texts => lint(target, texts),
        read: path => changeableText(state.files.get(path) ?? new Uint8Array()),
        choose: result =>
          key === undefined
            ? atLevel(result, target).diagnostics
            : result.diagnostics.filter(each => keyOf(each) === key),
        unsafe: 'finding' in which || which.unsafe,
      })
      if (fixed.texts.length) step(state)
      for (const { path, after } of fixed.texts) state = put(path, after)
      return mendedOf(fixed)
    },

    async undo() {
      const last = before.pop()
      state = last ?? state
      return last !== undefined
    },

    async sarif(target) {
      const { sarif } = await import('../../reporters/sarif.ts')
      return [...sarif(atLevel(await lint(target, new Map(), true), target), aboutOf(target))].join('')
    },

    async texts() {
      let size = 0
      const texts: [string, string][] = []
      for (const [path, bytes] of state.files) {
        size += path.length + bytes.length
        const text = size > MOST_IN_LINK ? undefined : decode(bytes)?.text
        if (text === undefined) return undefined
        texts.push([path, text])
      }
      return texts
    },

    async changed() {
      return keptFile(new Map([...state.files].filter(([path]) => state.edited.has(path))))
    },
  }
}

/** What reporters are told of the run: the page's files stand in a folder of their own. */
const aboutOf = ({ runtime, targetVersion }: Target): About => ({
  version: packageJson.version,
  home: packageJson.homepage,
  rules,
  settings: { runtime, targetVersion },
  failOn: 'error',
  hidden: 0,
  quiet: false,
  color: false,
  links: false,
  width: 100,
  directory: '/',
  root: '/',
})

/** What a finding's fix is known by. */
const keyOf = (diagnostic: Diagnostic | undefined): string | undefined =>
  diagnostic?.fix && JSON.stringify([diagnostic.rule, diagnostic.location, diagnostic.fix.edits])

function mendedOf({ texts, done, leftOut }: Fixed): Mended {
  const made = done.length
    ? `${count(done.length, 'fix', 'fixes')} made in ${count(texts.length, 'file')}.`
    : 'Nothing was changed.'
  const left = leftOut.map(
    ({ diagnostic: { location }, reason }) => `Left out: ${location.path}:${location.line}, ${reason}.`,
  )
  return {
    told: [made, ...left.slice(0, 3), ...(left.length > 3 ? ['And more.'] : [])].join(' '),
    changed: texts.map(({ path }) => path),
  }
}

function keptFile(files: Files): Given | undefined {
  const [first] = files
  if (!first) return undefined
  const [path, bytes] = first
  return files.size === 1
    ? { path: path.slice(path.lastIndexOf('/') + 1), bytes }
    : { path: 'changed.zip', bytes: packed(files) }
}
