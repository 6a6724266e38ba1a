/** The page: what is pasted, dropped, picked or linked goes to the desk, and what is found is shown beside the text. */
import { button, byId, el } from '../../reporters/html/client/dom.ts'
import type { Choices, Given } from '../contract.ts'
import { keepPage, startDesk } from './desk.ts'
import { filesPicked, type Read } from './dropped.ts'
import { fileChoice, fileName, guarded, notes, ruleChoice, runtime, target, tell, version } from './elements.ts'
import { copied, download } from './keep.ts'
import { linkedIn, linkOf } from './link.ts'
import { takeFromOutside } from './outside.ts'
import { ruleParts } from './rule-panel.ts'
import { sessionWith } from './session.ts'

/** What is shown to who comes without a text. */
const FIRST_RULE = 'docker-socket-mount'

const desk = startDesk()
const session = sessionWith(desk)

const fileOf = ([path, text]: readonly [path: string, text: string]): Given => ({
  path,
  bytes: new TextEncoder().encode(text),
})

/** A text of the user's own takes the place of all that was there. */
async function takeText(text: string, path = 'pasted'): Promise<void> {
  leaveRule()
  await session.take([fileOf([path, text])], 'instead')
}

async function takeRead(reading: Promise<Read>): Promise<void> {
  const { given, left } = await reading
  leaveRule()
  await session.take(given, 'instead', left)
}

async function copySarif(): Promise<void> {
  await session.save()
  const text = await desk.sarif(target())
  if (await copied(text)) tell('The SARIF is in the clipboard.')
  else {
    download('dockershim-lint.sarif', text)
    tell('The browser does not allow copying, so the SARIF is a download.')
  }
}

async function copyLink(): Promise<void> {
  await session.save()
  const files = await desk.texts()
  const { runtime: to, targetVersion } = target()
  const link = files?.length ? await linkOf({ files, open: session.open ?? '', runtime: to, targetVersion }) : undefined
  if (link === undefined) {
    tell('This is too much for a link. Leave only the file that matters.')
    return
  }
  history.replaceState(null, '', link)
  const where = (await copied(location.href))
    ? 'The link is in the clipboard.'
    : 'The address of this page is the link.'
  tell(`${where} It holds the text itself, and no server gets to see it.`)
}

async function keepChanged(): Promise<void> {
  await session.save()
  const file = await desk.changed()
  if (file) download(file.path, new Uint8Array(file.bytes))
  else tell('Nothing has been changed yet.')
}

function leaveRule(): void {
  byId('rule').hidden = true
  ruleChoice.value = ''
  if (location.hash) history.replaceState(null, '', location.pathname)
}

async function showRule(id: string): Promise<void> {
  const rule = await desk.rule(id)
  if (!rule) {
    tell('There is no such rule.')
    return
  }
  const edit = (example: readonly [string, string]) => session.take([fileOf(example)], 'instead')
  byId('rule').replaceChildren(...ruleParts(rule, { edit: example => void guarded(() => edit(example)) }))
  byId('rule').hidden = false
  ruleChoice.value = id
  await edit(rule.bad)
  byId('rule').focus()
}

async function showLinked(hash: string): Promise<void> {
  const linked = await linkedIn(hash)
  if (!linked) {
    tell('This link is broken, or was cut.')
    return
  }
  byId('rule').hidden = true
  ruleChoice.value = ''
  choose(runtime, linked.runtime)
  choose(version, linked.targetVersion)
  await session.take(linked.files.map(fileOf), 'instead')
  if (linked.open !== session.open && linked.files.some(([path]) => path === linked.open))
    await session.openFile(linked.open)
}

/** Shows what the address asks for. */
async function follow(): Promise<void> {
  const { hash } = location
  if (hash.startsWith('#in=')) await showLinked(hash)
  else if (hash.startsWith('#rule=')) await showRule(hash.slice('#rule='.length))
  if (session.open !== undefined) return
  const rule = await desk.rule(FIRST_RULE)
  if (rule) await session.take([fileOf(rule.bad)], 'instead')
}

/** Chooses a value that there is. */
function choose(box: HTMLSelectElement, value: string): void {
  if ([...box.options].some(option => option.value === value)) box.value = value
}

/** What opens the browser's own window to pick files. */
function picker(attributes: Readonly<Record<string, string>>): HTMLInputElement {
  const input = el('input', { type: 'file', hidden: true, multiple: true, ...attributes })
  input.addEventListener('change', () => {
    const { files } = input
    if (files?.length) void guarded(() => takeRead(filesPicked(files)))
  })
  // The same files may be picked again.
  input.addEventListener('click', () => {
    input.value = ''
  })
  return input
}

function fillControls({ runtimes, versions, rules }: Choices): void {
  runtime.append(...runtimes.map(value => el('option', { value }, value)))
  version.append(...versions.toReversed().map(value => el('option', { value }, value)))
  ruleChoice.append(...rules.map(({ id, summary }) => el('option', { value: id }, `${id}: ${summary}`)))
  const files = picker({ id: 'pick-files' })
  const folder = picker({ id: 'pick-folder', webkitdirectory: '' })
  const act = (text: string, what: () => Promise<void>) => button(text, {}, () => void guarded(what))
  byId('acts').append(
    act('New text', () => takeText('', 'agent.yaml')),
    button('Open files', {}, () => files.click()),
    button('Open a folder', {}, () => folder.click()),
    files,
    folder,
    act('Undo', () => session.undo()),
    act('Download what changed', keepChanged),
    act('Copy SARIF', copySarif),
    act('Copy a link', copyLink),
  )
  for (const each of [runtime, version, notes]) each.addEventListener('change', () => void session.lint())
  fileChoice.addEventListener('change', () => void guarded(() => session.openFile(fileChoice.value)))
  fileName.addEventListener('change', () => void guarded(() => session.rename(fileName.value)))
  ruleChoice.addEventListener('change', () => {
    if (ruleChoice.value) location.hash = `#rule=${ruleChoice.value}`
    else leaveRule()
  })
  addEventListener('hashchange', () => void guarded(follow))
}

void guarded(async () => {
  fillControls(await desk.choices())
  takeFromOutside({
    files: reading => void guarded(() => takeRead(reading)),
    text: text => void guarded(() => takeText(text)),
  })
  await follow()
  if (await keepPage()) byId('kept').textContent = 'This page works without a network from now on.'
})
