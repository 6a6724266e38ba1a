import { describe, expect, it, test } from 'vitest'
import { guardsOf } from '../../src/facts.ts'
import { powershell } from '../../src/languages/powershell.ts'
import { isUnknown } from '../../src/text/source.ts'
import { locatedIn, readWith } from '../read-with.ts'

const read = (script: string, name?: string) => readWith(powershell, script, name)

/** `Start-Process > docker ps`: the wrappers, the program, its arguments. */
const commands = (script: string): readonly string[] =>
  read(script)
    .of('command')
    .map(({ name, args, wrappers }) =>
      [...(wrappers.length ? [...wrappers, '>'] : []), name.value, ...args.map(arg => arg.value)].join(' '),
    )

type Case = readonly [script: string, ...expected: string[]]

const CALLS: Record<string, readonly Case[]> = {
  calls: [
    ['docker ps', 'docker ps'],
    ['docker.exe ps -q', 'docker.exe ps -q'],
    ['& docker ps', 'docker ps'],
    ['& "C:\\Program Files\\docker\\docker.exe" ps', 'C:\\Program Files\\docker\\docker.exe ps'],
    ['& "$env:ProgramFiles\\docker\\docker.exe" ps', '$env:ProgramFiles\\docker\\docker.exe ps'],
    ['.\\kubelet.exe --v=2', '.\\kubelet.exe --v=2'],
    ['C:\\k\\kubelet.exe --v=2', 'C:\\k\\kubelet.exe --v=2'],
    ['$x = docker ps', 'docker ps'],
    ['[string]$x = docker ps', 'docker ps'],
    ['$x += docker ps', 'docker ps'],
    ['$x = $(docker ps -q)', 'docker ps -q'],
    ['$x = @(docker ps -q)', 'docker ps -q'],
    ['(docker ps) | Out-Null', 'docker ps', 'Out-Null'],
    ['docker ps; docker images', 'docker ps', 'docker images'],
    ['docker ps && docker images', 'docker ps', 'docker images'],
    [
      'docker ps -q | ForEach-Object { docker rm $_ -f }',
      'docker ps -q',
      'docker rm $_ -f',
      'ForEach-Object { docker rm $_ -f }',
    ],
    ['docker ps -q | % { docker rm $_ }', 'docker ps -q', 'docker rm $_', '% { docker rm $_ }'],
    ['docker ps |\n  Out-Null', 'docker ps', 'Out-Null'],
    ['docker ps\n  | Out-Null', 'docker ps', 'Out-Null'],
    ['docker run `\n  -v a:b `\n  img', 'docker run -v a:b img'],
    ["docker ps --format '{{json .}}'", 'docker ps --format {{json .}}'],
    ["docker images --format='{{json .}}'", 'docker images --format={{json .}}'],
    ['docker run -v "${PWD}:/x" $img', 'docker run -v ${PWD}:/x $img'],
    ['docker run -v ${PWD}:/x img', 'docker run -v ${PWD}:/x img'],
    ['docker ps > log.txt 2>&1', 'docker ps'],
    ['docker ps 2>$null', 'docker ps'],
    ['$d = "docker"; & $d ps', '$d ps'.replace('$d', 'docker')],
    ['Log (docker images)', 'docker images', 'Log (docker images)'],
    ['"$(docker ps)"', 'docker ps'],
    ['Write-Host "x $(docker ps)"', 'docker ps', 'Write-Host x $(docker ps)'],
    ['return docker ps', 'docker ps'],
    ['DOCKER ps', 'DOCKER ps'],
  ],
  blocks: [
    ['function f { docker ps }', 'docker ps'],
    ['function f($a, $b = "x") {\n docker ps\n}', 'docker ps'],
    ['function f {\n param([string]$a = "docker ps", [switch]$b)\n docker ps\n}', 'docker ps'],
    [
      'if (docker ps) { docker rm x } elseif ($y) { docker a } else { docker b }',
      'docker ps',
      'docker rm x',
      'docker a',
      'docker b',
    ],
    ['if ($x) {\n docker a\n}\nelse {\n docker b\n}\ndocker c', 'docker a', 'docker b', 'docker c'],
    ['while (docker ps) { docker a }', 'docker ps', 'docker a'],
    ['do { docker a } while (docker ps)', 'docker ps', 'docker a'],
    ['do { docker a } until ($x)', 'docker a'],
    ['foreach ($x in docker ps) { docker rm $x }', 'docker rm $x'],
    ['foreach ($x in $(docker ps)) { docker rm $x }', 'docker ps', 'docker rm $x'],
    ['for ($i = 0; $i -lt 3; $i++) { docker ps }', 'docker ps'],
    ['try { docker ps } catch { docker a } finally { docker b }', 'docker ps', 'docker a', 'docker b'],
    ['try { docker ps } catch [System.Exception] { docker a }', 'docker ps', 'docker a'],
    ['switch ($x) { "docker" { docker ps } default { crictl ps } }', 'docker ps', 'crictl ps'],
    ['switch -regex ($x) { "a" { docker ps } { $_ -eq 1 } { docker a } }', 'docker ps', 'docker a'],
    ['$x | Where-Object { $_ -eq "docker" }', 'Where-Object { $_ -eq "docker" }'],
    ['$s = { docker ps }', 'docker ps'],
    [
      'Invoke-Command -ScriptBlock { docker ps }',
      'Invoke-Command > docker ps',
      'Invoke-Command -ScriptBlock { docker ps }',
    ],
    ['@{ docker = "x"; y = docker ps }', 'docker ps'],
    ['@{\n  "docker" = 1\n  docker = 2\n}', ...[]],
  ],
  wrappers: [
    ['Start-Process docker -ArgumentList "ps"', 'Start-Process > docker ps'],
    ['Start-Process -FilePath docker.exe -ArgumentList "ps", "-a" -Wait', 'Start-Process > docker.exe ps -a'],
    ['Start-Process -Wait -FilePath docker -ArgumentList @("ps", "-a")', 'Start-Process > docker ps -a'],
    ['Invoke-Expression "docker ps"', 'Invoke-Expression > docker ps'],
    ['iex "docker ps | Out-Null"', 'iex > docker ps', 'iex > Out-Null'],
    ['$c = "docker ps"; Invoke-Expression $c', 'Invoke-Expression > docker ps'],
    ['$c = "docker ps"', ...[]],
    ['cmd /c docker ps', 'cmd > docker ps'],
    ['cmd.exe /c "docker ps"', 'cmd.exe > docker ps'],
    ['powershell -Command "docker ps"', 'powershell > docker ps'],
    ['powershell.exe -NoProfile -Command { docker ps }', 'docker ps'],
    ['wsl docker ps', 'wsl > docker ps'],
  ],
  'no calls': [
    ['# docker ps', ...[]],
    ['<# docker ps\ndocker rm #>', ...[]],
    ['<#\n.SYNOPSIS\n docker ps\n#>\ndocker rm x', 'docker rm x'],
    ['Write-Host "docker ps"', 'Write-Host docker ps'],
    ['"docker ps"', ...[]],
    ["$x = 'docker ps'", ...[]],
    ["$x = @'\ndocker ps\n'@", ...[]],
    ['$x = @"\ndocker ps\n"@', ...[]],
    ['$x = @"\n$(docker ps)\n"@', 'docker ps'],
    ['if ($x -eq "docker") { }', ...[]],
    ['$docker = 1', ...[]],
    ['$x.docker', ...[]],
    ['', ...[]],
  ],
}

