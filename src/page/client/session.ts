/** What goes on while somebody works on the page: files come in, one of them is edited, all are linted, fixes are made. */
import { button, byId, el, grouped } from '../../reporters/html/client/dom.ts'
import type { Desk, FileLine, Given, Shown } from '../contract.ts'
import { editorIn } from './editor.ts'
import { fileChoice, fileName, guarded, target, tell } from './elements.ts'
import { findingsView } from './findings.ts'

/** So many milliseconds after the last key the text is linted. */
const REST = 150

export interface Session {
  /** The path of the file in the editor. */
  readonly open: string | undefined
  /** Takes files in and shows the one with the most to say. `left` is what was left out before. */
  take(given: readonly Given[], how: 'instead' | 'beside', left?: readonly string[]): Promise<void>
  openFile(path: string): Promise<void>
  /** Gives the open file another name. */
  rename(name: string): Promise<void>
  /** Lints what is there. */
  lint(): Promise<void>
  /** Gives the desk what was typed. */
  save(): Promise<void>
  undo(): Promise<void>
}

export function sessionWith(desk: Desk): Session {
  let open: string | undefined
  /** Whether the editor holds what the desk does not have yet. */
  let isTyped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let last: Promise<unknown> = Promise.resolve()
  /** The run that waits for its turn. */
  let waiting: Promise<void> | undefined

  /** One thing after another: what is asked for while another goes on begins with how that ended. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = last.then(act)
    last = done.catch(() => undefined)
    return done
  }

  const editor = editorIn(byId('editor'), 'Text to lint', () => {
    isTyped = true
    clearTimeout(timer)
    timer = setTimeout(() => void lint(), REST)
  })
  const findings = findingsView({
    goTo: place =>
      void guarded(async () => {
        if (place.path !== open) await inTurn(() => openFile(place.path))
        editor.goTo(place)
      }),
    fix: finding => void fix({ finding }),
  })

  async function save(): Promise<void> {
    if (!isTyped || open === undefined) return
    isTyped = false
    await desk.write(open, editor.text())
  }

  /** However often it is asked for while another thing goes on, it is one run. */
  function lint(): Promise<void> {
    clearTimeout(timer)
    waiting ??= inTurn(() => {
      waiting = undefined
      return guarded(lintOpen)
    })
    return waiting
  }

  async function lintOpen(): Promise<void> {
    await save()
    if (open !== undefined) show(await desk.lint(target(), open))
  }

  function show(shown: Shown): void {
    findings.show(shown)
    // Typing goes on while the text is linted: marks of an older text would stand in the wrong places.
    if (!isTyped) editor.mark(shown.marks)
    editor.speak(shown.language)
    showFiles(shown.files)
    byId('read-as').textContent = readAs(shown)
    const { both, after } = shown.fixes
    const offer = (text: string, unsafe: boolean) => button(text, {}, () => void fix({ unsafe }))
    byId('fixes').replaceChildren(
      ...(both ? [offer(`Fix what is right today (${grouped(both)})`, false)] : []),
      ...(after ? [offer(`Fix all, for after the move (${grouped(both + after)})`, true)] : []),
    )
    document.documentElement.dataset['ready'] = ''
  }

  /** Of several files those with findings come first. */
  function showFiles(files: readonly FileLine[]): void {
    byId('files').hidden = files.length < 2
    const group = (label: string, some: readonly FileLine[]) =>
      some.length ? [el('optgroup', { label: `${label} (${grouped(some.length)})` }, ...some.map(optionOf))] : []
    fileChoice.replaceChildren(
      ...group('With findings', files.filter(isFound)),
      ...group(
        'Without',
        files.filter(file => !isFound(file)),
      ),
    )
    fileChoice.value = open ?? ''
  }

  /** Puts a file into the editor. False for one that is not shown, and so must not be written back. */
  async function put(path: string): Promise<void> {
    const read = await desk.read(path)
    isTyped = false
    fileName.value = path
    open = 'text' in read ? path : undefined
    editor.open('text' in read ? read.text : '')
    if ('problem' in read) tell(`${path}: ${read.problem}`)
  }

  async function openFile(path: string): Promise<void> {
    await save()
    await put(path)
    await lintOpen()
  }

  /** Shows what the desk chooses of what it has now. */
  async function showChosen(): Promise<void> {
    open = undefined
    const shown = await desk.lint(target(), undefined)
    if (shown.open === undefined) {
      fileName.value = ''
      editor.open('')
    } else await put(shown.open)
    show(shown)
  }

  /** Shows the open text as the desk has it now. */
  async function showAgain(): Promise<void> {
    const read = open === undefined ? undefined : await desk.read(open)
    if (read && 'text' in read) editor.change(read.text)
    isTyped = false
    await lintOpen()
  }

  const fix = (which: { finding: number } | { unsafe: boolean }): Promise<void> =>
    inTurn(() =>
      guarded(async () => {
        await save()
        const { told } = await desk.fix(target(), which)
        tell(told)
        await showAgain()
      }),
    )

  async function take(given: readonly Given[], how: 'instead' | 'beside', left: readonly string[]): Promise<void> {
    await save()
    const taken = await desk.put(given, how)
    const out = [...left, ...taken.left]
    const count = taken.paths.length > 1 ? [`${grouped(taken.paths.length)} files taken.`] : []
    tell([...count, ...out.slice(0, 3), ...(out.length > 3 ? [`And ${out.length - 3} more.`] : [])].join(' '))
    if (how === 'instead') findings.reset()
    await showChosen()
  }

  async function rename(name: string): Promise<void> {
    if (open === undefined) return
    await save()
    open = await desk.rename(open, name)
    fileName.value = open
    await lintOpen()
  }

  async function undo(): Promise<void> {
    await save()
    if (!(await desk.undo())) {
      tell('There is nothing to undo.')
      return
    }
    tell('Taken back.')
    const isThere = open !== undefined && 'text' in (await desk.read(open))
    await (isThere ? showAgain() : showChosen())
  }

  return {
    get open() {
      return open
    },
    take: (given, how, left = []) => inTurn(() => take(given, how, left)),
    openFile: path => inTurn(() => openFile(path)),
    rename: name => inTurn(() => rename(name)),
    lint,
    save: () => inTurn(save),
    undo: () => inTurn(undo),
  }
}

const readAs = ({ language, open }: Shown): string => {
  if (open === undefined) return ''
  return language
    ? `Read as ${language}.`
    : 'Not read: neither the name nor the beginning tells the language. Give it a name, such as agent.yaml or setup.sh.'
}

const isFound = ({ errors, warnings, notes }: FileLine): boolean => errors + warnings + notes > 0

function optionOf({ path, errors, warnings, notes }: FileLine): HTMLOptionElement {
  const counts = [errors && `${errors} E`, warnings && `${warnings} W`, notes && `${notes} N`].filter(Boolean)
  return el('option', { value: path }, counts.length ? `${path} (${counts.join(' ')})` : path)
}
