/**
 * node .ci/page-picture.mjs FILE: a picture of the page that lints in a browser, for the README. It is made by hand when the page
 * looks different, since no two machines draw letters alike. CHROMIUM names the browser.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { serve } from './serve.mjs'
import { buildSite } from './site.mjs'

const MANIFEST = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: log-agent
  namespace: kube-system
spec:
  template:
    spec:
      containers:
        - name: agent
          image: fluent/fluent-bit:3.1
          livenessProbe:
            exec:
              command: [docker, ps, -q]
          volumeMounts:
            - name: containers
              mountPath: /var/lib/docker/containers
      volumes:
        - name: containers
          hostPath:
            path: /var/lib/docker/containers
      tolerations:
        - key: node-role.kubernetes.io/master
          effect: NoSchedule
`

const file = process.argv[2]
if (!file) throw new Error('Where to?')
const folder = mkdtempSync(join(tmpdir(), 'page-'))
await buildSite(folder)
const { address, close } = await serve(folder)
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
try {
  const page = await browser.newPage({ viewport: { width: 1080, height: 660 }, serviceWorkers: 'block' })
  await page.goto(address)
  await page.locator('html[data-ready]').waitFor({ state: 'attached' })
  await page.evaluate(text => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'log-agent.yaml'))
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
  }, MANIFEST)
  await page
    .locator('.status')
    .filter({ hasText: /^[2-9] findings/ })
    .waitFor()
  await page.locator('.findings summary').first().click()
  await page.screenshot({ path: file })
} finally {
  await browser.close()
  close()
  rmSync(folder, { recursive: true, force: true })
}
