/** Completions of the command line for the shells, made from the options. */
import { OPTIONS, type Shell } from './arguments.ts'

interface Described {
  readonly name: string
  readonly short: string | undefined
  readonly takesValue: boolean
  readonly multiple: boolean
  readonly value: string
  /** Words that may follow; undefined where a file, or anything, may. */
  readonly words: readonly string[] | undefined
  readonly file: boolean
  readonly help: string
}

function describe(ruleIds: readonly string[]): readonly Described[] {
  return Object.entries(OPTIONS).map(([name, option]) => {
    const choices: readonly string[] | string | undefined = 'choices' in option ? option.choices : undefined
    return {
      name,
      short: 'short' in option ? option.short : undefined,
      takesValue: option.type === 'string',
      multiple: 'multiple' in option && option.multiple,
      value: 'value' in option ? option.value : '',
      words: typeof choices === 'object' ? choices : choices === 'rule' ? ruleIds : undefined,
      file: choices === 'file',
      // The first sentence; all of it would not fit.
      help: option.help.replace(/[.:] .*|\.$/, ''),
    }
  })
}

/** What a shell has to evaluate to complete the command line. */
export function completions(shell: Shell, ruleIds: readonly string[]): string {
  const options = describe(ruleIds)
  return { bash, zsh, fish }[shell](options)
}

/** The way an option is typed: `--level`, and `-f` for some. */
const typed = ({ name, short }: Described): readonly string[] => [`--${name}`, ...(short ? [`-${short}`] : [])]

/** Without an answer of ours, bash completes files. Works in bash 3.2, which macOS has. */
function bash(options: readonly Described[]): string {
  const cases = options.flatMap(option => {
    if (!option.takesValue) return []
    const answer = option.words ? ` COMPREPLY=($(compgen -W "${option.words.join(' ')}" -- "$word"));` : ''
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

function zsh(options: readonly Described[]): string {
  const specs = options.flatMap(option => {
    const { name, short, takesValue, multiple, value, words, help } = option
    const answer = !takesValue
      ? ''
      : `:${zshText(value)}:${words ? `(${words.join(' ')})` : option.file ? '_files' : ' '}`
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

function fish(options: readonly Described[]): string {
  const lines = options.map(({ name, short, takesValue, words, file, help }) => {
    const parts = ['complete -c dockershim-lint', `-l ${name}`]
    if (short) parts.push(`-s ${short}`)
    if (words) parts.push(`-x -a ${fishText(words.join(' '))}`)
    else if (takesValue) parts.push(file ? '-r -F' : '-x')
    return `${parts.join(' ')} -d ${fishText(help)}\n`
  })
  return `# Completion of dockershim-lint for fish: dockershim-lint --completions fish | source\n${lines.join('')}`
}