describe.each(Object.entries(CALLS))('%s', (_, cases) => {
  it.each(cases.map(each => [each[0], each.slice(1)] as const))('%s', (script, expected) => {
    expect(commands(script)).toEqual(expected)
  })
})

const SAID: Record<string, readonly (readonly [string, readonly string[]])[]> = {
  services: [
    ['Restart-Service docker', ['restarted docker']],
    ['Start-Service -Name docker', ['started docker']],
    ['Stop-Service docker, kubelet -Force', ['stopped docker', 'stopped kubelet']],
    ['Set-Service docker -StartupType Automatic', ['enabled docker']],
    ['Set-Service -StartupType Disabled -Name docker', ['disabled docker']],
    ['net start docker', ['started docker']],
    ['sc.exe stop docker', ['stopped docker']],
    ['nssm restart kubelet', ['restarted kubelet']],
    ['& "$dir\\nssm.exe" set kubelet DependOnService docker', ['kubelet DependOnService docker']],
    [
      'nssm set kubelet DependOnService "docker csi-proxy"',
      ['kubelet DependOnService docker', 'kubelet DependOnService csi-proxy'],
    ],
    ['Invoke-Expression "$d\\nssm.exe set kubelet DependOnService docker"', ['kubelet DependOnService docker']],
    ['sc.exe config kubelet depend= docker', ['kubelet DependOnService docker']],
    [
      'sc.exe create kubelet binPath= $x depend= docker/csi',
      ['kubelet DependOnService docker', 'kubelet DependOnService csi'],
    ],
    ['New-Service -Name kubelet -BinaryPathName $x -DependsOn docker', ['kubelet DependsOn docker']],
    ['Get-Service kubelet', []],
  ],
  options: [
    ['.\\kubelet.exe --a=b --c d', ['kubelet --a=b | a = b', 'kubelet --c | c = d']],
    ['& c:\\k\\kubelet.exe `\n  --a=b `\n  --c', ['kubelet --a=b | a = b', 'kubelet --c | c']],
    ['$KubeletArgs = @("--a=b", "--c=d")', ['kubelet --a=b | a = b', 'kubelet --c=d | c = d']],
    ['$KubeletArgs += "--a=$x"', ['kubelet --a=$x | a = $x']],
    ['$global:KubeletArgs += @(\n  "--a=b",\n  "--c=d"\n)', ['kubelet --a=b | a = b', 'kubelet --c=d | c = d']],
    ['$cmd = "c:\\k\\kubelet.exe --a=b --c=d"', ['kubelet --a=b | a = b', 'kubelet --c=d | c = d']],
    ['$x = @("--a=b"); & kubelet.exe $x', ['kubelet --a=b | a = b']],
    ['$x = @("--a=b"); Start-Process -FilePath c:\\k\\kubelet.exe -ArgumentList $x', ['kubelet --a=b | a = b']],
    ['$x = "--a=b"', ['? --a=b | a = b']],
    ['Write-Host "use --a=b"', []],
    ['Get-ChildItem -Recurse', []],
  ],
  tests: [
    ['Test-Path "\\\\.\\pipe\\docker_engine"', ['-e \\\\.\\pipe\\docker_engine']],
    ['if (Test-Path -Path C:\\ProgramData\\docker) { }', ['-e C:\\ProgramData\\docker']],
    ['if ($r -eq "docker") { }', ['-eq docker']],
    ['if ("docker" -eq $r) { }', ['-eq docker']],
    ['$x -match "^docker://"', ['-match ^docker://']],
    ['$p = "C:\\x"; Test-Path $p', ['-e C:\\x']],
  ],
  paths: [
    ['Remove-Item C:\\ProgramData\\docker -Recurse', ['write C:\\ProgramData\\docker']],
    ['$p = "C:\\ProgramData\\docker\\config\\daemon.json"', ['used C:\\ProgramData\\docker\\config\\daemon.json']],
    ['$p = "$env:ProgramData\\docker"', ['used $env:ProgramData\\docker']],
    ['docker run -v \\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine x', ['used \\\\.\\pipe\\docker_engine']],
    ['$e = "npipe:////./pipe/docker_engine"', ['used npipe:////./pipe/docker_engine']],
    ['Write-Host "C:\\ProgramData\\docker"', []],
    ['x > C:\\log.txt', ['write C:\\log.txt']],
  ],
  'environment variables': [
    ['$env:DOCKER_HOST = "npipe://x"', ['DOCKER_HOST=npipe://x']],
    [
      "[System.Environment]::SetEnvironmentVariable('DOCKER_API_VERSION', '1.30', 'Machine')",
      ['DOCKER_API_VERSION=1.30'],
    ],
    ['$x = "y"', []],
  ],
  patterns: [
    ['$x -replace "docker://", ""', ['regex docker://']],
    ['$id.Replace("docker://", "")', ['string docker://']],
    ["kubectl get po -o jsonpath='{.status}'", ['jsonpath jsonpath={.status}']],
    ["docker inspect --format '{{.State}}' x", ['template {{.State}}']],
  ],
  files: [
    ["Set-Content -Path C:\\a.json -Value '{}'", ['C:/a.json: {}']],
    ["'{}' | Out-File C:\\a.json", ['C:/a.json: {}']],
    ["'{}' | Out-File -FilePath C:\\a.json -Encoding ascii", ['C:/a.json: {}']],
    ["@'\n{}\n'@ | Set-Content C:\\a.json", ['C:/a.json: {}']],
    ['@"\n{"a": "$x"}\n"@ | Out-File a.json', ['a.json: {"a": "\uE000\uE000"}']],
    ["$c = @'\n{}\n'@\n$c | Out-File a.json", ['a.json: {}']],
    ['$p = "C:\\a.json"; "{}" | Out-File $p', ['C:/a.json: {}']],
    ["'{}' > a.json", ['a.json: {}']],
    ["Add-Content a.txt 'x'\nAdd-Content a.txt 'y'", ['a.txt: x\ny\n']],
    ["[IO.File]::WriteAllText('a.json', '{}')", ['a.json: {}']],
    ['Set-Content a.json $unknown', []],
  ],
}

