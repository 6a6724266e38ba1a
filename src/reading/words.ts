/** Argument lists, such as `["sh", "-c", "docker ps"]`, as lines of shell, so that one language reads both. */
import { joinSources, type Source, type SourceFile, sliceSource } from '../text/source.ts'

/**
 * An argument list as one line of shell. Every word is quoted, so that a shell passes it on as it is; the text of each
 * word keeps its place in the file.
 */
export function shellLine(file: SourceFile, words: readonly Source[]): Source {
  const parts: (Source | string)[] = []
  for (const [index, word] of words.entries()) {
    parts.push(index === 0 ? "'" : " '")
    let from = 0
    for (let quote = word.text.indexOf("'"); quote >= 0; quote = word.text.indexOf("'", from)) {
      parts.push(sliceSource(word, from, quote), "'\\''")
      from = quote + 1
    }
    parts.push(sliceSource(word, from, word.text.length), "'")
  }
  return joinSources(file, parts)
}

/**
 * The parts of a text, each on lines of its own: the commands of a list as one script, as `runcmd`, `inline` and `script`
 * lists are run, or what is appended to one file bit by bit.
 */
export const shellLines = (file: SourceFile, commands: readonly Source[]): Source =>
  joinSources(
    file,
    commands.flatMap(command => (command.text.endsWith('\n') ? [command] : [command, '\n'])),
  )
