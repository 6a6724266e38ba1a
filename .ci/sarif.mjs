/**
 * node .ci/sarif.mjs MULTITOOL: checks SARIF of real runs with Microsoft's validator (npm package @microsoft/sarif-multitool,
 * whose exit code is 0 whatever it finds) and compares the fingerprints with those that it computes. Run by .ci/run.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const [multitool] = process.argv.slice(2)
assert.ok(multitool && existsSync(multitool), 'usage: node .ci/sarif.mjs PATH-OF-Sarif.Multitool')
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'sarif-')))
const readJson = path => JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))

/**
 * What the pass with all rules turned on may say, each for a reason: messages are texts and not ids; where the repository
 * lies on a server is not ours to tell; links are not followed here; rule ids are words, and their pages have no address.
 */
const ALLOWED = new Set([
  'SARIF2002 Note_Default',
  'SARIF2003 Note_Default',
  'SARIF2006 Note_Default',
  'SARIF2009 Note_UseConventionalRuleIds',
  'SARIF2012 Note_ProvideHelpUri',
])

function runMultitool(...args) {
  const { error, stdout, stderr } = spawnSync(multitool, args, { cwd: temporary, encoding: 'utf8' })
  if (error) throw error
  return stdout + stderr
}

/** What the validator finds in a file. */
function problemsOf(sarif, ...options) {
  const report = join(temporary, 'report.sarif')
  rmSync(report, { force: true })
  const args = ['validate', sarif, '--rule-kind', 'Sarif;Ghas', '-o', report, '--log', 'ForceOverwrite']
  const said = runMultitool(...args, ...options)
  assert.ok(existsSync(report), `the validator wrote no report:\n${said}`)
  const [run] = readJson(report).runs
  const ruleOf = result => result.ruleId ?? run.tool.driver.rules[result.ruleIndex].id
  const failures = (run.invocations ?? []).flatMap(invocation => [
    ...(invocation.toolExecutionNotifications ?? []),
    ...(invocation.toolConfigurationNotifications ?? []),
  ])
  return [
    ...(run.results ?? []).map(
      result => `${ruleOf(result)} ${result.message.id} ${JSON.stringify(result.message.arguments)}`,
    ),
    ...failures.filter(({ level }) => level === 'error').map(({ message }) => `the validator failed: ${message.text}`),
  ]
}

/** Runs the linter in a folder and gives the path of its SARIF. */
function lint(cwd, ...args) {
  const sarif = join(temporary, 'out.sarif')
  const cli = join(root, 'dist/cli.js')
  const command = [cli, '--format', `sarif:${sarif}`, '--level', 'note', '--sarif-category', 'check', ...args]
  const { status, stderr } = spawnSync(process.execPath, command, { cwd, encoding: 'utf8' })
  assert.ok(status === 0 || status === 1, `exit code ${status}\n${stderr}`)
  return sarif
}

