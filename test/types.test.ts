/** The types that are shipped, as a program of somebody else compiles against them, without those of Node. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('a program compiles against the public types alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'types-'))
  try {
    execFileSync(process.execPath, ['.ci/build.mjs', join(folder, 'dist')])
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
    const use = [
      "import { applyBaseline, fix, format, lint, rules, schema, version, type Format } from './dist/index.js'",
      "const result = await lint({ paths: ['.'], runtime: 'cri-o' })",
      "const name: Format = 'sarif'",
      "const text: string = await format(applyBaseline(result, 'known.json'), name)",
      'export const all = [text, rules[0]?.id, schema, version, fix, result.diagnostics[0]?.location.line]',
    ]
    writeFileSync(join(folder, 'use.ts'), use.join('\n'))
    const tsc = resolve(fileURLToPath(import.meta.resolve('typescript/package.json')), '../bin/tsc')
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', '']
    const { stdout } = spawnSync(process.execPath, [tsc, ...options, 'use.ts'], { cwd: folder, encoding: 'utf8' })
    expect(stdout).toBe('')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 120_000)