const said: Record<string, (script: string) => readonly string[]> = {
  services: script =>
    read(script).facts.flatMap(fact =>
      fact.kind === 'service'
        ? [`${fact.action} ${fact.unit.value}`]
        : fact.kind === 'unit-dependency'
          ? [`${fact.unit} ${fact.directive} ${fact.target.value}`]
          : [],
    ),
  options: script =>
    read(script)
      .of('flag')
      .map(
        ({ program, flag, name, value }) =>
          `${program ?? '?'} ${flag.value} | ${name}${value ? ` = ${value.value}` : ''}`,
      ),
  tests: script =>
    read(script)
      .of('test')
      .map(({ operator, operand }) => `${operator} ${operand.value}`),
  paths: script =>
    read(script)
      .of('path')
      .map(({ path, access }) => `${access} ${path.value}`),
  'environment variables': script =>
    read(script)
      .of('env')
      .map(({ name, value }) => `${name.value}=${value?.value ?? ''}`),
  patterns: script =>
    read(script)
      .of('pattern')
      .map(({ role, text }) => `${role} ${text.value}`),
  files: script =>
    read(script).embedded.map(({ what, source }) => `${'file' in what ? what.file : what.language}: ${source.text}`),
}

describe.each(Object.entries(SAID))('%s', (name, cases) => {
  it.each(cases)('%s', (script, expected) => {
    expect(said[name]?.(script)).toEqual(expected)
  })
})

