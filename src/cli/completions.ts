/** Completions of the command line for the shells, made from the options. */
import type { Rule } from '../rule.ts'
import { OPTIONS, type Shell } from './options.ts'

/** A word that may follow an option. */
interface Word {
  readonly word: string
  readonly help?: string
}

interface Described {
  readonly name: string
  readonly short: string | undefined
  readonly takesValue: boolean
  readonly multiple: boolean
  readonly value: string
  /** Words that may follow, with what they mean where that is known; undefined where a file, or anything, may. */
  readonly words: readonly Word[] | undefined
  readonly file: boolean
  readonly help: string
}

function describe(rules: readonly Pick<Rule, 'id' | 'summary'>[]): readonly Described[] {
  return Object.entries(OPTIONS).map(([name, option]) => {
    const choices: readonly string[] | string | undefined = 'choices' in option ? option.choices : undefined
    return {
      name,
      short: 'short' in option ? option.short : undefined,
      takesValue: option.type === 'string' && !('optional' in option),
      multiple: 'multiple' in option && option.multiple,
      value: 'value' in option ? option.value : '',
      words:
        typeof choices === 'object'
          ? choices.map(word => ({ word }))
          : choices === 'rule'
            ? rules.map(({ id, summary }) => ({ word: id, help: summary }))
            : undefined,
      file: choices === 'file',
      help: option.help.replace(/\.$/, ''),
    }
  })
}

/** What a shell has to evaluate to complete the command line. */
export function completions(shell: Shell, rules: readonly Pick<Rule, 'id' | 'summary'>[]): string {
  return { bash, zsh, fish, powershell }[shell](describe(rules))
}

/** The way an option is typed: `--level`, and `-f` for some. */
const typed = ({ name, short }: Described): readonly string[] => [`--${name}`, ...(short ? [`-${short}`] : [])]

/** Without an answer of ours, bash completes files. Works in bash 3.2, which macOS has. */
function bash(options: readonly Described[]): string {
  const cases = options.flatMap(option => {
    if (!option.takesValue) return []
    const answer = option.words
      ? ` COMPREPLY=($(compgen -W "${option.words.map(({ word }) => word).join(' ')}" -- "$word"));`
      : ''
    return [`    ${typed(option).join('|')})${answer} return ;;`]
  })
  return `# Completion of dockershim-lint for bash: source <(dockershim-lint --completions bash)
_dockershim_lint() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  # bash takes "--level=error" for three words.
  if [[ $word == = ]]; then word=
  elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case $before in
${cases.join('\n')}
  esac
  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "${options.flatMap(typed).join(' ')}" -- "$word")); fi
}
complete -o default -F _dockershim_lint dockershim-lint
`
}

/** Quoted for zsh inside of single quotes, where brackets and colons part a specification. */
const zshText = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&').replaceAll("'", "'\\''")

/** The words with what they mean: `((word\:"what it means" …))`. */
const zshWords = (words: readonly Word[]): string =>
  words.some(({ help }) => help)
    ? `((${words.map(({ word, help = '' }) => `${word}\\:"${zshText(help.replaceAll('"', "'"))}"`).join(' ')}))`
    : `(${words.map(({ word }) => word).join(' ')})`

function zsh(options: readonly Described[]): string {
  const specs = options.flatMap(option => {
    const { name, short, takesValue, multiple, value, words, help } = option
    const answer = !takesValue ? '' : `:${zshText(value)}:${words ? zshWords(words) : option.file ? '_files' : ' '}`
    const line = (dashed: string, equals: string) =>
      `    '${multiple ? '*' : ''}${dashed}${equals}[${zshText(help)}]${answer}'`
    return [line(`--${name}`, takesValue ? '=' : ''), ...(short ? [line(`-${short}`, takesValue ? '+' : '')] : [])]
  })
  return `#compdef dockershim-lint
# Completion of dockershim-lint for zsh: source <(dockershim-lint --completions zsh), or a file _dockershim-lint in $fpath.
_dockershim_lint() {
  _arguments -s -S \\
${specs.join(' \\\n')} \\
    '*:path:_files'
}
if [[ $funcstack[1] == _dockershim_lint ]]; then _dockershim_lint "$@"
else compdef _dockershim_lint dockershim-lint
fi
`
}

const fishText = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`

/** fish takes what stands behind a tab for what the word means. */
const fishWord = ({ word, help }: Word): string => (help ? `${word}\\t${fishText(help)}` : word)

function fish(options: readonly Described[]): string {
  const lines = options.map(({ name, short, takesValue, words, file, help }) => {
    const parts = ['complete -c dockershim-lint', `-l ${name}`]
    if (short) parts.push(`-s ${short}`)
    if (words) parts.push(`-x -a ${fishText(words.map(fishWord).join(' '))}`)
    else if (takesValue) parts.push(file ? '-r -F' : '-x')
    return `${parts.join(' ')} -d ${fishText(help)}\n`
  })
  return `# Completion of dockershim-lint for fish: dockershim-lint --completions fish | source\n${lines.join('')}`
}

const shellText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** For PowerShell 5.1 and newer: what the word begins with is completed, everything else is a file. */
function powershell(options: readonly Described[]): string {
  const table = (words: readonly Word[]): string =>
    words.map(({ word, help }) => shellText(`${word}|${help ?? word}`)).join(', ')
  const dashed = table(options.flatMap(option => typed(option).map(word => ({ word, help: option.help }))))
  const cases = options.flatMap(option =>
    option.words ? typed(option).map(word => `    ${shellText(word)} { @(${table(option.words!)}) }`) : [],
  )
  return `# Completion of dockershim-lint for PowerShell: dockershim-lint --completions powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName dockershim-lint -ScriptBlock {
  param($word, $ast, $cursor)
  $before = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { "$_" })[-1]
  $words = switch -CaseSensitive ($before) {
${cases.join('\n')}
    default { if ($word -like '-*') { @(${dashed}) } }
  }
  $words | Where-Object { $_ -like "$word*" } | ForEach-Object {
    $name, $help = $_ -split '\\|', 2
    [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $help)
  }
}
`
}
