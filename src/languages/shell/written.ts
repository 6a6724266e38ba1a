/** Texts that a script writes to files or feeds to programs: heredocs, here-strings, what echo and printf print. */
import type { Encoding } from '../../reading/encoded.ts'
import { baseName } from '../../reading/path-words.ts'
import { innerSource, joinSources, type Piece, type Source, UNKNOWN } from '../../text/source.ts'
import { definitionsOf } from './definitions.ts'
import type { Inner } from './inner.ts'
import { parseScript } from './parse.ts'
import type { Redirect, Word } from './tree.ts'
import { unwrap } from './unwrap.ts'
import { type Expansions, joinedSource, piecesOf, textOf } from './word.ts'

/** Where a text goes. */
export type Destination =
  | { readonly kind: 'file'; readonly name: string; readonly append: boolean; readonly encodings?: readonly Encoding[] }
  | { readonly kind: 'shell'; readonly wrappers: readonly string[]; readonly encodings?: readonly Encoding[] }

/** Programs that hand on what they are fed, nearly as it is. */
const HANDS_ON = /^(cat|envsubst|tee|sed|gsed|sponge|pv|sort|uniq|unexpand|expand|dos2unix|mustache|gomplate|tr)$/

/**
 * Where the text goes that a call is fed: to the file that its output is written to, to a shell, to kubectl. `next` is where
 * its own output goes when nothing redirects it; `nameOf` gives the text of a word, with variables resolved. Without a call, where the redirects send the output of a group.
 */
export function destinationOf(
  inner: Inner | undefined,
  redirects: readonly Redirect[],
  nameOf: (word: Word) => string,
  next?: Destination,
): Destination | undefined {
  const redirected = redirectedTo(redirects, nameOf)
  if (!inner) return redirected
  if (inner.fed) return { kind: 'shell', wrappers: inner.fed }
  const [script] = inner.scripts
  if (script && inner.calls.length === 0) return insideScript(script)
  const call = inner.calls.at(-1)
  if (!call) return undefined
  const name = baseName(textOf(call.words[0]!))
  const args = call.words.slice(1).map(nameOf)
  if (name === 'tee' || name === 'sponge') {
    const target = args.find(arg => !arg.startsWith('-') && arg !== '/dev/null')
    if (target !== undefined)
      return fileNamed(
        target,
        args.some(arg => /^-[a-z]*a|^--append$/.test(arg)),
      )
  }
  if (name === 'dd') {
    const target = args.find(arg => arg.startsWith('of='))
    return target === undefined ? undefined : fileNamed(target.slice(3), false)
  }
  if ((name === 'install' || name === 'cp') && args.includes('/dev/stdin')) return fileNamed(args.at(-1)!, false)
  if (/^(kubectl|oc|k|kubeadm|helm|istioctl|kustomize)$/.test(name)) {
    const fed = args.some(
      (arg, index) =>
        /^(--filename|--config|--values)=(-|\/dev\/stdin)$|^-f-$/.test(arg) ||
        (/^(-f|--filename|--config|--values)$/.test(arg) && /^(-|\/dev\/stdin)$/.test(args[index + 1] ?? '')),
    )
    if (!fed || args.includes('delete')) return undefined
    return fileNamed(name === 'helm' ? 'values.yaml' : 'stdin.yaml', false)
  }
  if (
    /^(docker|podman|nerdctl|buildah)$/.test(name) &&
    /^(build|bud|buildx)$/.test(args[0] ?? '') &&
    args.includes('-')
  )
    return fileNamed('Dockerfile', false)
  if (name === 'crontab' && !args.some(arg => /^-[a-z]*[ler]/.test(arg))) return fileNamed('crontab', false)
  // What is fed is run later.
  if ((name === 'at' || name === 'batch') && !args.includes('-f')) return { kind: 'shell', wrappers: [name] }
  const target = redirected ?? next
  if (HANDS_ON.test(name)) return target
  const encoding = decodedBy(name, args)
  return encoding && target && { ...target, encodings: [encoding, ...(target.encodings ?? [])] }
}

