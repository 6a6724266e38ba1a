/** The page in a real browser, from a server of static files. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import axe from 'axe-core'
import { zipSync } from 'fflate'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, tellWithoutChromium } from '../chromium.ts'
import { run } from '../program.ts'
import { type Site, servedSite } from './site.ts'

tellWithoutChromium('nothing of the page that lints is tried')

const POD = 'kind: Pod\nspec: {volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]}\n'
const folder = mkdtempSync(join(tmpdir(), 'given-'))
let site: Site
let browser: Browser

beforeAll(async () => {
  site = await servedSite()
  if (CHROMIUM) browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  site?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Makes files below the folder for what is dropped, and gives its path. */
function made(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [path, content] of Object.entries(files)) {
    const whole = join(folder, name, path)
    mkdirSync(dirname(whole), { recursive: true })
    writeFileSync(whole, content)
  }
  return join(folder, name)
}

/** What the browser has to say against a page. */
const complaints = new WeakMap<Page, string[]>()

async function opened(hash = '', options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1300, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    serviceWorkers: 'block',
    ...options,
  })
  const page = await context.newPage()
  const said: string[] = []
  complaints.set(page, said)
  page.on('console', message => said.push(message.text()))
  page.on('pageerror', error => said.push(error.message))
  page.on('dialog', dialog => {
    said.push(dialog.message())
    void dialog.dismiss()
  })
  await page.goto(site.address + hash)
  await ready(page)
  return page
}

const ready = (page: Page) => page.locator('html[data-ready]').waitFor({ state: 'attached' })
/**
 * What is no complaint: a test refuses that the page is kept, and the browser's own editing tries to keep the style of what was
 * selected, which the policy refuses; the editor takes the text alone.
 */
const EXPECTED = /service worker|Applying inline style/i
const close = async (page: Page) => {
  expect(complaints.get(page)?.filter(text => !EXPECTED.test(text))).toEqual([])
  await page.context().close()
}

const editor = (page: Page) => page.getByRole('textbox', { name: 'Text to lint' })
const items = (page: Page) => page.locator('.findings > li')
const verdict = (page: Page) => page.locator('#verdict')
const told = (page: Page) => page.locator('#told')
const act = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

/** Waits until the page says that it found so many. */
const finds = (page: Page, count: number) =>
  page
    .locator('.status')
    .filter({ hasText: count ? new RegExp(`^${count.toLocaleString('en-US')} findings?\\.$`) : 'Nothing was found.' })
    .waitFor()

/** Pastes a text beside the editor, and waits until it is in there: what was found before may be as much. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(`(() => {
    const data = new DataTransfer()
    data.setData('text/plain', ${JSON.stringify(text)})
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })()`)
  const [longest = ''] = text.split('\n').sort((one, other) => other.length - one.length)
  await editor(page).filter({ hasText: longest }).waitFor()
}

/** Drops files or folders of this machine on the page, as a person does. */
async function drop(page: Page, ...paths: readonly string[]): Promise<void> {
  const client = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await client.send('Input.dispatchDragEvent', { type, x: 300, y: 500, data })
}

const clipboard = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()')

