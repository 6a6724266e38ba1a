/**
 * node .ci/build.mjs [FOLDER]: builds the command line and the library, bundled so that nothing need be installed, and the
 * library's types, into dist/ or another folder. Quiet when all is well.
 */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { bundleProgram } from './bundle.mjs'
import { noticeText } from './notice.mjs'
import { rollUpTypes } from './roll-up-types.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = resolve(process.argv[2] ?? join(root, 'dist'))

/** Runs the type checker and makes one file of the declarations that the public ones refer to. */
function buildTypes() {
  mkdirSync(dist, { recursive: true })
  const emitted = mkdtempSync(join(dist, 'types-'))
  try {
    const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))
    const project = join(root, '.ci/tsconfig.types.json')
    execFileSync(process.execPath, [tsc, '-p', project, '--outDir', emitted], { stdio: ['ignore', 'pipe', 'inherit'] })
    writeFileSync(join(dist, 'index.d.ts'), rollUpTypes(join(emitted, 'src/index.d.ts')))
  } catch (error) {
    process.stderr.write(error.stdout ?? '')
    throw error
  } finally {
    rmSync(emitted, { recursive: true, force: true })
  }
}

/** Writes the JSON Schema of the configuration, which is made from the same description as its reader. */
async function buildSchema() {
  const folder = mkdtempSync(join(dist, 'schema-'))
  try {
    const outfile = join(folder, 'schema.mjs')
    await build({
      stdin: {
        contents: `export { aboutRules, configSchema } from './src/config/config.ts'; export { ruleUrl } from './src/reporters/links.ts'; export { rules } from './rules/index.ts'`,
        resolveDir: root,
      },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      logLevel: 'warning',
    })
    const { aboutRules, configSchema, ruleUrl, rules } = await import(pathToFileURL(outfile).href)
    const { homepage: home } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const schema = configSchema(
      rules.map(rule => rule.id),
      aboutRules(rules, id => ruleUrl(id, { home })),
    )
    writeFileSync(join(dist, 'schema.json'), `${JSON.stringify(schema, null, 2)}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

rmSync(dist, { recursive: true, force: true })
const modules = await bundleProgram(root, dist, { minify: true })
writeFileSync(join(dist, 'NOTICE.txt'), noticeText(modules, root))

for (const name of ['cli.js', 'kubectl-dockershim_lint.js']) {
  const program = join(dist, name)
  const code = readFileSync(program, 'utf8')
  if (!code.startsWith('#!')) writeFileSync(program, `#!/usr/bin/env node\n${code}`)
  chmodSync(program, 0o755)
}

// In the repository itself `npx dockershim-lint` finds the program where it finds those of dependencies.
const bin = join(root, 'node_modules/.bin')
if (dist === join(root, 'dist') && existsSync(bin) && process.platform !== 'win32') {
  rmSync(join(bin, 'dockershim-lint'), { force: true })
  symlinkSync('../../dist/cli.js', join(bin, 'dockershim-lint'))
}

await buildSchema()
buildTypes()