describe('branches', () => {
  const guards = (script: string) =>
    read(script)
      .of('command')
      .filter(({ name }) => name.value === 'docker')
      .map(fact => guardsOf(fact.scope))
  it.each([
    [
      'if ($r -eq "docker") { docker ps } else { crictl ps }',
      { condition: '($r -eq "docker")', others: ['{ crictl ps }'] },
    ],
    [
      'if ($r -eq "containerd") { crictl ps } else { docker ps }',
      { condition: '($r -eq "containerd")', others: ['($r -eq "containerd") { crictl ps }'], negated: true },
    ],
    [
      'switch ($r) { "docker" { docker ps } default { crictl ps } }',
      { condition: 'switch ($r) "docker"', others: ['default { crictl ps }'] },
    ],
  ])('%s', (script, expected) => {
    expect(guards(script)).toEqual([[expected]])
  })

  it('tells a test from a use', () => {
    const tested = (script: string) =>
      read(script)
        .of('command')
        .filter(fact => fact.tested)
        .map(({ name }) => name.value)
    expect(tested('if (docker info) { docker rm x }')).toEqual(['docker'])
    expect(tested('Get-Command docker')).toEqual(['Get-Command'])
    expect(tested('Get-Service docker')).toEqual(['Get-Service'])
    expect(tested('docker info')).toEqual([])
  })
})

