/** What comes from outside of the page: files that are dropped or pasted anywhere, and text that is pasted beside the editor. */
import { filesDropped, filesPicked, type Read } from './dropped.ts'

interface Takers {
  readonly files: (read: Promise<Read>) => void
  readonly text: (text: string) => void
}

export function takeFromOutside({ files, text }: Takers): void {
  const isOfFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false
  const listen = <K extends keyof WindowEventMap>(type: K, listener: (event: WindowEventMap[K]) => void) =>
    // Before the editor, which would insert what is in a file.
    addEventListener(type, listener, true)
  const settled = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  const turn = (isOver: boolean) => document.body.classList.toggle('dropping', isOver)

  listen('dragover', event => {
    if (!isOfFiles(event)) return
    event.preventDefault()
    turn(true)
  })
  listen('dragleave', ({ relatedTarget }) => {
    if (!relatedTarget) turn(false)
  })
  listen('drop', event => {
    turn(false)
    if (!isOfFiles(event) || !event.dataTransfer) return
    settled(event)
    files(filesDropped(event.dataTransfer))
  })
  listen('paste', event => {
    const { clipboardData } = event
    if (clipboardData?.files.length) {
      settled(event)
      files(filesPicked(clipboardData.files))
      return
    }
    const pasted = clipboardData?.getData('text/plain') ?? ''
    if (pasted === '' || isEditing(event)) return
    settled(event)
    text(pasted)
  })
}

/** Whether something is pasted where a text is edited. */
const isEditing = (event: Event): boolean =>
  event.composedPath().some(each => each instanceof HTMLElement && (each.isContentEditable || each.tagName === 'INPUT'))