function check(name, sarif, repository) {
  assert.deepEqual(problemsOf(sarif), [], `${name}: the validator's own choice of rules`)
  const allowed = problem => ALLOWED.has(problem.split(' ').slice(0, 2).join(' '))
  const all = problemsOf(sarif, '--config', allRules)
  assert.deepEqual(
    all.filter(problem => !allowed(problem)),
    [],
    `${name}: all rules`,
  )

  const { results, tool } = readJson(sarif).runs[0]
  // The validator's fingerprints need absolute addresses of the files.
  const absolute = readJson(sarif)
  for (const result of absolute.runs[0].results) {
    delete result.partialFingerprints
    const { artifactLocation, region } = result.locations[0].physicalLocation
    const path = join(repository, decodeURIComponent(artifactLocation.uri))
    assert.ok(existsSync(path), `${name}: ${artifactLocation.uri} is no file of the repository`)
    const lines = readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r\n?|\n/)
    const found = lines[region.startLine - 1].slice(region.startColumn - 1, region.endColumn - 1)
    assert.equal(region.snippet.text, found, `${name}: ${artifactLocation.uri}:${region.startLine}`)
    artifactLocation.uri = `file://${path.split('/').map(encodeURIComponent).join('/')}`
  }
  const [plain, hashed] = [join(temporary, 'plain.sarif'), join(temporary, 'hashed.sarif')]
  writeFileSync(plain, JSON.stringify(absolute))
  rmSync(hashed, { force: true })
  const said = runMultitool(
    'rewrite',
    plain,
    '--insert',
    'RollingHashPartialFingerprints',
    '-o',
    hashed,
    '--log',
    'ForceOverwrite',
  )
  assert.ok(existsSync(hashed), said)
  const prints = list => list.map(({ partialFingerprints: prints }) => prints?.primaryLocationLineHash)
  assert.deepEqual(prints(results), prints(readJson(hashed).runs[0].results), `${name}: fingerprints`)
  assert.ok(results.every(({ ruleId, ruleIndex }) => tool.driver.rules[ruleIndex].id === ruleId))
  process.stdout.write(`${name}: ${results.length} results, no problem\n`)
  return results
}

const allRules = join(temporary, 'all-rules.xml')
const chosen = join(temporary, 'rules.xml')
runMultitool('export-validation-config', chosen)
writeFileSync(allRules, readFileSync(chosen, 'utf8').replace(/(Key="RuleEnabled" Value=")\w+/g, '$1Error'))

try {
  // The check itself must be able to fail.
  const broken = join(temporary, 'broken.sarif')
  writeFileSync(broken, readFileSync(lint(root, 'examples'), 'utf8').replaceAll('"help"', '"name2"'))
  assert.notDeepEqual(problemsOf(broken), [])

  check('examples', lint(root, 'examples'), root)
  // The validator takes a thousand results a run (GH1004): the fixtures have more, so each folder of them is a run.
  for (const folder of readdirSync(join(root, 'test/fixtures')).sort())
    check(`fixtures/${folder}`, lint(root, `test/fixtures/${folder}`), root)
  check('clean', lint(root, 'LICENSE'), root)

  const repository = join(temporary, 'a repository')
  const manifest = readFileSync(new URL('sarif-manifest.yaml', import.meta.url), 'utf8')
  const names = [
    'with blanks.yaml',
    '100%.yaml',
    '%41#?&.yaml',
    `quotes'".yaml`,
    'line\nbreak\r.yaml',
    'tab\t.yaml',
    '-dash.yaml',
    'ümlaut 日本 😀.yaml',
    'a:b/c:d.yaml',
    '[x](y)`$(i)`;|*.yaml',
    '::error::x.yaml',
    '\u001b[31m.yaml',
    'back\\slash.yaml',
    '.hidden/..dots../x.yaml',
  ]
  for (const [index, name] of names.entries()) {
    const path = join(repository, 'sub', name)
    mkdirSync(dirname(path), { recursive: true })
    const begin = ['', '\uFEFF', '# é日😀\n', '\n\n'][index % 4]
    writeFileSync(path, begin + (index % 3 === 1 ? manifest.replaceAll('\n', '\r\n') : manifest))
  }
  mkdirSync(join(repository, '.git'))
  const found = check('hostile names', lint(repository, '.'), repository)
  assert.ok(found.length >= names.length, `${found.length} results in ${names.length} files`)
  const uris = results => results.map(({ locations: [location] }) => location.physicalLocation.artifactLocation.uri)
  const sorted = results => uris(results).sort()
  for (const [name, sarif] of [
    ['from a subfolder', lint(join(repository, 'sub'), '.')],
    ['with an absolute path', lint(tmpdir(), join(repository, 'sub'))],
    ['from a subfolder upwards', lint(join(repository, 'sub/.hidden'), '..')],
  ])
    assert.deepEqual(sorted(check(name, sarif, repository)), sorted(found))
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
