/** The program and the library as what is published: bundled, so that nothing need be installed, in few files. */
import { join, relative } from 'node:path'
import { rolldown } from 'rolldown'
import { pageAssetsOfBundle } from './page.mjs'

const ENTRIES = {
  cli: 'src/cli.ts',
  index: 'src/index.ts',
  // The name by which kubectl finds a plugin that is called as `kubectl dockershim-lint`.
  'kubectl-dockershim_lint': 'src/cli/kubectl.ts',
}

/**
 * What is loaded when it is needed is a file of its own. What several of these share would be a hundred files, each of which costs
 * the start of the program a third of a millisecond: it is one file, but for what the door needs to tell its version.
 */
const GROUPS = [
  { name: 'door', test: /[\\/](?:src[\\/]reporters[\\/]visible\.ts|package\.json)$/, priority: 1 },
  { name: 'shared', test: /[\\/](?:src|rules)[\\/]/, minShareCount: 2 },
]

/** Bundles the project in `root` into the folder `dist`, and gives the paths from there of the files that went into it. */
export async function bundleProgram(root, dist, { minify }) {
  const bundle = await rolldown({
    cwd: root,
    input: ENTRIES,
    platform: 'node',
    // Some packages name a CommonJS build first, which cannot be bundled as well as their ESM build.
    resolve: {
      mainFields: ['module', 'main'],
      // Its build for Node is CommonJS too, and so runs whole at the start. The other one is the same but for how it warns.
      alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
    },
    transform: { target: 'node20.19' },
    plugins: [pageAssetsOfBundle()],
    logLevel: 'warn',
    // A module that one part loads when it needs it, and another at once, is loaded at once: that is well known.
    checks: { ineffectiveDynamicImport: false },
  })
  const { output } = await bundle.write({
    dir: dist,
    format: 'esm',
    minify,
    comments: { legal: false },
    // One character of another kind, and V8 keeps the whole file with two bytes for each.
    charset: 'ascii',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: { groups: GROUPS },
  })
  await bundle.close()
  const modules = new Set(output.flatMap(file => (file.type === 'chunk' ? file.moduleIds : [])))
  return [...modules].map(path => relative(root, path).replaceAll('\\', '/'))
}
