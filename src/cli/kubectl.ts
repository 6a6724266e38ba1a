/** The door of the plugin `kubectl dockershim-lint`: asks for a Node that can run the rest before anything else is imported. */
import { isMainThread } from 'node:worker_threads'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (!isMainThread) await (await import('./work.ts')).work()
else if (major > 20 || (major === 20 && minor >= 19)) {
  const { start } = await import('./start.ts')
  const { clusterOf } = await import('./cluster.ts')
  await start(import.meta.url, clusterOf)
} else {
  console.error(`dockershim-lint needs Node 20.19 or newer. This is Node ${process.versions.node}.`)
  process.exitCode = 2
}