/** What a program takes off the text that it is fed. */
function decodedBy(name: string, args: readonly string[]): Encoding | undefined {
  const decodes = args.some(arg => /^-[a-zA-Z]*[dD]|^--(?:decode|decompress|uncompress)$/.test(arg))
  if (/^g?base64$/.test(name)) return decodes ? 'base64' : undefined
  if (name === 'openssl')
    return decodes && (args[0] === 'base64' || args.some(arg => /^-(?:base64|a)$/.test(arg))) ? 'base64' : undefined
  return /^(?:gunzip|zcat|gzcat)$/.test(name) || (name === 'gzip' && decodes) ? 'gzip' : undefined
}

/** Where a script in a string puts what it is fed: `sudo sh -c 'cat > /etc/docker/daemon.json'`. */
function insideScript({ source, wrappers }: Inner['scripts'][number]): Destination | undefined {
  if (source.text.length > 1_000) return undefined
  const { nodes } = parseScript(source)
  const [node] = nodes
  if (nodes.length !== 1 || node?.kind !== 'call') return undefined
  const inside = destinationOf(unwrap(node.words, definitionsOf([])), node.redirects, textOf)
  return inside?.kind === 'shell' ? { kind: 'shell', wrappers: [...wrappers, ...inside.wrappers] } : inside
}

function redirectedTo(redirects: readonly Redirect[], nameOf: (word: Word) => string): Destination | undefined {
  for (const { operator, target, descriptor } of redirects) {
    if (!/^(&?>>?|>\|)$/.test(operator) || (descriptor ?? 1) !== 1 || !target) continue
    const name = nameOf(target)
    if (name.startsWith('/dev/') || name.startsWith('>(')) continue
    return fileNamed(name, operator.endsWith('>>'))
  }
  return undefined
}

const fileNamed = (name: string, append: boolean): Destination => ({ kind: 'file', name, append })

/**
 * What a call of echo or printf prints, as a source that is made when it is asked for; undefined for any other call, and when
 * nothing of the text is known.
 */
export function printedBy(inner: Inner): ((expansions: Expansions) => Source) | undefined {
  const call = inner.calls.at(-1)
  if (!call || inner.scripts.length) return undefined
  const name = textOf(call.words[0]!)
  if (name !== 'echo' && name !== 'printf') return undefined
  let words = call.words.slice(1)
  let escapes = name === 'printf'
  while (words[0] && /^-[neE]+$/.test(textOf(words[0]))) {
    if (textOf(words[0]).includes('e')) escapes = true
    words = words.slice(1)
  }
  if (words[0] && name === 'printf' && textOf(words[0]) === '--') words = words.slice(1)
  const [format, ...values] = words
  if (!format || words.every(word => word.parts.every(part => part.kind !== 'text'))) return undefined
  return expansions => {
    if (name === 'echo') {
      const text = joinedSource(words, expansions)
      // The echo of sh knows \n without -e (dash, as in Makefiles and Dockerfiles), and nobody means a backslash by it.
      return withEscapes(text, escapes || text.text.includes('\\n'))
    }
    // `printf '%s\n' a b` prints its values, one a line; any other format stands for the whole.
    if (values.length && /^(%s|%b)(\\n)?$/.test(textOf(format)))
      return joinSources(
        format.source.file,
        values.flatMap(word => [innerSource(word.source, piecesOf(word, expansions)), '\n']),
      )
    const text = withEscapes(joinedSource([format], expansions), true)
    return { ...text, text: text.text.replace(/%[-\d.]{0,9}[sdbqu]/g, found => UNKNOWN.repeat(found.length)) }
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' }

/** The source with `\n` and the like decoded. */
function withEscapes(source: Source, escapes: boolean): Source {
  if (!escapes || !source.text.includes('\\')) return source
  const pieces: Piece[] = []
  const { text } = source
  let from = 0
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
    const value = ESCAPES[text[at + 1] ?? '']
    if (value === undefined) {
      at += 2
      continue
    }
    pieces.push({ text: text.slice(from, at), start: from, end: at }, { text: value, start: at, end: at + 2 })
    from = at + 2
    at = from
  }
  pieces.push({ text: text.slice(from), start: from, end: text.length })
  return innerSource(source, pieces)
}
