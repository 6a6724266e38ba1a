/** Breaks a text at blanks into lines of a number of columns. A word that is longer than a line stays whole. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line: string | undefined
  for (const word of text.split(' ')) {
    if (line !== undefined && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = word
    } else line = line === undefined ? word : `${line} ${word}`
  }
  return [...lines, line ?? '']
}
