/**
 * The language server: findings while one types. It owns the connection and the texts in the editor, and says what happens when;
 * what is found is the folder's business. It writes no file.
 */
import {
  type CancellationToken,
  type CodeAction,
  type Connection,
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  MessageType,
  ProposedFeatures,
  ResponseError,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkspaceEdit,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import packageJson from '../../../package.json' with { type: 'json' }
import { CONFIG_NAME, readConfig } from '../../config/config.ts'
import type { Diagnostic, LintResult } from '../../diagnostic.ts'
import { forgetHomes, repositoryRoot } from '../../files/repository.ts'
import { absolutePath, filesBeside, folderOf } from '../../files.ts'
import type { Arguments } from '../arguments.ts'
import { atLeast } from '../levels.ts'
import { ruleIds } from '../run.ts'
import type { Trial } from './actions.ts'
import { FIX_ALL, offersFor, ruleFoundAt, ruleNamedAt } from './answers.ts'
import { type Folder, openFolder } from './folder.ts'
import { rulePage } from './hover.ts'
import { readAs } from './named.ts'
import type { EditorDiagnostic, Offer } from './shapes.ts'
import { shownFinding, shownMistakes, shownNotice, type Understood } from './shown.ts'
import { pathOfUri, uriOfPath } from './uris.ts'

/** After the last key, in milliseconds. */
const DELAY = 150
/** After a change to what other texts refer to. */
const DELAY_OF_OTHERS = 400
/** More files than that at once are a checkout: all are searched again. */
const MOST_REREAD = 200

/** What is known of a text in the editor. */
interface Known {
  timer?: ReturnType<typeof setTimeout> | undefined
  running?: Promise<void> | undefined
  /** How often what surrounds it has changed. */
  round: number
  /** What was found in which version of it, with what surrounds it now. */
  found?: { readonly version: number; readonly result: LintResult } | undefined
  /** The version of which others have been linted again. */
  told?: number | undefined
}

/** Serves until the editor says that it is enough, which ends the process. */
export function serve(wanted: Arguments): Promise<never> {
  const connection: Connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout)
  const documents = new TextDocuments(TextDocument)
  const known = new Map<string, Known>()
  const folders = new Map<string, Promise<Folder>>()
  let roots: readonly string[] = []
  let client: InitializeParams['capabilities'] = {}
  let understood: Understood = { links: false, related: false }

  // Which folder, and under which name.

  /** The folder of a text, which is one of the editor's, else its repository, else where it lies. */
  const rootOf = (path: string | undefined): string => {
    if (path === undefined) return roots[0] ?? absolutePath('.', process.cwd())
    const within = roots.filter(root => path.startsWith(`${root}/`)).sort((a, b) => b.length - a.length)
    return within[0] ?? absolutePath(repositoryRoot(folderOf(path, '/')) ?? folderOf(path, '/'), '/')
  }
  const folderAt = (root: string): Promise<Folder> => {
    const opened = folders.get(root) ?? open(root)
    folders.set(root, opened)
    return opened
  }
  async function open(root: string): Promise<Folder> {
    const searches = roots.includes(root) || repositoryRoot(root) !== undefined
    const folder = await openFolder(root, wanted, searches)
    await configure(folder)
    if (searches) void search(folder)
    return folder
  }
  async function configure(folder: Folder): Promise<void> {
    try {
      await folder.configure()
      for (const remark of folder.run.resolved?.remarks ?? []) connection.console.info(remark)
    } catch (error) {
      void connection.sendNotification(ShowMessageNotification.type, {
        type: MessageType.Error,
        message: `dockershim-lint: ${messageOf(error)}`,
      })
    }
  }
  const isOpen = (folder: Folder): boolean => folders.has(folder.root)
  async function search(folder: Folder): Promise<void> {
    await folder.search(textsIn(folder), () => isOpen(folder))
    checkAll(folder, 0)
  }
  const nameOf = (folder: Folder, document: TextDocument): string => {
    const path = pathOfUri(document.uri)
    const name = path === undefined ? `untitled-${[...known.keys()].indexOf(document.uri)}` : folder.shown(path)
    return readAs(name, document.languageId, document.getText())
  }
  const documentsIn = (folder: Folder): readonly TextDocument[] =>
    documents.all().filter(document => rootOf(pathOfUri(document.uri)) === folder.root)
  const textsIn = (folder: Folder): Map<string, string> =>
    new Map(documentsIn(folder).map(document => [nameOf(folder, document), document.getText()]))

  // When texts are linted.

  const checkSoon = (uri: string, delay: number): void => {
    const state = known.get(uri)
    if (!state) return
    clearTimeout(state.timer)
    state.timer = setTimeout(() => void checkNow(uri), delay)
  }
  /** What was found in a text counts no more, also what a run is about to find. */
  const outdate = (uri: string): void => {
    const state = known.get(uri)
    if (!state) return
    state.round++
    state.found = undefined
  }
  const checkAll = (folder: Folder, delay: number, except?: string): void => {
    for (const { uri } of documentsIn(folder))
      if (uri !== except) {
        outdate(uri)
        checkSoon(uri, delay)
      }
  }
  /** Lints a text as it is now. Of one text there is one run at a time. */
  async function checkNow(uri: string): Promise<void> {
    const state = known.get(uri)
    if (!state) return
    clearTimeout(state.timer)
    state.timer = undefined
    const before = state.running
    const run = (async () => {
      await before
      try {
        await check(uri)
      } catch (error) {
        connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
      }
    })()
    state.running = run
    await run
    if (state.running === run) state.running = undefined
  }
  const stampOf = ({ uri, version }: TextDocument): string => `${version} ${known.get(uri)?.round}`
  async function check(uri: string): Promise<void> {
    const document = documents.get(uri)
    if (!document) return
    const { version } = document
    if (known.get(uri)?.found?.version === version) return
    const folder = await folderAt(rootOf(pathOfUri(uri)))
    if (uri.endsWith(`/${CONFIG_NAME}`)) return publish(document, mistakesIn(document))
    const texts = textsIn(folder)
    const stamps = new Map(documentsIn(folder).map(each => [each.uri, stampOf(each)]))
    const isWanted = () => documents.get(uri)?.version === version
    const { result, paths, mattersToOthers } = await folder.check(nameOf(folder, document), texts, isWanted)
    if (!isWanted()) return
    for (const other of documentsIn(folder)) {
      const name = nameOf(folder, other)
      if ((other.uri !== uri && !paths.has(name)) || stamps.get(other.uri) !== stampOf(other)) continue
      const state = known.get(other.uri)
      if (state) state.found = { version: other.version, result }
      publish(other, shownOf(folder, name, result))
    }
    // Of each version once, or two texts would set each other off for ever.
    const state = known.get(uri)
    const isNews = state !== undefined && state.told !== version
    if (state) state.told = version
    if (mattersToOthers && isNews)
      for (const other of documentsIn(folder)) if (!paths.has(nameOf(folder, other))) again(other.uri)
  }
  const again = (uri: string): void => {
    outdate(uri)
    checkSoon(uri, DELAY_OF_OTHERS)
  }
  const publish = ({ uri, version }: TextDocument, diagnostics: readonly EditorDiagnostic[]): void => {
    void connection.sendDiagnostics({ uri, version, diagnostics: [...diagnostics] })
  }

  // What is shown.

  const uriOf = (folder: Folder, path: string): string => {
    const open = documentsIn(folder).find(document => nameOf(folder, document) === path)
    return open?.uri ?? uriOfPath(absolutePath(path, folder.root))
  }
  const textOf = (folder: Folder, path: string): string | undefined =>
    textsIn(folder).get(path) ?? filesBeside(['.'], folder.root).read(path)
  /** What shows findings, of texts as they are now. */
  const shower = (folder: Folder): ((diagnostic: Diagnostic) => EditorDiagnostic) => {
    const texts = textsIn(folder)
    const uris = new Map(documentsIn(folder).map(document => [nameOf(folder, document), document.uri]))
    return diagnostic =>
      shownFinding(
        diagnostic,
        path => texts.get(path) ?? '',
        path => uris.get(path) ?? uriOfPath(absolutePath(path, folder.root)),
        understood,
      )
  }
  const findingsIn = (folder: Folder, name: string, { diagnostics }: LintResult): readonly Diagnostic[] =>
    diagnostics.filter(({ location, level }) => location.path === name && atLeast(level, folder.run.level))
  const shownOf = (folder: Folder, name: string, result: LintResult): readonly EditorDiagnostic[] => [
    ...findingsIn(folder, name, result).map(shower(folder)),
    ...result.notices.filter(({ path }) => path === name).map(shownNotice),
  ]
  function mistakesIn(document: TextDocument): readonly EditorDiagnostic[] {
    try {
      readConfig({ path: CONFIG_NAME, text: document.getText() }, ruleIds)
      return []
    } catch (error) {
      return shownMistakes(messageOf(error))
    }
  }
  /** What was found in a text as it is now, and the means to try changes. */
  async function latest(uri: string) {
    await checkNow(uri)
    const document = documents.get(uri)
    const found = known.get(uri)?.found
    if (!document || found?.version !== document.version) return undefined
    const folder = await folderAt(rootOf(pathOfUri(uri)))
    const name = nameOf(folder, document)
    const texts = textsIn(folder)
    const trial: Trial = {
      path: name,
      texts,
      textOf: path => textOf(folder, path),
      before: found.result,
      attempt: changed => folder.attempt(name, changed),
      shown: shower(folder),
    }
    return { folder, document, trial, findings: findingsIn(folder, name, found.result) }
  }

  // The conversation.

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities
    const { publishDiagnostics } = client.textDocument ?? {}
    understood = {
      links: publishDiagnostics?.codeDescriptionSupport ?? false,
      related: publishDiagnostics?.relatedInformation ?? false,
    }
    const given = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : [])
    roots = rootsOf(given)
    return {
      serverInfo: { name: packageJson.name, version: packageJson.version },
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    }
  })
  connection.onInitialized(async () => {
    for (const root of roots) void folderAt(root)
    if (client.workspace?.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = rootsOf(removed.map(({ uri }) => uri))
        roots = [...roots.filter(root => !gone.includes(root)), ...rootsOf(added.map(({ uri }) => uri))]
        for (const root of gone) folders.delete(root)
        for (const root of roots) void folderAt(root)
        for (const { uri } of documents.all()) again(uri)
      })
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration)
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*' }] })
  })
  // Opening a text is told as a change of it, too.
  documents.onDidChangeContent(({ document: { uri } }) => {
    const isNew = !known.has(uri)
    if (isNew) known.set(uri, { round: 0 })
    checkSoon(uri, isNew ? 0 : DELAY)
  })
  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(known.get(uri)?.timer)
    known.delete(uri)
    void connection.sendDiagnostics({ uri, diagnostics: [] })
  })
  // An editor that watches no files tells at least of those that it writes.
  documents.onDidSave(({ document: { uri } }) => void changed([uri]))
  connection.onDidChangeWatchedFiles(({ changes }) => void changed(changes.map(({ uri }) => uri)))

  async function changed(uris: readonly string[]): Promise<void> {
    const all = uris.flatMap(uri => pathOfUri(uri) ?? [])
    const paths = all.filter(path => !/\/(?:\.git|node_modules)\//.test(path))
    const isOtherProject = forgetHomes(paths)
    for (const [root, opening] of folders) {
      const folder = await opening
      const own = paths.filter(path => rootOf(path) === root)
      const configured = [CONFIG_NAME, ...folder.run.values.map(({ path }) => path)]
      const { config } = folder.run
      const inForce = config ? [...config.extended, config.file].map(file => absolutePath(file.path, root)) : []
      const isConfigured = all.some(path => inForce.includes(path) || configured.includes(folder.shown(path)))
      if (isConfigured) await configure(folder)
      if (isConfigured || isOtherProject || own.length > MOST_REREAD) await search(folder)
      else if (own.length) {
        const matters = await folder.reread(own.map(folder.shown), textsIn(folder))
        // What a chart's templates are made with is read from the disk.
        const isOfChart = own.some(path => /\.(?:ya?ml|tpl|json|txt)$/.test(path))
        if (matters || isOfChart) checkAll(folder, DELAY)
      }
    }
  }

  connection.onHover(async ({ textDocument, position }, token) => {
    const now = await latest(textDocument.uri)
    if (token.isCancellationRequested) return cancelled()
    const rule = now ? ruleFoundAt(now, position) : ruleNamedAt(documents.get(textDocument.uri), position)
    if (!rule) return null
    const asMarkdown = client.textDocument?.hover?.contentFormat?.includes('markdown') ?? false
    return { contents: { kind: asMarkdown ? 'markdown' : 'plaintext', value: rulePage(rule, asMarkdown) } }
  })

  connection.onCodeAction(async ({ textDocument, range, context }, token): Promise<CodeAction[] | ResponseError> => {
    const now = await latest(textDocument.uri)
    if (!now || token.isCancellationRequested) return now ? cancelled() : []
    const offers = await offersFor(now, range, context.only, () => isEnded(token))
    return offers?.map(offer => actionOf(offer, edits => editOf(edits, now.folder))) ?? cancelled()
  })

  function editOf(edits: Offer['edits'], folder: Folder): WorkspaceEdit {
    const all = [...edits].map(([path, each]) => ({ uri: uriOf(folder, path), edits: each }))
    if (!client.workspace?.workspaceEdit?.documentChanges)
      return { changes: Object.fromEntries(all.map(each => [each.uri, each.edits])) }
    return {
      documentChanges: all.map(({ uri, edits: each }) => ({
        textDocument: { uri, version: documents.get(uri)?.version ?? null },
        edits: each,
      })),
    }
  }

  documents.listen(connection)
  connection.listen()
  return new Promise(() => {})
}

const rootsOf = (uris: readonly string[]): readonly string[] =>
  uris.flatMap(uri => pathOfUri(uri)?.replace(/(?<=.)\/$/, '') ?? [])

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const cancelled = () => new ResponseError<void>(LSPErrorCodes.RequestCancelled, 'The editor cancelled it.')

/** Gives a message that takes the request back the time to come in between two trials. */
async function isEnded(token: CancellationToken): Promise<boolean> {
  await new Promise(resolve => setImmediate(resolve))
  return token.isCancellationRequested
}

/** An offer as the editor takes it. */
const actionOf = (
  { title, kind, isPreferred, diagnostics, edits }: Offer,
  editOf: (edits: Offer['edits']) => WorkspaceEdit,
): CodeAction => ({ title, kind, isPreferred, diagnostics: [...diagnostics], edit: editOf(edits) })
