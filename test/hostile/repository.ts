/** A repository in which everything tries to stop, silence, steer or leave a run. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { BAD, folderWith } from '../program.ts'

/** What is written where something of the repository was run. */
export const MARK = 'something-ran'

/** What must be seen nowhere. */
export const SECRET = 'correct-horse-battery'

export interface Hostile {
  readonly folder: string
  /** A folder beside it that is none of the run's business. */
  readonly outside: string
}

/** With `clone`, only what a clone of it has: nobody brings a configuration of git with a repository. */
export function hostileRepository(origin: 'made' | 'clone' = 'made'): Hostile {
  const outside = folderWith(
    {
      'secret.yaml': `password: ${SECRET}\n`,
      'pod.yaml': BAD,
      'chart/Chart.yaml': 'apiVersion: v2\nname: outside\nversion: 1.0.0\n',
      'chart/templates/pod.yaml': BAD,
    },
    false,
  )
  const folder = folderWith({}, false)
  const git = (...args: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder, stdio: 'pipe' })
  git('init', '-q')
  const write = (path: string | Buffer, text: string | Buffer): void => {
    if (typeof path === 'string') mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(
      typeof path === 'string' ? join(folder, path) : Buffer.concat([Buffer.from(`${folder}/`), path]),
      text,
    )
  }
  const runs = `touch '${join(folder, MARK)}'`

  write('pod.yaml', BAD)
  for (const name of ['--exit-zero', '--output=written', '-o', '--config=x', '--help']) write(name, BAD)
  write('a\nb.yaml', BAD)
  write('\u001b[2J\u001b]0;x\u0007.yaml', BAD)
  write('::error::x.yaml', BAD)
  // pre-commit itself fails on such a name.
  if (origin === 'made') write(Buffer.concat([Buffer.from('caf'), Buffer.from([0xe9]), Buffer.from('.yaml')]), BAD)

  // What the program finds and heeds.
  write('.dockershim-lint.yaml', 'exclude: ["*a*a*a*a*a*a*a*a*a*a*a*a*b"]\n')
  write('.gitignore', `${'*a'.repeat(12)}b\n${'!'.repeat(40_000)}\n${'[z-a]\n'.repeat(2_000)}`)
  write('CODEOWNERS', `${'*a'.repeat(200)} @x\n`)

  // What runs where git or npm is asked.
  if (origin === 'made') {
    write(`.git/hooks/pre-commit`, `#!/bin/sh\n${runs}\n`)
    write(
      '.git/config',
      `[core]\n\tfsmonitor = "${runs}"\n\tsshCommand = "${runs}"\n\tpager = "${runs}"\n[diff]\n\texternal = "${runs}"\n`,
    )
  }
  write('.gitattributes', '* diff=x filter=x\n')
  write('package.json', JSON.stringify({ scripts: { preinstall: runs, prepare: runs, start: runs } }))

  // What leads out of it.
  symlinkSync(join(outside, 'secret.yaml'), join(folder, 'secret.yaml'))
  symlinkSync(outside, join(folder, 'outside'))
  symlinkSync('loop', join(folder, 'loop'))
  write(
    'chart/Chart.yaml',
    `apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n  - {name: outside, version: 1.0.0, repository: "file://${outside}/chart"}\n`,
  )
  write(
    'chart/templates/a.yaml',
    `${BAD}# {{ .Files.Get "../../../secret.yaml" }} {{ .Files.Get "${outside}/secret.yaml" }}\n`,
  )
  symlinkSync(join(outside, 'secret.yaml'), join(folder, 'chart/values.yaml'))
  write(
    'kustomization.yaml',
    `resources: ["${outside}/pod.yaml", "https://example.org/pod.yaml"]\nconfigMapGenerator: [{name: x, files: ["${outside}/secret.yaml"]}]\n`,
  )
  write(
    'main.tf',
    `locals { x = file("${outside}/secret.yaml") }\nmodule "m" { source = "${outside}" }\nx = "docker ps"\na - b\n`,
  )
  write(
    'fluent.conf',
    `@include ${outside}/secret.yaml\n@include https://example.org/x.conf\n<source>\n  @type exec\n  command ${runs}\n</source>\n`,
  )

  // What is run nowhere.
  write('run.sh', `docker ps\n${runs}\nx=$(${runs})\n`)
  write('Makefile', `X := $(shell ${runs})\nall:\n\tdocker ps; ${runs}\n`)
  write('Vagrantfile', `system("${runs}")\nsystem("docker ps")\n`)

  // What keeps a reader busy or hides.
  write(
    'bomb.yaml',
    `a: &a ["docker.sock", x]\n${Array.from({ length: 40 }, (_, i) => `b${i}: &b${i} [*${i ? `b${i - 1}` : 'a'}, *${i ? `b${i - 1}` : 'a'}]`).join('\n')}\n`,
  )
  write('deep.json', `${'['.repeat(100_000)}"docker.sock"`)
  write('noext', `// docker ps\n${'#!'.repeat(200)} ${'/* '.repeat(20_000)}`)
  write('zero', '#!/bin/sh\n# \0\ndocker ps\n')
  const bomb = gzipSync(Buffer.alloc(50_000_000, 'docker ps\n')).toString('base64')
  write('user-data', `#cloud-config\nwrite_files:\n  - {path: /x.sh, encoding: gz+b64, content: ${bomb}}\n`)
  execFileSync('mkfifo', [join(folder, 'pipe.yaml')])
  return { folder, outside }
}
