/** The page as a web server gives it out: built, below a path of its own, with a log of what was asked for. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '../../.ci/serve.mjs'
import { buildSite } from '../../.ci/site.mjs'

export interface Site {
  readonly address: string
  readonly folder: string
  /** What browsers asked for: method, path and how many bytes they sent. */
  readonly asked: string[]
  close(): void
}

/** Builds the page and serves it on this machine. */
export async function servedSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'page-'))
  await buildSite(folder)
  const asked: string[] = []
  const { address, close } = await serve(folder, request => asked.push(request))
  return {
    address,
    folder,
    asked,
    close() {
      close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
