/**
 * node .ci/site.mjs [FOLDER]: builds the page that lints in a browser, as a static site, into dist/page or another folder. Every
 * file but the page itself and its service worker has its content in its name, so that what a browser keeps never grows stale.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { noticeText } from './notice.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = join(root, 'src/page')

const settings = {
  absWorkingDir: root,
  bundle: true,
  platform: 'browser',
  target: ['chrome110', 'firefox115', 'safari16.4'],
  mainFields: ['module', 'main'],
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
}

/** Builds the page into a folder, which is made empty first. */
export async function buildSite(folder) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const { metafile } = await build({
    ...settings,
    entryPoints: {
      page: join(source, 'client/main.ts'),
      worker: join(source, 'desk/worker.ts'),
      style: join(source, 'page.css'),
      icon: join(source, 'icon.svg'),
    },
    loader: { '.svg': 'copy' },
    outdir: folder,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunks/[name]-[hash]',
    // A language is loaded when the first of its texts comes.
    splitting: true,
    format: 'esm',
    metafile: true,
  })
  const made = new Map(
    Object.entries(metafile.outputs).map(([path, { entryPoint }]) => [
      basename(entryPoint ?? path).replace(/-\w+(?=\.svg$)/, ''),
      relative(folder, join(root, path)).replaceAll('\\', '/'),
    ]),
  )
  const names = { script: 'main.ts', worker: 'worker.ts', style: 'page.css', icon: 'icon.svg' }
  const page = readFileSync(join(source, 'index.html'), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name) => {
    const file = made.get(names[name])
    if (!file) throw new Error(`The page asks for ${name}, which was not built.`)
    return file
  })
  writeFileSync(join(folder, 'index.html'), page)
  writeFileSync(join(folder, 'NOTICE.txt'), noticeText(Object.keys(metafile.inputs), root))
  await buildServiceWorker(folder)
}

/** The service worker knows the names of all files, and is another one when any of them is. */
async function buildServiceWorker(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter(name => name !== 'NOTICE.txt')
    .sort()
  const hash = createHash('sha256')
  for (const name of files) hash.update(`${name}\n`).update(readFileSync(join(folder, name)))
  await build({
    ...settings,
    entryPoints: { 'service-worker': join(source, 'service-worker.ts') },
    outdir: folder,
    format: 'iife',
    define: {
      FILES: JSON.stringify(['./', ...files.filter(name => name !== 'index.html')]),
      BUILD: JSON.stringify(hash.digest('hex').slice(0, 16)),
    },
  })
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  await buildSite(resolve(process.argv[2] ?? join(root, 'dist/page')))
