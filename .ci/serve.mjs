/** Gives out the files of a folder below /lint/ on this machine, as a server of static files does. */
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Serves a folder, and tells of each request: its method, its path and how many bytes came with it. */
export async function serve(folder, tell = () => {}) {
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://localhost')
    tell(`${request.method} ${pathname}${search} ${request.headers['content-length'] ?? 0}`)
    const file = join(folder, pathname.replace(/^\/lint\//, '') || 'index.html')
    if (!pathname.startsWith('/lint/') || pathname.includes('..') || !existsSync(file)) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain', 'cache-control': 'max-age=600' })
    response.end(readFileSync(file))
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${server.address().port}/lint/`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
