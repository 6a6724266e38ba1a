/** The command line program. The only file that touches the process and the console. */
import { styleText } from 'node:util'
import packageJson from '../package.json' with { type: 'json' }
import { rules } from '../rules/index.ts'
import { type Arguments, readArguments, UsageError } from './arguments.ts'
import { decode } from './decode.ts'
import type { LintResult, Notice } from './diagnostic.ts'
import type { Scope } from './facts.ts'
import { factsText } from './facts-text.ts'
import { filesBeside, inputFiles, NotFound, readStandardInput, repositoryRoot, writeReport } from './files.ts'
import { templatesOf } from './helm/expand.ts'
import { explanation, helpText, ruleList } from './help.ts'
import { readFacts } from './languages/index.ts'
import { type InputFile, lintFiles } from './linter.ts'
import { settlePlaces } from './place.ts'
import { reporters } from './reporters/index.ts'
import type { About } from './reporters/reporter.ts'
import { visible } from './reporters/visible.ts'
import type { Level } from './rule.ts'

const ORDER: readonly Level[] = ['note', 'warning', 'error']
const atLeast = (level: Level, least: Level): boolean => ORDER.indexOf(level) >= ORDER.indexOf(least)

/** Formats by which a service follows findings from run to run. */
const HASHED: ReadonlySet<string> = new Set(['sarif', 'gitlab'])

/** Runs the program and gives its exit code. */
async function main(argv: readonly string[]): Promise<number> {
  const wanted = readArguments(
    argv,
    rules.map(rule => rule.id),
  )
  if (wanted.action === 'help') return print(helpText())
  if (wanted.action === 'version') return print(`${packageJson.version}\n`)
  if (wanted.action === 'list-rules') return print(ruleList(rules))
  const explained = rules.find(rule => rule.id === wanted.explain)
  if (explained) return print(explanation(explained))
  if (wanted.action === 'facts') return printFacts(wanted)

  const chosen = rules.filter(rule => (wanted.only?.includes(rule.id) ?? true) && !wanted.skip.includes(rule.id))
  const found = await lintFiles(withProgress(filesOf(wanted)), {
    ...wanted,
    rules: chosen,
    ruleIds: rules.map(rule => rule.id),
    beside: filesBeside(onDisk(wanted), process.cwd()),
    lineHashes: wanted.outputs.some(output => HASHED.has(output.format)),
  })
  const shown = found.diagnostics.filter(diagnostic => atLeast(diagnostic.level, wanted.level))
  await report({ ...found, diagnostics: shown }, found.diagnostics.length - shown.length, wanted)
  return found.diagnostics.some(diagnostic => atLeast(diagnostic.level, wanted.failOn)) ? 1 : 0
}

async function report(result: LintResult, hidden: number, wanted: Arguments): Promise<void> {
  const directory = slashed(process.cwd())
  const about: About = {
    version: packageJson.version,
    rules,
    settings: wanted,
    failOn: wanted.failOn,
    hidden,
    color: false,
    width: Math.min(process.stdout.columns || 100, 120),
    directory,
    root: slashed(repositoryRoot(wanted.paths[0] ?? '.') ?? repositoryRoot(process.cwd()) ?? process.cwd()),
    category: wanted.sarifCategory,
  }
  for (const { format, file } of wanted.outputs) {
    const reporter = await reporters[format]()
    const text = reporter(result, { ...about, color: file === undefined && useColor(wanted) })
    if (file === undefined) print(text)
    else write(file, text)
  }
  if (!wanted.outputs.some(({ format, file }) => file === undefined && READ_BY_PEOPLE.has(format)))
    tellNotices(result.notices)
}

function write(file: string, text: string): void {
  try {
    writeReport(file, text)
  } catch (error) {
    throw new UsageError(
      `The report cannot be written to ${file}: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** Formats in which people see what was not read. */
const READ_BY_PEOPLE: ReadonlySet<string> = new Set(['text', 'compact', 'github', 'markdown'])

/** Machines read standard output, so people are told of what was not read on the other one. */
function tellNotices(notices: readonly Notice[]): void {
  for (const { path, line, reason, partly } of notices) {
    const place = line === undefined ? path : `${path}:${line}`
    process.stderr.write(`${visible(place)} was ${partly ? 'read only in part' : 'not read'}: ${visible(reason)}\n`)
  }
}

const slashed = (path: string): string => path.replaceAll('\\', '/')

/** NO_COLOR beats FORCE_COLOR; an option beats both. */
function useColor({ color }: Arguments): boolean {
  if (color !== 'auto') return color === 'always'
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR) return false
  if (FORCE_COLOR) return FORCE_COLOR !== '0'
  return process.stdout.isTTY === true && TERM !== 'dumb'
}

const onDisk = ({ paths }: Arguments): readonly string[] => (paths.length ? paths : ['.']).filter(path => path !== '-')

async function* filesOf({ paths, stdinFilename }: Arguments): AsyncGenerator<InputFile> {
  const fromDisk: string[] = []
  for (const path of paths.length ? paths : ['.']) {
    if (path === '-') yield { path: stdinFilename ?? 'stdin.yaml', bytes: readStandardInput(), named: true }
    else fromDisk.push(path)
  }
  yield* inputFiles(fromDisk, process.cwd())
}

/** Says on a terminal how far the run is. */
async function* withProgress(files: AsyncIterable<InputFile>): AsyncGenerator<InputFile> {
  const told = process.stderr.isTTY === true && !process.env['CI']
  let count = 0
  let last = Date.now()
  let drawn = false
  for await (const file of files) {
    count++
    if (told && count % 64 === 0 && Date.now() - last > 150) {
      last = Date.now()
      drawn = true
      process.stderr.write(`\r${count} files checked`)
    }
    yield file
  }
  if (drawn) process.stderr.write('\r\u001b[K')
}

async function printFacts(wanted: Arguments): Promise<number> {
  for await (const input of filesOf(wanted)) {
    if ('problem' in input) {
      tellNotices([{ path: input.path, reason: input.problem, partly: false }])
      continue
    }
    const text = decode(input.bytes)?.text
    const project: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
    const templates = templatesOf(filesBeside(onDisk(wanted), process.cwd()))
    const read =
      text === undefined ? undefined : await readFacts({ path: input.path, text }, project, undefined, templates)
    if (!read?.known)
      tellNotices([{ path: input.path, reason: 'it is not of a kind that any language reads', partly: false }])
    else {
      settlePlaces(read.scope)
      print(factsText(read.scope))
    }
  }
  return 0
}

function print(text: string): 0 {
  process.stdout.write(text)
  return 0
}

// A reader that has enough, such as `head`, closes the pipe: no reason to complain.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit()
  throw error
})

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.exitCode = 2
    const expected = error instanceof UsageError || error instanceof NotFound
    const text = expected
      ? error.message
      : `This is a mistake in dockershim-lint. Please report it.\n${error instanceof Error ? error.stack : String(error)}`
    const head = process.stderr.isTTY ? styleText('red', 'dockershim-lint:') : 'dockershim-lint:'
    process.stderr.write(
      `${head} ${text.split('\n').map(visible).join('\n')}\n${expected ? 'See dockershim-lint --help.\n' : ''}`,
    )
  },
)
