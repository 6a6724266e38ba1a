/** Completions, held to the shells that read them. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OPTIONS } from '../../src/cli/options.ts'
import { folderWith, run } from '../program.ts'

const has = (program: string): boolean => !spawnSync(program, ['--version']).error

describe('completions', () => {
  const folder = folderWith({ 'some file.yaml': 'a: 1\n' })
  const script = (shell: string) => run(folder, ['--completions', shell]).out

  /** What bash offers for the last of some words. bash parts words at "=". */
  const offered = (...words: readonly string[]): readonly string[] => {
    const quoted = words.map(word => `'${word}'`).join(' ')
    const { stdout, stderr } = spawnSync(
      'bash',
      [
        '-c',
        `${script('bash')}\nCOMP_WORDS=(dockershim-lint ${quoted}) COMP_CWORD=${words.length}\n_dockershim_lint\nprintf '%s\\n' "\${COMPREPLY[@]}"\ncomplete -p dockershim-lint >&2`,
      ],
      { cwd: folder, encoding: 'utf8' },
    )
    expect(stderr).toContain('complete -o default -F _dockershim_lint dockershim-lint')
    return stdout.split('\n').filter(Boolean)
  }

  test.skipIf(!has('bash'))('bash offers options, their values, and files for the rest', () => {
    expect(offered('--f')).toEqual(['--format', '--fail-on', '--fix', '--force', '--facts'])
    expect(offered('--level', '')).toEqual(['error', 'warning', 'note'])
    expect(offered('--level', 'w')).toEqual(['warning'])
    expect(offered('--level', '=', 'w')).toEqual(['warning'])
    expect(offered('--level', '=')).toEqual(['error', 'warning', 'note'])
    expect(offered('-f', 'js')).toEqual(['json', 'jsonl'])
    expect(offered('--explain', 'docker-so')).toEqual(['docker-socket-mount', 'docker-socket-reference'])
    expect(offered('--runtime', 'cri')).toEqual(['cri-o', 'cri-dockerd'])
    expect(offered('--config', '')).toEqual([])
    expect(offered('some')).toEqual([])
  })

  test.skipIf(!has('bash'))('bash finds nothing wrong with its script', () => {
    expect(spawnSync('bash', ['-n'], { input: script('bash'), encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    })
  })

  test.skipIf(!has('zsh'))('zsh finds nothing wrong with its script', () => {
    expect(spawnSync('zsh', ['-n'], { input: script('zsh'), encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    })
  })

  /** What zsh offers for a line: a shell on a terminal of its own completes it, and writes down what it adds to the list. */
  const zshOffers = (line: string): readonly string[] => {
    writeFileSync(join(folder, '_dockershim-lint'), script('zsh'))
    writeFileSync(join(folder, 'offered'), '')
    writeFileSync(
      join(folder, '.zshrc'),
      [
        'autoload -U compinit; compinit -D -u; source ./_dockershim-lint',
        "bindkey '^I' complete-word",
        'compadd() {',
        `  if [[ " $* " == *' -'[OAD]' '* ]]; then builtin compadd "$@"; return; fi`,
        '  local -a hits; builtin compadd -O hits "$@"; print -rl -- $hits >> offered; builtin compadd "$@"',
        '}',
        'ended() { exit }',
        'comppostfuncs=(ended)',
      ].join('\n'),
    )
    writeFileSync(
      join(folder, 'typed.zsh'),
      `zmodload zsh/zpty; zpty shell zsh -f -i; zpty -w shell 'source ./.zshrc'; zpty -n -w shell "$1"$'\\t'\nwhile zpty -r shell line; do :; done\n`,
    )
    spawnSync('zsh', ['-f', 'typed.zsh', line], { cwd: folder, encoding: 'utf8', timeout: 30_000 })
    return [...new Set(readFileSync(join(folder, 'offered'), 'utf8').split('\n').filter(Boolean))].sort()
  }

  test.skipIf(!has('zsh'))('zsh offers options, their values, and files for the rest', () => {
    expect(zshOffers('dockershim-lint --fo')).toEqual(['--force', '--format'])
    expect(zshOffers('dockershim-lint --level ')).toEqual(['error', 'note', 'warning'])
    expect(zshOffers('dockershim-lint --level=w')).toEqual(['warning'])
    expect(zshOffers('dockershim-lint -f js')).toEqual(['json', 'jsonl'])
    expect(zshOffers('dockershim-lint --explain docker-so')).toEqual(['docker-socket-mount', 'docker-socket-reference'])
    expect(zshOffers('dockershim-lint so')).toEqual(['some\\ file.yaml'])
  })

  test.skipIf(!has('fish'))(
    'fish offers options, their values, and files for the rest, each with what it means',
    () => {
      const complete = (line: string): readonly string[] =>
        spawnSync('fish', ['-c', `${script('fish')}\ncomplete -C '${line}'`], { cwd: folder, encoding: 'utf8' })
          .stdout.split('\n')
          .filter(Boolean)
      const words = (line: string): readonly string[] => complete(line).map(each => each.split('\t')[0]!)
      expect(words('dockershim-lint --fo')).toEqual(['--force', '--format'])
      expect(words('dockershim-lint --level ')).toEqual(['error', 'note', 'warning'])
      expect(words('dockershim-lint --level=w')).toEqual(['--level=warning'])
      expect(words('dockershim-lint -f js')).toEqual(['json', 'jsonl'])
      expect(complete('dockershim-lint --explain docker-socket-m')).toEqual([
        "docker-socket-mount\tA pod mounts the node's Docker socket",
      ])
      expect(words('dockershim-lint so').join()).toMatch(/some/)
    },
  )

  test('every option is in every script', () => {
    for (const [shell, mark] of [
      ['bash', '--'],
      ['zsh', '--'],
      ['fish', '-l '],
      ['powershell', '--'],
    ] as const) {
      const text = script(shell)
      for (const name of Object.keys(OPTIONS)) expect(text, shell).toContain(`${mark}${name}`)
    }
  })

  test('what is in quotes for PowerShell is closed, and every word is beside what it means', () => {
    const text = script('powershell')
    const words = [...text.matchAll(/'((?:[^'\n]|'')*)'/g)].map(([, word]) => word!)
    expect(text.replace(/'(?:[^'\n]|'')*'/g, '')).not.toContain("'")
    expect(words).toContain(
      'docker-cli|Code calls the docker command, or an Ansible module or Jenkins step that does the same',
    )
    for (const [open, close] of ['{}', '()', '[]'])
      expect(text.replace(/'(?:[^'\n]|'')*'/g, '').split(open!).length, open).toBe(
        text.replace(/'(?:[^'\n]|'')*'/g, '').split(close!).length,
      )
  })

  test.skipIf(!has('pwsh'))('PowerShell offers options and their values', () => {
    const { stdout } = spawnSync(
      'pwsh',
      [
        '-NoProfile',
        '-Command',
        `${script('powershell')}; (TabExpansion2 'dockershim-lint --level w' 27).CompletionMatches.CompletionText`,
      ],
      { encoding: 'utf8' },
    )
    expect(stdout.trim()).toBe('warning')
  })

  for (const shell of ['bash', 'zsh', 'fish', 'pwsh'])
    if (!has(shell)) console.warn(`NOT RUN: ${shell} is not installed, so its completions are not held to it.`)
})
