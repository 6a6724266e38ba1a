/**
 * What git knows of changes. The repository is a stranger's: whatever its own configuration names (a file system monitor, hooks,
 * filters, drivers of diffs, a pager, a way to fetch) is not run. What can be turned off by an option is turned off by it;
 * filters have names of their own, so they are asked for first and each is emptied. Source: git-scm.com/docs/git-config.
 */
import { spawnSync } from 'node:child_process'
import { findProgram } from '../files/programs.ts'
import { UsageError } from '../lint/choices.ts'

/** Nothing of these is the repository's. An index that a hook is given holds what is to be committed. */
const KEPT = ['PATH', 'HOME', 'USERPROFILE', 'XDG_CONFIG_HOME', 'SYSTEMROOT', 'TMPDIR', 'TEMP', 'GIT_INDEX_FILE']

const ALWAYS = [
  ...['-c', 'core.fsmonitor=', '-c', 'core.hooksPath=/dev/null', '-c', 'core.pager=cat', '-c', 'diff.external='],
  ...['-c', 'core.sshCommand=false', '-c', 'core.quotePath=false', '-c', 'submodule.recurse=false', '--no-pager'],
]

/** The names of changed files, and nothing that looks into a file with a program or into a submodule. */
const NAMES = [
  ...['diff', '--name-only', '-z', '--no-ext-diff', '--no-textconv', '--no-renames', '--no-color'],
  '--ignore-submodules=dirty',
]

const MOST_BYTES = 1 << 28
const MOST_MILLISECONDS = 300_000

/** Asks git about one repository. */
interface Git {
  /** What git prints. Throws UsageError with what git says. */
  ask(args: readonly string[], input?: string): Buffer
  /** What git prints, or undefined where it says no. */
  maybe(args: readonly string[]): string | undefined
}

function gitIn(root: string, option: string): Git {
  const program = findProgram('git', process.env['PATH'] ?? '', root, process.platform === 'win32')
  if (program === undefined)
    throw new UsageError(
      `${option} needs git to tell what changed, and git is not installed. Install it, or name the changed files as paths.`,
    )
  const env: Record<string, string> = {
    ...Object.fromEntries(KEPT.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]!]]))),
    GIT_WORK_TREE: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    // No object is fetched that the clone lacks: of the protocols none is allowed, also not by the configuration.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    LC_ALL: 'C',
  }
  const call = (args: readonly string[], input?: string) => {
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      cwd: root,
      env,
      input: input ?? '',
      maxBuffer: MOST_BYTES,
      timeout: MOST_MILLISECONDS,
      windowsHide: true,
    })
    if (error) throw new UsageError(`${option}: git cannot be run (${error.message}).`)
    return { status, stdout, said: stderr.toString().trim() }
  }
  const withoutFilters = filtersOff(call(FILTERS).stdout.toString(), option)
  const full = (args: readonly string[]) => [...ALWAYS, ...withoutFilters, ...args]
  return {
    ask(args, input) {
      const { status, stdout, said } = call(full(args), input)
      if (status === 0) return stdout
      const dubious = /dubious ownership/.test(said)
      throw new UsageError(
        dubious
          ? `${option}: git does not read the repository, because it belongs to another user. Allow it: git config --global --add safe.directory ${root}`
          : `${option}: git says: ${said.split('\n')[0]}`,
      )
    },
    maybe(args) {
      const { status, stdout } = call(full(args))
      return status === 0 ? stdout.toString().trim() : undefined
    },
  }
}

const FILTERS = [...ALWAYS, 'config', '-z', '--name-only', '--get-regexp', '^filter\\..*']

/** The options that empty each filter that a configuration names. */
function filtersOff(keys: string, option: string): readonly string[] {
  const names = new Set(keys.split('\0').flatMap(key => /^filter\.([\s\S]*)\.[^.]*$/.exec(key)?.[1] ?? []))
  return [...names].flatMap(name => {
    // An option's name ends with the first "=": such a filter could not be turned off.
    if (/[=\n]/.test(name))
      throw new UsageError(`${option}: the configuration of git has a filter with "=" or a line break in its name.`)
    const prefix = `filter.${name}`
    return [`${prefix}.clean=`, `${prefix}.smudge=`, `${prefix}.process=`, `${prefix}.required=false`].flatMap(
      setting => ['-c', setting],
    )
  })
}

const namesIn = (printed: Buffer): readonly string[] => printed.toString().split('\0').filter(Boolean)

/** The files that differ from where a ref and this branch parted, also new ones, from the root of the repository. */
export function changedSince(root: string, ref: string): readonly string[] {
  const option = `--since ${ref}`
  if (ref === '' || /^-|[\0\n]/.test(ref)) throw new UsageError(`--since needs a commit, branch or tag, not "${ref}".`)
  const git = gitIn(root, option)
  const shallow = () =>
    git.maybe(['rev-parse', '--is-shallow-repository']) === 'true'
      ? ' The clone is shallow: fetch the whole history (actions/checkout: fetch-depth: 0; GitLab: GIT_DEPTH: 0; git fetch --unshallow).'
      : ''
  git.ask(['rev-parse', '--git-dir'])
  const commit = git.maybe(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])
  if (commit === undefined)
    throw new UsageError(
      `${option}: there is no such commit in this clone.${shallow() || ` Fetch it: git fetch origin ${ref.replace(/^origin\//, '')}`}`,
    )
  const base = git.maybe(['merge-base', commit, 'HEAD'])?.split('\n')[0]
  const tooShallow = base === undefined ? shallow() : ''
  if (tooShallow)
    throw new UsageError(`${option}: the commit where this branch left it is not in this clone.${tooShallow}`)
  // Histories that never met are compared as they are.
  const differ = namesIn(git.ask([...NAMES, base || commit, '--']))
  return [...differ, ...namesIn(git.ask(['ls-files', '--others', '--exclude-standard', '-z']))]
}

/** What is to be committed: the names, and the text of those that the working folder has differently. */
export interface Staged {
  readonly names: readonly string[]
  readonly texts: ReadonlyMap<string, Buffer>
}

/** What is staged, from the root of the repository. */
export function staged(root: string): Staged {
  const git = gitIn(root, '--staged')
  const names = namesIn(git.ask([...NAMES, '--cached', '--']))
  const isStaged = new Set(names)
  const differ = namesIn(git.ask([...NAMES, '--'])).filter(name => isStaged.has(name))
  const texts = new Map<string, Buffer>()
  if (differ.length === 0) return { names, texts }
  // mode, object, stage, tab, name
  const entries = namesIn(git.ask(['ls-files', '--stage', '-z'])).map(line =>
    line.split(/[ \t]/, 3).concat(line.slice(line.indexOf('\t') + 1)),
  )
  const wanted = new Set(differ)
  for (const [mode = '', object = '', , name = ''] of entries)
    if (wanted.has(name) && mode.startsWith('100')) texts.set(name, git.ask(['cat-file', 'blob', object]))
  return { names, texts }
}