describe('properties', () => {
  const scripts = [...Object.values(CALLS).flat(), ...Object.values(SAID).flat()].map(([script]) => script)

  /** What is wrong with the positions of the facts. */
  const wrongPlaces = (script: string): readonly string[] => {
    const wrong: string[] = []
    for (const fact of read(script).facts)
      for (const { value, exact, span } of locatedIn(fact)) {
        const { start, end, file } = span
        if (start < 0 || end > file.text.length || start > end) wrong.push(`${fact.kind} ${value}: ${start}-${end}`)
        else if (exact && (file.text.slice(start, end) !== value || isUnknown(value)))
          wrong.push(`${fact.kind} ${value}: ${file.text.slice(start, end)}`)
      }
    return wrong
  }

  test.each(scripts)('nothing is left unread: %s', script => {
    expect(read(script).of('unread')).toEqual([])
  })

  test('every position slices to its text', () => {
    expect(scripts.flatMap(wrongPlaces)).toEqual([])
    expect(scripts.flatMap(script => wrongPlaces(script.replaceAll('\n', '\r\n')))).toEqual([])
  })

  test('CRLF says the same as LF', () => {
    for (const script of scripts) expect(commands(script.replaceAll('\n', '\r\n'))).toEqual(commands(script))
  })

  test('cut anywhere, it never throws', () => {
    for (const script of scripts)
      for (let end = 0; end < script.length; end++) expect(wrongPlaces(script.slice(0, end))).toEqual([])
  }, 30_000)

  test.each([
    ['brackets', '('.repeat(50_000)],
    ['blocks', '{ '.repeat(50_000)],
    ['lists', '@('.repeat(50_000)],
    ['tables', '@{ a = '.repeat(50_000)],
    ['substitutions', '"$('.repeat(50_000)],
    ['assignments', '$a = '.repeat(50_000)],
    ['closing', '}'.repeat(50_000)],
    ['quotes', '"'.repeat(100_001)],
    ['here-strings', '@"\n'.repeat(50_000)],
    ['types', '['.repeat(100_000)],
    ['ifs', 'if (a) { '.repeat(20_000)],
    ['elseifs', `if (a) { } ${'elseif (a) { b } '.repeat(5_000)}`],
    ['switch', `switch (a) { ${'"a" { b } '.repeat(5_000)} }`],
    ['returns', 'return '.repeat(50_000)],
    ['members', '$a[ '.repeat(50_000)],
    ['variables', '${'.repeat(50_000)],
    ['words', 'x '.repeat(100_000)],
    ['backticks', '`'.repeat(100_001)],
    ['comments', '<# '.repeat(50_000)],
    ['backslashes', `x ${'\\'.repeat(100_000)}`],
    ['folders', `x C:${'\\a b'.repeat(20_000)}`],
  ])(
    'hostile: %s',
    (_, script) => {
      const before = process.cpuUsage()
      expect(wrongPlaces(script)).toEqual([])
      // Time of the processor in microseconds, since the machine may be busy with other tests.
      expect(process.cpuUsage(before).user).toBeLessThan(5_000_000)
    },
    60_000,
  )
})
