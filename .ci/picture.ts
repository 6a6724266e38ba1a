/** A picture of what a terminal shows, as SVG: text with its colours, made from the escape codes of a real run. */

const COLORS: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#7ee787',
  '33': '#e3b341',
  '34': '#79c0ff',
  '36': '#76d9e6',
  '90': '#8b949e',
}
const WIDTH = 8.43
const HEIGHT = 19

interface Style {
  color: string
  bold: boolean
  dim: boolean
  underline: boolean
}

/** The picture of a terminal that shows a command and its output. */
export function picture(command: string, output: string): string {
  const lines = [`\u001b[32m$\u001b[39m ${command}`, ...output.trimEnd().split('\n')]
  const columns = Math.max(...lines.map(line => bare(line).length))
  const width = Math.ceil(columns * WIDTH + 40)
  const height = lines.length * HEIGHT + 64
  const style: Style = { color: '', bold: false, dim: false, underline: false }
  const rows = lines.map((line, index) => `<text x="20" y="${58 + index * HEIGHT}">${runs(line, style)}</text>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Output of ${escaped(command)}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<circle cx="22" cy="20" r="6" fill="#ff5f56"/><circle cx="42" cy="20" r="6" fill="#ffbd2e"/><circle cx="62" cy="20" r="6" fill="#27c93f"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="#e6edf3" xml:space="preserve">
${rows.join('\n')}
</g>
</svg>
`
}

const ESCAPE = /\u001b\[([\d;]*)m/

const bare = (line: string): string => line.replaceAll(new RegExp(ESCAPE, 'g'), '')

/** The runs of a line, each with its style and its own place, so that no font's width can shift what follows. */
function runs(line: string, style: Style): string {
  const parts = line.split(ESCAPE)
  let column = 0
  let made = ''
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 1) apply(style, part)
    else if (part !== '') {
      // Blanks at the start of a run are left out of the text and go into its place: viewers collapse them.
      const blanks = part.length - part.trimStart().length
      const text = escaped(part.trim()).replaceAll(' ', '\u00a0')
      if (text !== '')
        made += `<tspan x="${(20 + (column + blanks) * WIDTH).toFixed(1)}"${attributes(style)}>${text}</tspan>`
      column += part.length
    }
  }
  return made
}

function apply(style: Style, codes: string): void {
  for (const code of codes.split(';')) {
    if (code === '1') style.bold = true
    else if (code === '2') style.dim = true
    else if (code === '4') style.underline = true
    else if (code === '22') style.bold = style.dim = false
    else if (code === '24') style.underline = false
    else if (code === '39') style.color = ''
    else if (code === '0' || code === '') Object.assign(style, { color: '', bold: false, dim: false, underline: false })
    else style.color = COLORS[code] ?? style.color
  }
}

const attributes = ({ color, bold, dim, underline }: Style): string =>
  [
    color && ` fill="${color}"`,
    bold && ' font-weight="bold"',
    dim && ' fill-opacity="0.6"',
    underline && ' text-decoration="underline"',
  ]
    .filter(Boolean)
    .join('')

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
