/** An editor as the language server sees one: it starts the program and speaks the protocol over its standard input and output. */
import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import {
  type ClientCapabilities,
  type CodeAction,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from 'vscode-languageserver-protocol/node'
import { program } from '../program.ts'

export type { CodeAction, Diagnostic }

/** What a full editor can do. */
const ABLE: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: { codeDescriptionSupport: true, relatedInformation: true },
    hover: { contentFormat: ['markdown'] },
  },
  workspace: {
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
  },
}

export interface Start {
  readonly folders?: readonly string[]
  readonly args?: readonly string[]
  readonly capabilities?: ClientCapabilities
}

export type Editor = Awaited<ReturnType<typeof startEditor>>

/** Starts the server for folders. */
export async function startEditor({ folders = [], args = [], capabilities = ABLE }: Start) {
  const server: ChildProcess = spawn(process.execPath, [program, '--lsp', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] },
  })
  let errors = ''
  server.stderr?.on('data', (data: Buffer) => {
    errors += data.toString()
  })
  const connection: ProtocolConnection = createProtocolConnection(
    new StreamMessageReader(server.stdout!),
    new StreamMessageWriter(server.stdin!),
  )
  const published: PublishDiagnosticsParams[] = []
  const registered: string[] = []
  const messages: string[] = []
  let wake: () => void = () => {}
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params)
    wake()
  })
  connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
    messages.push(message)
    wake()
  })
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    messages.push(message)
  })
  connection.onRequest('client/registerCapability', (params: { registrations: { method: string }[] }) => {
    registered.push(...params.registrations.map(({ method }) => method))
    return null
  })
  connection.listen()
  const uri = (path: string): string => pathToFileURL(path).href
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities,
    workspaceFolders: folders.map(folder => ({ uri: uri(folder), name: folder })),
  })
  await connection.sendNotification('initialized', {})
  const versions = new Map<string, number>()
  const texts = new Map<string, string>()

  /** Waits for something that the server says. */
  async function until<T>(what: () => T | undefined): Promise<T> {
    const end = Date.now() + 30_000
    for (;;) {
      const found = what()
      if (found !== undefined) return found
      if (Date.now() > end) throw new Error(`nothing came of it: ${JSON.stringify({ published, messages, errors })}`)
      await new Promise<void>(resolve => {
        wake = resolve
        setTimeout(resolve, 100)
      })
    }
  }
  const last = (file: string) => published.findLast(each => each.uri === file)

  return {
    connection,
    initialized,
    published,
    registered,
    messages,
    uri,
    until,
    process: server,
    errors: () => errors,
    textOf: (file: string) => texts.get(file)!,
    async open(file: string, text: string, languageId = 'yaml') {
      versions.set(file, 1)
      texts.set(file, text)
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: file, languageId, version: 1, text },
      })
    },
    /** Replaces the text, as a change of all of it or of a range. */
    async change(file: string, text: string, range?: TextEdit['range'], newText = text) {
      const version = versions.get(file)! + 1
      versions.set(file, version)
      texts.set(file, text)
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: file, version },
        contentChanges: [range ? { range, text: newText } : { text }],
      })
      return version
    },
    async close(file: string) {
      await connection.sendNotification('textDocument/didClose', { textDocument: { uri: file } })
    },
    /** Writes a file, or takes it away, and tells of it as an editor that watches files does. */
    async write(path: string, text: string | undefined) {
      if (text === undefined) rmSync(path)
      else writeFileSync(path, text)
      await connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(path), type: 2 }] })
    },
    /** What the server says of a text, as soon as it is as expected. */
    diagnostics: (file: string, isExpected: (found: readonly Diagnostic[]) => boolean = () => true, version?: number) =>
      until(() => {
        const found = last(file)
        const isRight = found && (version === undefined || found.version === version) && isExpected(found.diagnostics)
        return isRight ? found.diagnostics : undefined
      }),
    actions: (file: string, line: number, only?: readonly string[]) =>
      connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri: file },
        range: { start: { line, character: 0 }, end: { line, character: 0 } },
        context: { diagnostics: [], only },
      }),
    hover: (file: string, line: number, character: number) =>
      connection.sendRequest<Hover | null>('textDocument/hover', {
        textDocument: { uri: file },
        position: { line, character },
      }),
    /** Ends the server as an editor does, and gives its exit code. */
    async end() {
      const code = new Promise<number | null>(resolve => server.once('exit', resolve))
      await connection.sendRequest('shutdown')
      await connection.sendNotification('exit')
      return code
    },
  }
}

/** A text with what an action does to it. */
export function applied(text: string, action: CodeAction, file: string): string {
  const { changes, documentChanges } = action.edit ?? {}
  const edits =
    changes?.[file] ??
    documentChanges?.flatMap(each => ('edits' in each && each.textDocument.uri === file ? each.edits : [])) ??
    []
  const starts = [0, ...[...text.matchAll(/\r\n?|\n/g)].map(match => match.index + match[0].length)]
  const offset = ({ line, character }: { line: number; character: number }) => (starts[line] ?? text.length) + character
  let result = text
  for (const edit of [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start)))
    if ('newText' in edit)
      result = result.slice(0, offset(edit.range.start)) + edit.newText + result.slice(offset(edit.range.end))
  return result
}
