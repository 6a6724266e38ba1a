/** Starts the worker that lints, under the page's own policy: it can ask nobody for anything but the page's own script. */
import { callable } from '../calls.ts'
import type { Desk } from '../contract.ts'

interface ScriptPolicy {
  createScriptURL(address: string): string
}

/** Trusted types, which not every browser has: the page may make scripts of the two addresses below, and of no other. */
const policies = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy } })
  .trustedTypes

const scripts: ScriptPolicy = policies?.createPolicy('dockershim-lint', { createScriptURL: address => address }) ?? {
  createScriptURL: address => address,
}

/**
 * A worker of an address would have the policy that comes with that address, which a static site cannot set. One of a blob has
 * the policy of the page.
 */
export function startDesk(): Desk {
  const address = new URL(document.querySelector<HTMLMetaElement>('meta[name=worker]')?.content ?? '', location.href)
  const blob = new Blob([`import ${JSON.stringify(address.href)}`], { type: 'text/javascript' })
  const worker = new Worker(scripts.createScriptURL(URL.createObjectURL(blob)), { type: 'module' })
  return callable<Desk>(worker)
}

/** Has the page kept by the browser, so that it opens without a network. */
export async function keepPage(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false
  try {
    await navigator.serviceWorker.register(scripts.createScriptURL('service-worker.js'))
    await navigator.serviceWorker.ready
    return true
  } catch {
    return false
  }
}
