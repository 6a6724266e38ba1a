/** The style and script of the page that the html reporter makes, bundled, with the hashes by which the page allows them. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const folder = fileURLToPath(new URL('../src/reporters/html/', import.meta.url))

async function bundled(entry) {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: ['chrome105', 'firefox110', 'safari16'],
    minify: true,
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
  })
  const text = outputFiles[0].text.trim()
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`${entry} would end where it must not.`)
  return { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` }
}

const EMPTY_ASSETS = /[\\/]reporters[\\/]html[\\/]assets\.ts$/

/** The module that takes the place of src/reporters/html/assets.ts, whose style and script are empty. */
async function assetsModule() {
  const style = await bundled('page.css')
  const script = await bundled('client/main.ts')
  const assets = { style: style.text, script: script.text, styleHash: style.hash, scriptHash: script.hash }
  return `export const pageAssets = ${JSON.stringify(assets)}`
}

/** A plugin of esbuild that puts it there. */
export const pageAssets = () => ({
  name: 'page-assets',
  setup({ onLoad }) {
    onLoad({ filter: EMPTY_ASSETS }, async () => ({ contents: await assetsModule() }))
  },
})

/** The same for rolldown. */
export const pageAssetsOfBundle = () => ({
  name: 'page-assets',
  load: { filter: { id: EMPTY_ASSETS }, handler: async () => ({ code: await assetsModule(), moduleType: 'js' }) },
})
