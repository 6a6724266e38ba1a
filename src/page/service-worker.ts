/** Keeps the page's own files, so that it opens without a network. It asks for those files alone, and looks at no request but for them. */

/** The files of this build, and what tells it from others. Put in by the build. */
declare const FILES: readonly string[]
declare const BUILD: string

declare const self: ServiceWorkerGlobalScope

const PREFIX = 'dockershim-lint '
const NAME = `${PREFIX}${BUILD}`

self.addEventListener('install', event => {
  event.waitUntil(caches.open(NAME).then(cache => cache.addAll(FILES)))
})

// An older build goes when no page of it is open any more: pages ask for their own chunks until then.
self.addEventListener('activate', event => {
  const clean = async () => {
    const names = await caches.keys()
    await Promise.all(names.filter(name => name.startsWith(PREFIX) && name !== NAME).map(name => caches.delete(name)))
    await self.clients.claim()
  }
  event.waitUntil(clean())
})

self.addEventListener('fetch', event => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return
  const kept = caches.open(NAME).then(cache => cache.match(request, { ignoreSearch: true }))
  event.respondWith(kept.then(response => response ?? fetch(request)))
})