/** What axe-core has against a page, as the names of its rules with the places. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).slice(0, 3).join(' ')))`,
  )
}

describe.skipIf(!CHROMIUM)('the page', { timeout: 120_000 }, () => {
  test('loads at most 400 kB before it shows what it found, and asks for its own files only', async () => {
    const from = site.asked.length
    const page = await opened()
    expect(await verdict(page).textContent()).toBe('Not ready: 1 finding breaks on the target.')
    await page.locator('.found').waitFor()
    const asked = site.asked.slice(from)
    const sizes = asked.map(line => {
      const [method, path, sent] = line.split(' ')
      expect([method, sent]).toEqual(['GET', '0'])
      const name = path!.replace('/lint/', '') || 'index.html'
      return gzipSync(readFileSync(join(site.folder, name)), { level: 9 }).length
    })
    expect(new Set(asked).size).toBe(asked.length)
    const size = sizes.reduce((sum, each) => sum + each, 0)
    expect(size).toBeGreaterThan(100_000)
    expect(size).toBeLessThanOrEqual(400_000)
    await close(page)
  })

  test('sends nothing, and could not: its policy and that of its worker refuse it', async () => {
    const from = site.asked.length
    const page = await opened()
    await paste(page, POD.replace('name: s', 'name: secret-of-mine'))
    await finds(page, 1)
    await act(page, 'Copy a link')
    await told(page).filter({ hasText: 'clipboard' }).waitFor()
    expect(site.asked.slice(from).filter(line => /secret|in=|\?|POST/.test(line))).toEqual([])
    const tries = `Promise.allSettled([
      fetch('${site.address}index.html'),
      fetch('https://example.org/'),
      new Promise((resolve, reject) => {
        const socket = new WebSocket('wss://example.org/')
        socket.onopen = resolve
        socket.onerror = () => reject(new Error('refused'))
      }),
    ]).then(all => all.map(({ status }) => status))`
    const refused = ['rejected', 'rejected', 'rejected']
    const asked = site.asked.length
    expect(await page.evaluate(tries)).toEqual(refused)
    expect(await page.workers()[0]!.evaluate(tries)).toEqual(refused)
    expect(site.asked.length).toBe(asked)
    const said = complaints.get(page)!
    expect(said.filter(text => /Content Security Policy/.test(text)).length).toBeGreaterThan(2)
    said.length = 0
    await close(page)
  })

  test('lints what is pasted and typed, as what its name says', async () => {
    const page = await opened()
    await paste(page, POD)
    await finds(page, 1)
    expect(await editor(page).textContent()).toContain('/var/run/docker.sock')
    await editor(page).click()
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText('#!/bin/sh\ndocker ps\nssh node docker images\n')
    await finds(page, 2)
    expect(await page.locator('#read-as').textContent()).toBe('Read as shell.')
    await page.getByLabel('Name', { exact: true }).fill('notes.md')
    await page.keyboard.press('Enter')
    await finds(page, 0)
    expect(await page.locator('#read-as').textContent()).toContain('Not read')
    await act(page, 'New text')
    await editor(page).filter({ hasText: /^$/ }).waitFor()
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('agent.yaml')
    await close(page)
  })

  test('takes runtime, version and level', async () => {
    const page = await opened()
    await page.getByLabel('Runtime', { exact: true }).selectOption('cri-dockerd')
    await finds(page, 0)
    await page.getByLabel('Runtime', { exact: true }).selectOption('containerd')
    await finds(page, 1)
    await paste(
      page,
      'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\nfeatureGates: {CSIMigration: true}\n',
    )
    await finds(page, 1)
    await page.getByLabel('Kubernetes', { exact: true }).selectOption('1.24')
    await finds(page, 0)
    await act(page, 'New text')
    await editor(page).filter({ hasText: /^$/ }).waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Makefile')
    await page.keyboard.press('Enter')
    await editor(page).fill('all:\n\tdocker build .\n')
    await verdict(page).filter({ hasText: '1 note is not shown.' }).waitFor()
    await page.getByLabel('Show notes').check()
    await finds(page, 1)
    await close(page)
  })

  test('what is chosen while a text is being taken in counts for that text', async () => {
    const page = await opened()
    const version = page.getByLabel('Kubernetes', { exact: true })
    const today = await version.inputValue()
    for (const milliseconds of [0, 2, 4, 8, 12, 16, 24, 32, 64]) {
      const gates = `# ${milliseconds}\nkind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\nfeatureGates: {CSIMigration: true}\n`
      await version.selectOption(today)
      await page.evaluate(`new Promise(resolve => {
        const data = new DataTransfer()
        data.setData('text/plain', ${JSON.stringify(gates)})
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
        const version = document.getElementById('version')
        setTimeout(() => {
          version.value = '1.24'
          version.dispatchEvent(new Event('change', { bubbles: true }))
          resolve()
        }, ${milliseconds})
      })`)
      await finds(page, 0)
      expect(await editor(page).textContent()).toContain(`# ${milliseconds}`)
    }
    await close(page)
  })

  test('takes a chart that is dropped as a folder or zipped, and shows it by its values', async () => {
    const chart = {
      'Chart.yaml': 'apiVersion: v2\nname: agent\nversion: 1.0.0\n',
      'values.yaml': 'socket: /var/run/docker.sock\n',
      'templates/pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  volumes:\n    - name: s\n      hostPath:\n        path: {{ .Values.socket }}\n',
    }
    const page = await opened()
    await drop(page, made('agent', chart))
    await finds(page, 1)
    await told(page).filter({ hasText: '3 files taken.' }).waitFor()
    // The page opens with a finding of its own: the file is shown once those of the chart are there.
    await expect.poll(() => page.getByLabel('File', { exact: true }).inputValue()).toBe('agent/values.yaml')
    await page.getByLabel('File', { exact: true }).selectOption('agent/templates/pod.yaml')
    await editor(page).filter({ hasText: '.Values.socket' }).waitFor()
    await items(page).first().getByRole('button', { name: 'Show in the text: agent/values.yaml:1' }).click()
    await editor(page).filter({ hasText: 'socket: /var/run/docker.sock' }).waitFor()
    const entries = Object.entries(chart).map(([path, text]) => [`agent/${path}`, new TextEncoder().encode(text)])
    await paste(page, 'a: b')
    await finds(page, 0)
    await drop(page, join(made('zipped', { 'agent.zip': zipSync(Object.fromEntries(entries)) }), 'agent.zip'))
    await finds(page, 1)
    await close(page)
  })

  test('takes a folder of 500 files, and lets them be filtered', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [
        `team-${index % 10}/app-${index}.yaml`,
        index % 2 ? POD : `kind: ConfigMap\nmetadata: {name: c-${index}}\n`,
      ]),
    )
    const page = await opened()
    await drop(page, made('platform', { ...files, '.git/config': POD, 'node_modules/x/a.yaml': POD }))
    await finds(page, 250)
    expect(await told(page).textContent()).toBe('500 files taken.')
    await page
      .getByRole('group', { name: 'Folder' })
      .getByRole('button', { name: /^team-3/ })
      .click()
    expect(await page.locator('.status').textContent()).toBe('50 of 250 findings.')
    expect(await page.evaluate(`[...document.querySelectorAll('#file optgroup')].map(({ label }) => label)`)).toEqual([
      'With findings (250)',
      'Without (250)',
    ])
    expect(await violations(page)).toEqual([])
    await page.locator('#pick-folder').setInputFiles(join(folder, 'platform/team-1'))
    await finds(page, 50)
    await close(page)
  })

  test('makes one fix, all fixes, and takes them back', async () => {
    const page = await opened()
    const kubelet = 'KUBELET_EXTRA_ARGS="--container-runtime=remote --network-plugin=cni --v=2"\n'
    await drop(page, join(made('node', { 'kubelet.env': kubelet }), 'kubelet.env'))
    await finds(page, 2)
    await items(page).first().locator('summary').click()
    await items(page)
      .first()
      .getByRole('button', { name: /^Make this change/ })
      .click()
    await told(page).filter({ hasText: '1 fix made in 1 file.' }).waitFor()
    await finds(page, 1)
    await act(page, /^Fix all|^Fix what/)
    await finds(page, 0)
    expect((await editor(page).textContent())?.trim()).toBe('KUBELET_EXTRA_ARGS="--v=2"')
    const [download] = await Promise.all([page.waitForEvent('download'), act(page, 'Download what changed')])
    expect(download.suggestedFilename()).toBe('kubelet.env')
    expect(readFileSync(await download.path(), 'utf8')).toBe('KUBELET_EXTRA_ARGS="--v=2"\n')
    await act(page, 'Undo')
    await finds(page, 1)
    await act(page, 'Undo')
    await finds(page, 2)
    expect(`${await editor(page).textContent()}\n`).toBe(kubelet)
    await close(page)
  })

  test('leaves line ends as they are, also where a fix changes the text', async () => {
    const page = await opened()
    const text = '# é 😀\r\nKUBELET_EXTRA_ARGS="--container-runtime=remote --v=2"\r\n# last\r\n'
    await drop(page, join(made('windows', { 'kubelet.env': text }), 'kubelet.env'))
    await finds(page, 1)
    await act(page, /^Fix/)
    await finds(page, 0)
    await editor(page).press('Control+End')
    await page.keyboard.insertText('A=1')
    const [download] = await Promise.all([page.waitForEvent('download'), act(page, 'Download what changed')])
    expect(readFileSync(await download.path(), 'utf8')).toBe('# é 😀\r\nKUBELET_EXTRA_ARGS="--v=2"\r\n# last\r\nA=1')
    await close(page)
  })

  test('a link holds the text and what it is linted for, and no server gets to see it', async () => {
    const page = await opened()
    await page.getByLabel('Runtime', { exact: true }).selectOption('cri-o')
    await page.getByLabel('Kubernetes', { exact: true }).selectOption('1.31')
    await paste(page, `# é 😀 <b>\n${POD}`)
    await finds(page, 1)
    await act(page, 'Copy a link')
    await told(page).filter({ hasText: 'clipboard' }).waitFor()
    const link = await clipboard(page)
    expect(link.startsWith(`${site.address}#in=`)).toBe(true)
    const from = site.asked.length
    const other = await opened(link.slice(site.address.length))
    await finds(other, 1)
    expect(await editor(other).textContent()).toContain('# é 😀 <b>')
    expect(await other.getByLabel('Runtime', { exact: true }).inputValue()).toBe('cri-o')
    expect(await other.getByLabel('Kubernetes', { exact: true }).inputValue()).toBe('1.31')
    expect(site.asked.slice(from).filter(line => line.includes('in='))).toEqual([])
    // Another link in the same page.
    await other.evaluate(`location.hash = '#in=AAAA'`)
    await told(other).filter({ hasText: 'This link is broken, or was cut.' }).waitFor()
    expect(await editor(other).textContent()).toContain('# é 😀 <b>')
    await close(page)
    await close(other)
  })

  test('copies SARIF', async () => {
    const page = await opened()
    await act(page, 'Copy SARIF')
    await told(page).filter({ hasText: 'The SARIF is in the clipboard.' }).waitFor()
    const { runs } = JSON.parse(await clipboard(page))
    expect(runs[0].results).toHaveLength(1)
    expect(runs[0].results[0].ruleId).toBe('docker-socket-mount')
    await close(page)
  })

  test('each rule has a page, with its bad example to be edited', async () => {
    const page = await opened('#rule=docker-cli')
    await finds(page, 1)
    expect(await page.getByRole('region', { name: 'docker-cli' }).textContent()).toContain('crictl')
    await act(page, 'Edit the good example')
    await finds(page, 0)
    await page.locator('#rules').selectOption('docker-socket-mount')
    await finds(page, 1)
    expect(page.url()).toContain('#rule=docker-socket-mount')
    await page.goBack()
    await editor(page).filter({ hasText: 'docker image prune' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.evaluate(`location.hash = '#rule=<img src=x onerror=alert(1)>'`)
    await told(page).filter({ hasText: 'There is no such rule.' }).waitFor()
    await paste(page, POD)
    await finds(page, 1)
    expect(await page.locator('#rule').isVisible()).toBe(false)
    expect(page.url()).toBe(site.address)
    await close(page)
  })

  test('5 MB are linted while the page goes on to answer', async () => {
    const page = await opened()
    const padding = `    # ${'x'.repeat(96)}\n`.repeat(50)
    const one = (index: number) =>
      `---\nkind: Pod\nmetadata: {name: p-${index}}\nspec:\n  volumes:\n${padding}    - {name: s, hostPath: {path: /var/run/docker.sock}}\n`
    let text = ''
    for (let index = 0; text.length < 5_000_000; index++) text += one(index)
    const count = text.split('docker.sock').length - 1
    await drop(page, join(made('large', { 'all.yaml': text }), 'all.yaml'))
    await finds(page, count)
    await editor(page).press('Control+Home')
    const started = Date.now()
    await page.keyboard.type('# typed while it is linted')
    await editor(page).filter({ hasText: '# typed while it is linted' }).waitFor()
    // A busy machine is slow; an idle one takes a tenth of it.
    expect(Date.now() - started).toBeLessThan(10_000)
    await finds(page, count)
    await act(page, 'Copy a link')
    await told(page).filter({ hasText: 'too much for a link' }).waitFor()
    await close(page)
  })

  test('hostile names and texts stay text', async () => {
    const page = await opened()
    const markup = '<img src=x onerror=alert(1)><script>alert(2)</script>'
    const hostile = `# ${markup} \u202e \u0007\nkind: Pod\nmetadata: {name: "<b>owned</b>"}\nspec: {volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]}\n`
    const bytes = new TextEncoder().encode(hostile)
    const archive = zipSync({
      '<img src=x onerror=alert(3)>.yaml': bytes,
      '__proto__/constructor.yaml': bytes,
      '../../etc/out.yaml': bytes,
      'bell\u0007\u202e.yaml': bytes,
    })
    await drop(page, join(made('hostile', { 'a.zip': archive }), 'a.zip'))
    await finds(page, 3)
    await act(page, 'Open all on this page')
    expect(await told(page).textContent()).toContain('its name leads out of the folder')
    expect(await page.locator('img:not(.cm-widgetBuffer), b, iframe, object, embed, form, base').count()).toBe(0)
    expect(await page.locator('script').count()).toBe(1)
    expect(await page.locator('main').textContent()).toContain('<b>owned</b>')
    expect(await page.locator('#list').textContent()).not.toMatch(/[\u0000-\u0008\u001b\u202e]/)
    expect(await violations(page)).toEqual([])
    const bomb = zipSync({ 'a/pod.yaml': new TextEncoder().encode(POD), 'b/bomb.yaml': new Uint8Array(200_000_000) })
    await drop(page, join(made('bomb', { 'bomb.zip': bomb }), 'bomb.zip'))
    await told(page).filter({ hasText: 'Not all of "bomb.zip" was taken' }).waitFor({ timeout: 60_000 })
    await finds(page, 1)
    await close(page)
  })

  test('a link that is a bomb, or no link, is told', async () => {
    const page = await opened()
    const coded = await page.evaluate<string>(`(async () => {
      const stream = new Blob([new Uint8Array(30_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'))
      const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
      return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
    })()`)
    for (const hash of [`#in=${coded}`, '#in=', '#in=%00', '#in=e30']) {
      await page.evaluate(`document.getElementById('told').textContent = ''`)
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`)
      await told(page).filter({ hasText: 'This link is broken, or was cut.' }).waitFor()
    }
    await finds(page, 1)
    await close(page)
  })

  test('works without a network once it was loaded, also what was not needed before', async () => {
    const page = await opened('', { serviceWorkers: 'allow' })
    await page.locator('#kept').filter({ hasText: 'works without a network' }).waitFor()
    await page.context().setOffline(true)
    const from = site.asked.length
    await page.reload()
    await finds(page, 1)
    await page.locator('#rules').selectOption('docker-log-format')
    await finds(page, 1)
    await drop(page, join(made('offline', { 'setup.ps1': 'docker ps\n' }), 'setup.ps1'))
    await editor(page).filter({ hasText: 'docker ps' }).waitFor()
    expect(await page.locator('#read-as').textContent()).toBe('Read as powershell.')
    expect(site.asked.length).toBe(from)
    await close(page)
  })

  test('can be used with keys alone, and nothing in it moves', async () => {
    const page = await opened('', { reducedMotion: 'reduce' })
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the text')
    await page.keyboard.press('Enter')
    for (let presses = 0; presses < 5; presses++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(`document.activeElement.id === 'editor'`)) break
    }
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText(`${POD}---\n${POD}`)
    await finds(page, 2)
    // Out of the editor, past the search and the levels, to the first finding.
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(`document.activeElement.tagName === 'SUMMARY'`)) break
    }
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await items(page).nth(1).locator('dl').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(`document.activeElement.id`)).toBe('editor')
    expect(await page.evaluate(`document.getAnimations().length`)).toBe(0)
    await close(page)
  })

  test.each([
    ['light', 1300],
    ['dark', 1300],
    ['light', 360],
    ['dark', 360],
  ] as const)('axe-core finds nothing in it, %s, %i wide, and nothing is cut', async (colorScheme, width) => {
    const page = await opened('#rule=docker-log-format', { colorScheme, viewport: { width, height: 800 } })
    await act(page, 'Open all on this page')
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await close(page)
  })

  test('finds in every fixture what the command line finds', { timeout: 300_000 }, async () => {
    const all = join(folder, 'all')
    cpSync('test/fixtures', join(all, 'fixtures'), { recursive: true })
    const { out } = run(all, ['--format', 'sarif', '--level', 'note', 'fixtures'])
    const page = await opened()
    await page.getByLabel('Show notes').check()
    await drop(page, join(all, 'fixtures'))
    await told(page).filter({ hasText: 'files taken' }).waitFor({ timeout: 120_000 })
    await act(page, 'Copy SARIF')
    await told(page).filter({ hasText: 'The SARIF is in the clipboard.' }).waitFor({ timeout: 120_000 })
    const [here, there] = [JSON.parse(await clipboard(page)), JSON.parse(out)]
    expect(there.runs[0].results.length).toBeGreaterThan(1_500)
    expect(here.runs[0].results.length).toBe(there.runs[0].results.length)
    expect(here.runs[0].invocations).toEqual(there.runs[0].invocations)
    for (const [index, result] of there.runs[0].results.entries()) expect(here.runs[0].results[index]).toEqual(result)
    expect(here).toEqual(there)
    await close(page)
  })
})
