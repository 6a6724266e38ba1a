import { describe, expect, test } from 'vitest'
import { batch } from '../../src/languages/batch.ts'
import { locate, UNKNOWN } from '../../src/text/source.ts'
import { readWith } from '../read-with.ts'

/** The commands that are given on, with blanks as one. */
const textsOf = (text: string): readonly string[] =>
  readWith(batch, text).embedded.map(({ what, source }) => {
    for (const { index, 0: word } of source.text.matchAll(/\w+/g))
      expect(locate(source, index, index + word.length).exact).toBe(true)
    const shown = source.text
      .replaceAll(UNKNOWN, '?')
      .replace(/[ \t]+/g, ' ')
      .trim()
    return `${'language' in what ? what.language : what.file}: ${shown}`
  })

describe('commands', () => {
  test.each([
    ['docker ps', 'shell: docker ps'],
    ['@docker ps 2>&1', 'shell: docker ps 2>&1'],
    ['docker run ^\n  -d ^\n  web', 'shell: docker run -d web'],
    ['docker run -v "%cd%":C:\\src web', 'shell: docker run -v "????":C:/src web'],
    ['C:\\k\\kubelet.exe --v=2', 'shell: C:/k/kubelet.exe --v=2'],
    ['docker ps && echo docker info', 'shell: docker ps &&:'],
    ['docker ps & rem docker info & docker info', 'shell: docker ps &'],
    ['docker ps --filter a^&b', 'shell: docker ps --filter a\\&b'],
    ['docker inspect -f "{{json \\"a\\"}}" x', 'shell: docker inspect -f "{{json \\"a\\"}}" x'],
    ['if exist "a b" docker ps', 'shell: docker ps'],
    ['if /i not "%A%"=="b" (docker ps) else (docker info)', 'shell: docker ps\n docker info'],
    ['if %ERRORLEVEL% neq 0 docker ps', 'shell: docker ps'],
    [') else (', undefined],
    ['call :docker', undefined],
    ['start "a title" /b /d C:\\k kubelet.exe', 'shell: kubelet.exe'],
    ['cmd /s /c "docker ps"', 'shell: docker ps'],
    ['cmd /c docker ps', 'shell: docker ps'],
    ['for /f %%i in (\'docker ps ^| find "x"\') do echo %%i', 'shell: docker ps | find "x"'],
    ['for %%~i in (docker ps) do docker rm %%~ni', 'shell: : \n docker rm ?????'],
    ['nssm install kubelet C:\\k\\kubelet.exe --v=2', 'shell: C:/k/kubelet.exe --v=2'],
    ['net stop docker', 'powershell: net stop docker'],
    ['set RUN=C:\\k\\kubelet.exe --v=2', 'shell: C:/k/kubelet.exe --v=2'],
    ['echo docker ps', undefined],
    ['echo.docker ps', undefined],
    ['rem docker ps', undefined],
    [':: docker ps ^\n:: docker info', undefined],
  ])('%s', (text, expected) => {
    expect(textsOf(text)).toEqual(expected === undefined ? [] : [expected])
  })
})

describe('variables', () => {
  test.each([
    ['set A=b c', 'A=b c'],
    ['set "A=b c"', 'A=b c'],
    ['@set A="b c" & docker ps', 'A=b c'],
    ['setx A tcp://host /M', 'A=tcp://host'],
    ['set A=', 'A='],
  ])('%s', (text, expected) => {
    const [{ name, value } = expect.fail()] = readWith(batch, text).of('env')
    expect(`${name.value}=${value?.value}`).toBe(expected)
    expect(name.exact && value?.exact).toBe(true)
  })

  test.each([
    ['set KUBELET_ARGS=--network-plugin=cni --v=2', 'kubelet', 'network-plugin v'],
    ['nssm set kube-proxy AppParameters ^\n --v=6', 'kube-proxy', 'v'],
    ['nssm set %NAME% AppParameters --v=6', undefined, 'v'],
  ])('%s', (text, program, names) => {
    const flags = readWith(batch, text).of('flag')
    expect(flags.map(flag => flag.name).join(' ')).toBe(names)
    for (const flag of flags) expect(flag.program).toBe(program)
  })

  test('a question is no variable', () => {
    expect(readWith(batch, 'set /p A=docker ps?\nset').facts).toEqual([])
  })
})

test('says that a line is too long for Windows, and reads the others', () => {
  const { facts, embedded } = readWith(batch, `docker run ${'a '.repeat(5_000)}\ndocker ps`)
  expect(facts.map(fact => fact.kind)).toEqual(['unread'])
  expect(embedded).toHaveLength(1)
})

test.each([
  ['quotes', 'start "'],
  ['directories', 'start /d /d '],
  ['conditions', 'if a '],
  ['comparisons', 'if a==b '],
  ['texts', 'cmd /c "'],
  ['loops', "for %%i in ('"],
  ['operators', '&^'],
  ['carets', '^\n'],
  ['blocks', '( '],
  ['variables', '%a:'],
  ['options', '/d"'],
])('hostile: %s', (_, text) => {
  const started = performance.now()
  readWith(batch, `start ${text.repeat(8_000 / text.length)}`)
  readWith(batch, `${text.repeat(8_000 / text.length)}\n`.repeat(40))
  expect(performance.now() - started).toBeLessThan(3_000)
})
