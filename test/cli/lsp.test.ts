import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { BAD, folderWith, GOOD, podWith } from '../program.ts'
import { applied, type Diagnostic, type Editor, type Start, startEditor } from './editor.ts'

let editors: Editor[] = []
afterEach(() => {
  for (const { process: server } of editors) server.kill()
  editors = []
})
async function editorFor(start: Start): Promise<Editor> {
  const editor = await startEditor(start)
  editors.push(editor)
  return editor
}
const rulesIn = (found: readonly Diagnostic[]) => found.map(({ code }) => code)
const isEmpty = (found: readonly Diagnostic[]) => found.length === 0
const isFound = (found: readonly Diagnostic[]) => found.length > 0

test('says what is found in a text when it is opened, and what became of it when it changes', async () => {
  const folder = folderWith({ 'pod.yaml': GOOD })
  const editor = await editorFor({ folders: [folder] })
  const file = editor.uri(join(folder, 'pod.yaml'))
  await editor.open(file, BAD)
  const [found] = await editor.diagnostics(file, isFound)
  expect(found).toMatchObject({
    code: 'docker-socket-mount',
    severity: 1,
    source: 'dockershim-lint',
    range: { start: { line: 8, character: 14 }, end: { line: 8, character: 34 } },
    codeDescription: { href: expect.stringMatching(/rules\/README\.md#docker-socket-mount$/) },
  })
  expect(found!.message).toMatch(/^Mounts .*\n.*\n/)
  const version = await editor.change(file, GOOD)
  expect(await editor.diagnostics(file, () => true, version)).toEqual([])
  await editor.change(
    file,
    BAD,
    {
      start: { line: 8, character: 14 },
      end: { line: 8, character: 23 },
    },
    '/var/run/docker.sock',
  )
  expect(rulesIn(await editor.diagnostics(file, isFound))).toEqual(['docker-socket-mount'])
  await editor.close(file)
  await editor.diagnostics(file, isEmpty)
  expect(readFileSync(join(folder, 'pod.yaml'), 'utf8')).toBe(GOOD)
  expect(await editor.end()).toBe(0)
  expect(editor.errors()).toBe('')
})

test('waits for the last key', async () => {
  const folder = folderWith({})
  const editor = await editorFor({ folders: [folder] })
  const file = editor.uri(join(folder, 'pod.yaml'))
  await editor.open(file, GOOD)
  await editor.diagnostics(file, isEmpty)
  const before = editor.published.length
  let version = 0
  for (let i = 0; i < 20; i++) version = await editor.change(file, BAD + '#'.repeat(i))
  await editor.diagnostics(file, isFound, version)
  expect(editor.published.length - before).toBeLessThan(5)
})

test('offers fixes, each with when it is right, and a comment that silences the finding', async () => {
  const folder = folderWith({})
  const editor = await editorFor({ folders: [folder] })
  const file = editor.uri(join(folder, '10-kubeadm.conf'))
  const text = '[Service]\nExecStart=/usr/bin/kubelet --network-plugin=cni --v=2\n'
  await editor.open(file, text, 'plaintext')
  expect(rulesIn(await editor.diagnostics(file, isFound))).toEqual(['removed-kubelet-flag'])
  const [fix, ignore] = await editor.actions(file, 1)
  expect(fix).toMatchObject({ kind: 'quickfix', title: expect.stringMatching(/^Remove .* \(right /) })
  expect(applied(text, fix!, file)).toBe('[Service]\nExecStart=/usr/bin/kubelet --v=2\n')
  const ignored = applied(text, ignore!, file)
  expect(ignored).toBe(
    '[Service]\n# dockershim-lint: ignore[removed-kubelet-flag] TODO: say why\nExecStart=/usr/bin/kubelet --network-plugin=cni --v=2\n',
  )
  const version = await editor.change(file, ignored)
  expect(await editor.diagnostics(file, () => true, version)).toEqual([])
})

test('takes the comment of the language, and offers none where a comment would be text', async () => {
  const folder = folderWith({})
  const editor = await editorFor({ folders: [folder], args: ['--level', 'note'] })
  const texts = {
    'agent.groovy': "node {\n  sh 'kubeadm reset -f'\n  sh 'docker ps -q'\n}\n",
    'daemon.json': '{\n  "log-driver": "json-file",\n  "log-opts": { "max-size": "10m" }\n}\n',
    'node.sh': '#!/bin/sh\nkubeadm reset -f\ndocker \\\n  ps -q\n',
    'join.bat': 'kubeadm join 10.0.0.1:6443\r\nrem now the runtime\r\ndocker ps\r\n',
  }
  const comments: Record<string, string | undefined> = {}
  for (const [name, text] of Object.entries(texts)) {
    const file = editor.uri(join(folder, name))
    await editor.open(file, text, 'plaintext')
    const found = await editor.diagnostics(file, isFound)
    const actions = await editor.actions(file, found.at(-1)!.range.start.line)
    const ignore = actions.find(({ title }) => title.startsWith('Ignore '))
    comments[name] =
      ignore &&
      applied(text, ignore, file)
        .split('\n')
        .find(line => line.includes('dockershim-lint:'))
  }
  expect(comments).toEqual({
    'agent.groovy': '  // dockershim-lint: ignore[docker-cli] TODO: say why',
    'daemon.json': undefined,
    'node.sh': '# dockershim-lint: ignore[docker-cli] TODO: say why',
    'join.bat': 'rem dockershim-lint: ignore[docker-cli] TODO: say why\r',
  })
})

test('fixes all that is right before and after the move, when it is asked for that', async () => {
  const folder = folderWith({})
  const editor = await editorFor({ folders: [folder] })
  const file = editor.uri(join(folder, 'kubelet.service'))
  const text =
    '[Service]\nExecStart=/usr/bin/kubelet \\\n  --cni-bin-dir=/opt/cni/bin \\\n  --network-plugin=cni \\\n  --v=2\n'
  await editor.open(file, text)
  await editor.diagnostics(file, isFound)
  const actions = await editor.actions(file, 0, ['source.fixAll'])
  expect(actions.map(({ kind }) => kind).filter(kind => kind !== 'source.fixAll.dockershim-lint')).toEqual([])
  for (const action of actions) expect(applied(text, action, file)).toContain('--v=2')
})

test('shows the page of a rule beside its finding, and beside its name in a comment', async () => {
  const folder = folderWith({})
  const editor = await editorFor({ folders: [folder] })
  const file = editor.uri(join(folder, 'pod.yaml'))
  await editor.open(file, `${BAD}# dockershim-lint: ignore[docker-cli] x\n`)
  await editor.diagnostics(file, isFound)
  expect((await editor.hover(file, 8, 20))?.contents).toMatchObject({
    kind: 'markdown',
    value: expect.stringMatching(/^\*\*\[docker-socket-mount\]\(https:.*\n\n[\s\S]*```yaml\n/),
  })
  const last = editor.textOf(file).split('\n').length - 2
  expect(JSON.stringify(await editor.hover(file, last, 30))).toContain('docker-cli')
  expect(await editor.hover(file, 0, 0)).toBeNull()
})

test('knows what other files of the project say, also while they change', async () => {
  const config = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nclusterDomain: cluster.local\n'
  const daemon = '{ "log-opts": { "max-size": "10m" } }\n'
  const folder = folderWith({ 'node/kubelet.yaml': config, 'node/daemon.json': daemon })
  const editor = await editorFor({ folders: [folder] })
  const file = editor.uri(join(folder, 'node/kubelet.yaml'))
  const isTold = (found: readonly Diagnostic[]) => rulesIn(found).includes('log-rotation-gap')
  await editor.open(file, config)
  await editor.diagnostics(file, isTold)
  await editor.write(join(folder, 'node/daemon.json'), '{}')
  await editor.diagnostics(file, found => !isTold(found))
  const other = editor.uri(join(folder, 'node/daemon.json'))
  await editor.open(other, daemon, 'json')
  await editor.diagnostics(file, isTold)
  await editor.change(other, '{}')
  await editor.diagnostics(file, found => !isTold(found))
  await editor.change(other, daemon)
  await editor.diagnostics(file, isTold)
  const quiet = editor.published.length
  await new Promise(resolve => setTimeout(resolve, 3000))
  expect(editor.published.length - quiet).toBeLessThan(3)
})

test('sees that a folder becomes a chart of its own, and that it is none any more', async () => {
  const config = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nclusterDomain: cluster.local\n'
  const folder = folderWith({
    'one/kubelet.yaml': config,
    'two/daemon.json': '{ "log-opts": { "max-size": "10m" } }\n',
    'two/Chart.yaml': 'apiVersion: v2\nname: two\nversion: 1.0.0\n',
  })
  const editor = await editorFor({ folders: [folder] })
  const file = editor.uri(join(folder, 'one/kubelet.yaml'))
  const isTold = (found: readonly Diagnostic[]) => rulesIn(found).includes('log-rotation-gap')
  await editor.open(file, config)
  await editor.diagnostics(file, isTold)
  await editor.write(join(folder, 'one/Chart.yaml'), 'apiVersion: v2\nname: one\nversion: 1.0.0\n')
  await editor.diagnostics(file, found => !isTold(found))
  await editor.write(join(folder, 'one/Chart.yaml'), undefined)
  await editor.diagnostics(file, isTold)
})

test('shows what a chart makes of its values on the line of the value', async () => {
  const values = 'socket: /var/run/docker.sock\n'
  const folder = folderWith({
    'chart/Chart.yaml': 'apiVersion: v2\nname: agent\nversion: 1.0.0\n',
    'chart/values.yaml': 'socket: /run/agent.sock\n',
    'chart/templates/pod.yaml': podWith('{{ .Values.socket }}'),
  })
  const editor = await editorFor({ folders: [folder] })
  const file = editor.uri(join(folder, 'chart/values.yaml'))
  await editor.open(file, values)
  const [found] = await editor.diagnostics(file, isFound)
  expect(found).toMatchObject({ code: 'docker-socket-mount', range: { start: { line: 0, character: 8 } } })
  expect(found!.relatedInformation?.[0]).toMatchObject({
    location: { uri: editor.uri(join(folder, 'chart/templates/pod.yaml')), range: { start: { line: 8 } } },
    message: 'used here',
  })
})

test('reads the configuration, and reads it again when it changes', async () => {
  const folder = folderWith({ '.dockershim-lint.yaml': 'rules:\n  docker-socket-mount: off\n' })
  const editor = await editorFor({ folders: [folder] })
  const file = editor.uri(join(folder, 'pod.yaml'))
  await editor.open(file, BAD)
  expect(await editor.diagnostics(file)).toEqual([])
  await editor.write(join(folder, '.dockershim-lint.yaml'), 'rules:\n  docker-socket-mount: warning\n')
  expect(await editor.diagnostics(file, isFound)).toMatchObject([{ severity: 2 }])
  expect(editor.registered).toEqual(['workspace/didChangeWatchedFiles'])
  await editor.write(join(folder, '.dockershim-lint.yaml'), 'rulez: {}\n')
  expect(await editor.until(() => editor.messages.find(message => message.includes('rulez')))).toContain(
    '.dockershim-lint.yaml:1:1',
  )
  const config = editor.uri(join(folder, '.dockershim-lint.yaml'))
  await editor.open(config, 'runtime: containerd\nrulez: {}\n')
  expect(await editor.diagnostics(config, isFound)).toMatchObject([{ range: { start: { line: 1, character: 0 } } }])
})

test('knows what the configuration, or one that it extends, tells of an image of the user', async () => {
  const told = (image: string) => `known:\n  - image: ${image}\n    instead: Remove it.\n`
  const folder = folderWith({ '.dockershim-lint.yaml': 'extends: ./base.yaml\n', 'base.yaml': told('team/other') })
  const editor = await editorFor({ folders: [folder] })
  const file = editor.uri(join(folder, 'pod.yaml'))
  await editor.open(file, podOf('team/agent:1'))
  expect(await editor.diagnostics(file)).toEqual([])
  await editor.write(join(folder, 'base.yaml'), told('team/agent'))
  const [found] = await editor.diagnostics(file, isFound)
  expect(found).toMatchObject({ code: 'runtime-coupled-agent', message: expect.stringContaining('Remove it.') })
})

const podOf = (image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: ${image}\n`

test('keeps folders apart, and takes and leaves them while it runs', async () => {
  const one = folderWith({ '.dockershim-lint.yaml': 'runtime: cri-dockerd\n' })
  const other = folderWith({})
  const editor = await editorFor({ folders: [one] })
  const files = [one, other].map(folder => editor.uri(join(folder, 'pod.yaml')))
  await editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
    event: { added: [{ uri: editor.uri(other), name: 'other' }], removed: [] },
  })
  for (const file of files) await editor.open(file, BAD)
  expect(rulesIn(await editor.diagnostics(files[1]!, isFound))).toEqual(['docker-socket-mount'])
  expect(await editor.diagnostics(files[0]!)).toEqual([])
  await editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
    event: { added: [], removed: [{ uri: editor.uri(other), name: 'other' }] },
  })
  expect(rulesIn(await editor.diagnostics(files[1]!, isFound))).toEqual(['docker-socket-mount'])
})

test('counts as editors do: UTF-16 units, line ends of all kinds, a byte order mark', async () => {
  const folder = folderWith({})
  const editor = await editorFor({ folders: [folder] })
  const cases = {
    'emoji.sh': ['#!/bin/sh\nkubeadm reset; echo "🐳🐳"; docker ps\n', 1, 28],
    'crlf.sh': ['#!/bin/sh\r\nkubeadm reset\r\ndocker ps\r\n', 2, 0],
    'mark.sh': ['\uFEFFdocker ps; kubeadm reset\n', 0, 1],
  } as const
  for (const [name, [text, line, character]] of Object.entries(cases)) {
    const file = editor.uri(join(folder, name))
    await editor.open(file, text, 'shellscript')
    const [found] = await editor.diagnostics(file, isFound)
    expect(found!.range.start, name).toEqual({ line, character })
  }
})

test('reads a text without a name as what the editor takes it for, and else by its content', async () => {
  const editor = await editorFor({})
  await editor.open('untitled:Untitled-1', 'kubeadm reset\ndocker ps\n', 'shellscript')
  expect(rulesIn(await editor.diagnostics('untitled:Untitled-1', isFound))).toEqual(['docker-cli'])
  await editor.open('untitled:Untitled-2', BAD, 'plaintext')
  expect(rulesIn(await editor.diagnostics('untitled:Untitled-2', isFound))).toEqual(['docker-socket-mount'])
})

test('answers a request that is taken back as such, and goes on', async () => {
  const folder = folderWith({})
  const editor = await editorFor({ folders: [folder] })
  const file = editor.uri(join(folder, 'node.sh'))
  await editor.open(file, `kubeadm reset\n${'docker ps\n'.repeat(300)}`, 'shellscript')
  await editor.diagnostics(file, isFound)
  const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node')
  const source = new CancellationTokenSource()
  const asked = editor.connection.sendRequest(
    'textDocument/codeAction',
    {
      textDocument: { uri: file },
      range: { start: { line: 0, character: 0 }, end: { line: 300, character: 0 } },
      context: { diagnostics: [] },
    },
    source.token,
  )
  source.cancel()
  await expect(asked).rejects.toMatchObject({ code: -32800 })
  expect(await editor.hover(file, 1, 1)).not.toBeNull()
})

test('takes the options of the command line, and those that editors add', async () => {
  const folder = folderWith({})
  const editor = await editorFor({
    folders: [folder],
    args: ['--stdio', '--runtime', 'cri-dockerd', '--level', 'note'],
  })
  const file = editor.uri(join(folder, 'pod.yaml'))
  await editor.open(file, BAD)
  expect(await editor.diagnostics(file)).toEqual([])
  expect(editor.initialized.capabilities.positionEncoding).toBe('utf-16')
})
