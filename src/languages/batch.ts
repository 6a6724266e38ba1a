/** Batch files of Windows (`.bat`, `.cmd`). Syntax: https://learn.microsoft.com/windows-server/administration/windows-commands/windows-commands */

import type { Language } from '../reading/language.ts'
import { forward } from '../text/progress.ts'
import { innerSource, type Piece, type Source, spanOf, UNKNOWN, withText } from '../text/source.ts'
import { readLine } from './batch/line.ts'

export const batch: Language = {
  id: 'batch',
  read(source, reader) {
    for (const line of linesOf(source))
      if (line.text.length > LONGEST_LINE)
        reader.unread(spanOf(line, 0, 1), `a line is longer than ${LONGEST_LINE} characters`, true)
      else readLine(masked(line), reader)
  },
}

/** `cmd` takes no longer one: https://learn.microsoft.com/troubleshoot/windows-client/shell-experience/command-line-string-limitation */
const LONGEST_LINE = 8191

/** `rem`, `::` and labels, also in a block. */
const COMMENT = /^[ \t@()]{0,200}(?:rem(?![\w.-])|:)/i

/** The lines as `cmd` sees them, without comments: a caret at the end of a line joins the next one to it. */
function* linesOf(source: Source): Generator<Source> {
  const { text } = source
  for (let at = 0, moves = forward(); at < text.length && moves(at); ) {
    const pieces: Piece[] = []
    let end = lineEnd(text, at)
    const isComment = COMMENT.test(text.slice(at, Math.min(end, at + 300)))
    const joins = forward()
    while (!isComment && end > at && end < text.length && text[end - 1] === '^' && joins(end)) {
      pieces.push({ text: text.slice(at, end - 1), start: at, end: end - 1 }, { text: ' ', start: end - 1, end })
      at = end + 1
      end = lineEnd(text, at)
    }
    pieces.push({ text: text.slice(at, end), start: at, end })
    at = end + 1
    if (!isComment) yield innerSource(source, pieces)
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** `%%i`, `%%~nxi`, `%~dp0`, `%1`, `%*`, `%NAME%`, `%NAME:a=b%` and `!NAME!`. */
const VARIABLE =
  /%%(?:~[a-z]{0,8})?[a-z]|%~[a-z]{0,8}\d|%[*\d]|%\w[\w().-]{0,60}(?::[^%\n]{0,100})?%|!\w{1,60}(?::[^!\n]{0,100})?!/gi

const masked = (line: Source): Source =>
  withText(
    line,
    line.text.replace(VARIABLE, variable => UNKNOWN.repeat(variable.length)),
  )
