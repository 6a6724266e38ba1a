/**
 * Mutates the fixtures and lints what comes out: `npm run fuzz -- --seconds 60 --seed 1`. Asks of each text that nothing fails
 * or takes long and that the scan loses nothing, and of some what `fuzz/properties.mjs` lists. What breaks is cut down and
 * printed as a command.
 */
import { parseArgs } from 'node:util'
import { builtLinter } from './fuzz/linter.mjs'
import { mutator } from './fuzz/mutate.mjs'
import { NAMES } from './fuzz/names.mjs'
import { properties } from './fuzz/properties.mjs'
import { reduced } from './fuzz/reduce.mjs'

const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } })
const seconds = Number(values.seconds ?? 60)
const seed = Number(values.seed ?? Date.now() % 2147483647) || 1
process.stdout.write(`seed ${seed}\n`)

// Most texts are mistakes in YAML, and nobody reads where its reader was when it saw one.
Error.stackTraceLimit = 0

const linter = await builtLinter()
const { languageOf, LANGUAGES } = linter
const asked = properties(linter)
const { random, next, repeated } = mutator(seed)

const selected = new Set(NAMES.map(name => languageOf(name, '')))
const missing = LANGUAGES.filter(({ id, path }) => path && !selected.has(id)).map(({ id }) => id)
if (missing.length) throw new Error(`no name selects ${missing.join(', ')}: add one to .ci/fuzz/names.mjs`)

/** One in so many texts is asked this, which takes longer than the rest. */
const SOMETIMES = [
  ['twice', 16],
  ['lineEnds', 6],
  ['amongOthers', 10],
  ['fixes', 6],
]
const ONE_GROWS = 100

const counts = new Map()
const problems = new Map()

async function look(question, path, text) {
  const what = await asked[question](path, text)
  const key = `${what} (${languageOf(path, typeof text === 'string' ? text : text[0]) ?? 'none'})`
  if (what === undefined || problems.has(key)) return
  const isStill = async fewer => (await asked[question](path, fewer)) === what
  const least = typeof text === 'string' ? await reduced(text, isStill) : text[0].slice(0, 400)
  problems.set(key, { path, text: least })
  print(key, problems.get(key))
}

function print(what, { path, text }) {
  const written = JSON.stringify(text).slice(1, -1).replaceAll("'", '\\u0027').replaceAll('%', '%%')
  process.stdout.write(`${what}\n  printf '${written}' | dockershim-lint --stdin-filename '${path}' -\n`)
}

for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
  const { path, text } = next()
  const language = languageOf(path, text) ?? 'none'
  counts.set(language, (counts.get(language) ?? 0) + 1)
  await look('always', path, text)
  for (const [question, oneIn] of SOMETIMES) if (random(oneIn) === 0) await look(question, path, text)
  const pair = random(ONE_GROWS) === 0 ? repeated(text) : undefined
  if (pair) await look('growth', path, pair)
}
const sum = [...counts.values()].reduce((one, other) => one + other, 0)
const languages = [...counts].sort((one, other) => other[1] - one[1]).map(([language, count]) => `${language} ${count}`)
process.stdout.write(`${sum} texts: ${languages.join(', ')}\n`)
process.exitCode = problems.size ? 1 : 0
