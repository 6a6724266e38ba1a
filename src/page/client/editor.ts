/**
 * The editor. It stands in a shadow root, where CodeMirror's styles are sheets made by the script: the page's policy allows no
 * style in the markup.
 */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import {
  Compartment,
  EditorState,
  type Extension,
  RangeSet,
  StateEffect,
  StateField,
  type Text,
} from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  GutterMarker,
  gutterLineClass,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import type { Mark } from '../contract.ts'
import { highlighting, languageFor } from './highlight.ts'

export interface Editor {
  /** Shows a text that was not there before. */
  open(text: string): void
  /** Puts another text in the place of this one, as a change that can be taken back. */
  change(text: string): void
  text(): string
  /** Colours the text as one of a language that the linter names. */
  speak(language: string | undefined): void
  mark(marks: readonly Mark[]): void
  goTo(place: { readonly line: number; readonly column: number }): void
}

const setMarks = StateEffect.define<readonly Mark[]>()

const LEVELS = ['error', 'warning', 'note'] as const

const decorations = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(found, { changes, effects, newDoc }) {
    for (const effect of effects) if (effect.is(setMarks)) return Decoration.set(rangesIn(newDoc, effect.value), true)
    return found.map(changes)
  },
  provide: field => EditorView.decorations.from(field),
})

/** The offset of a line and column, or of the end of a shorter line. A byte order mark counts for no column. */
function placeIn(doc: Text, line: number, column: number): number {
  const { from, to, text } = doc.line(Math.max(1, Math.min(line, doc.lines)))
  return Math.min(from + column - (text.startsWith('\uFEFF') ? 0 : 1), to)
}

function rangesIn(doc: Text, marks: readonly Mark[]) {
  return marks.flatMap(({ level, line, column, endColumn, what }) => {
    if (line > doc.lines) return []
    const start = placeIn(doc, line, column)
    const end = placeIn(doc, line, endColumn)
    return start < end
      ? [Decoration.mark({ class: `found ${level}`, attributes: { title: what } }).range(start, end)]
      : []
  })
}

class LevelMarker extends GutterMarker {
  override readonly elementClass: string
  constructor(level: Mark['level']) {
    super()
    this.elementClass = `line ${level}`
  }
}

const MARKERS = { error: new LevelMarker('error'), warning: new LevelMarker('warning'), note: new LevelMarker('note') }

/** Numbers of lines with findings have the colour of the worst of them. */
const lineClasses = gutterLineClass.compute([decorations], state => {
  const lines = new Map<number, Mark['level']>()
  state.field(decorations).between(0, state.doc.length, (from, _, { spec }) => {
    const line = state.doc.lineAt(from).from
    const level = LEVELS.find(each => String(spec['class']).endsWith(each)) ?? 'note'
    const known = lines.get(line)
    if (!known || LEVELS.indexOf(level) < LEVELS.indexOf(known)) lines.set(line, level)
  })
  return RangeSet.of([...lines].sort(([a], [b]) => a - b).map(([from, level]) => MARKERS[level].range(from)))
})

const looks = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--paper)', fontSize: '0.85rem' },
  '&.cm-focused': { outline: '3px solid var(--link)', outlineOffset: '-3px' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace',
    overflow: 'auto',
  },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-cursorLayer': { animation: 'none !important' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--mark-note)',
  },
  '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--soft)', borderRight: '1px solid var(--line)' },
  '.cm-gutterElement.line': { fontWeight: '700' },
  '.cm-gutterElement.error': { color: 'var(--error)' },
  '.cm-gutterElement.warning': { color: 'var(--warning)' },
  '.cm-gutterElement.note': { color: 'var(--note)' },
  '.found': { borderRadius: '0.15rem', backgroundColor: 'var(--mark)', boxShadow: '0 2px 0 var(--error-bar)' },
  '.found.warning': { backgroundColor: 'var(--mark-warning)', boxShadow: '0 2px 0 var(--warning-bar)' },
  '.found.note': { backgroundColor: 'var(--mark-note)', boxShadow: '0 2px 0 var(--note-bar)' },
})

/** The line end of a text, so that what is typed leaves the others as they are. A text with several keeps them as characters. */
const lineEndOf = (text: string): string =>
  text.includes('\r\n') && !/(?:^|[^\r])\n/.test(text) && !/\r(?!\n)/.test(text) ? '\r\n' : '\n'

export function editorIn(host: HTMLElement, label: string, changed: () => void): Editor {
  const root = host.attachShadow({ mode: 'open' })
  const language = new Compartment()
  let isOpening = false
  let spoken: string | undefined

  const extensions = (text: string): Extension => [
    EditorState.lineSeparator.of(lineEndOf(text)),
    lineNumbers(),
    highlightSpecialChars(),
    history(),
    drawSelection({ cursorBlinkRate: 0 }),
    decorations,
    lineClasses,
    language.of([]),
    highlighting,
    looks,
    // Tab leads on: who cannot use a pointer must get out of the text.
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', spellcheck: 'false', autocapitalize: 'off' }),
    EditorView.updateListener.of(update => {
      if (update.docChanged && !isOpening) changed()
    }),
  ]
  const stateOf = (text: string) => EditorState.create({ doc: text, extensions: extensions(text) })
  const view = new EditorView({ state: stateOf(''), parent: root, root })

  return {
    open(text) {
      isOpening = true
      view.setState(stateOf(text))
      isOpening = false
      spoken = undefined
    },
    change(text) {
      const now = view.state.sliceDoc()
      let start = 0
      while (start < now.length && now[start] === text[start]) start++
      let same = 0
      while (same < Math.min(now.length, text.length) - start && now.at(-1 - same) === text.at(-1 - same)) same++
      if (
        view.state.lineBreak !== '\n' ||
        /[\r\uD800-\uDFFF]/.test(now.slice(start, start + 1) + text.slice(start, start + 1))
      ) {
        // Offsets of CodeMirror count a line end as one.
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: view.state.toText(text) } })
        return
      }
      view.dispatch({ changes: { from: start, to: now.length - same, insert: text.slice(start, text.length - same) } })
    },
    text: () => view.state.sliceDoc(),
    speak(name) {
      if (name === spoken) return
      spoken = name
      void languageFor(name).then(extension => {
        if (name === spoken) view.dispatch({ effects: language.reconfigure(extension) })
      })
    },
    mark(marks) {
      view.dispatch({ effects: setMarks.of(marks) })
    },
    goTo({ line, column }) {
      const anchor = placeIn(view.state.doc, line, column)
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      view.focus()
    },
  }
}
