/** The program's door: asks for a Node that can run the rest before anything else is imported. Exit code 2 says "bad usage". */
import { isMainThread } from 'node:worker_threads'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (!isMainThread) await (await import('./cli/work.ts')).work()
else if (major > 20 || (major === 20 && minor >= 19)) await (await import('./cli/start.ts')).start(import.meta.url)
else {
  console.error(`dockershim-lint needs Node 20.19 or newer. This is Node ${process.versions.node}.`)
  process.exitCode = 2
}
