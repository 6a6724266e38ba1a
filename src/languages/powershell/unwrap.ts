/** What runs in the end when a call is handed to another: `Start-Process`, `Invoke-Expression`, `cmd /c`, `sudo`. */
import { baseName } from '../../reading/path-words.ts'
import type { Source } from '../../text/source.ts'
import { given, type Parameters } from './cmdlets.ts'
import type { Word } from './tree.ts'
import { listed, textOf } from './word.ts'

/** What a wrapper runs. */
export interface Inner {
  /** A program with its arguments; empty when there is none. */
  readonly words: readonly Word[]
  /** Strings that are scripts. */
  readonly scripts: readonly Word[]
}

/** What the call of a wrapper runs; undefined when the call is none, and runs itself. */
export function unwrap(
  cmdlet: string,
  words: readonly Word[],
  parameters: Parameters,
  source: Source,
): Inner | undefined {
  const operands = parameters.get('') ?? []
  const program = baseName(cmdlet)
  if (cmdlet === 'start-process') {
    const path = given(parameters, 'filepath')
    const [first] = [...path, ...operands]
    const rest = [...given(parameters, 'argumentlist', 'args'), ...(path.length ? operands : operands.slice(1))]
    const started = first ? [first, ...listed(rest)] : []
    return { words: scriptFile(started, source) ?? started, scripts: [] }
  }
  if (cmdlet === 'new-scheduledtaskaction') {
    const [path] = given(parameters, 'execute')
    return path && { words: [path, ...listed(given(parameters, 'argument'))], scripts: [] }
  }
  if (program === 'schtasks' || program === 'schtasks.exe') {
    const task = words.findIndex(word => /^\/tr$/i.test(textOf(source, word)))
    return task > 0 ? { words: [], scripts: from(words, task + 1).slice(0, 1) } : undefined
  }
  if (cmdlet === 'invoke-expression') return { words: [], scripts: [...given(parameters, 'command'), ...operands] }
  if (/^(powershell|pwsh)(\.exe)?$/.test(program)) {
    const scripts = given(parameters, 'command')
    if (scripts.length) return { words: [], scripts }
    const file = scriptFile(words, source)
    if (file) return { words: file, scripts: [] }
    const [first] = operands
    // A text without an option is a command to Windows PowerShell.
    return first?.quoted ? { words: [], scripts: [first] } : undefined
  }
  if (/^cmd(\.exe)?$/.test(program)) {
    const option = words.findIndex(word => /^\/[ck]$/i.test(textOf(source, word)))
    const rest = from(words, option + 1)
    if (rest.length === 0) return undefined
    return rest.length === 1 ? { words: [], scripts: rest } : { words: rest, scripts: [] }
  }
  if (/^(wsl|sudo)(\.exe)?$/.test(cmdlet)) {
    const operand = words.findIndex((word, index) => index > 0 && !textOf(source, word).startsWith('-'))
    const rest = from(words, operand)
    return rest.length ? { words: rest, scripts: [] } : undefined
  }
  return undefined
}

/** The script that PowerShell is started with, and its arguments: `powershell.exe -File ./start-kubelet.ps1 -Ip …`. */
function scriptFile(words: readonly Word[], source: Source): readonly Word[] | undefined {
  const [program] = words
  if (!program || !/^(powershell|pwsh)(\.exe)?$/i.test(baseName(textOf(source, program)))) return undefined
  const file = words.findIndex(word => /\.ps1$/i.test(textOf(source, word)))
  return file > 0 ? words.slice(file) : undefined
}

/** The words from an index on; none from the first, which is the wrapper itself. */
const from = (words: readonly Word[], index: number): readonly Word[] => (index > 0 ? words.slice(index) : [])

/** The script in a string that a call hands to a Unix shell: `wsl`'s `bash -c "…"`, `ssh node "…"`. */
export function scriptForShell(cmdlet: string, words: readonly Word[], source: Source): Word | undefined {
  if (!/^(ba|da|z)?sh(\.exe)?$|^ssh(\.exe)?$/.test(baseName(cmdlet))) return undefined
  return words.slice(1).find(word => word.quoted && /\s/.test(textOf(source, word)))
}
