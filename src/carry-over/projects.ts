/** Which settings belong together: those of one project, which may have its folder among others. */
import { sameProject } from '../evidence/project.ts'
import type { DockerSetting } from './setting.ts'

/** The settings of a project, and the folder that they all stand below, as far as it tells projects apart. */
export interface ProjectSettings {
  readonly name: string
  readonly settings: readonly DockerSetting[]
}

/** The settings by project, each with a name of its own. */
export function byProject(settings: readonly DockerSetting[]): readonly ProjectSettings[] {
  const groups: DockerSetting[][] = []
  for (const setting of settings) {
    const own = groups.find(group => group.some(other => sameProject(other.fact, setting.fact)))
    if (own) own.push(setting)
    else groups.push([setting])
  }
  const names = new Set<string>()
  const shared = commonFolder(settings.map(({ path }) => path)).length
  return groups.map(group => {
    const folder = commonFolder(group.map(({ path }) => path))
    const plain =
      folder
        .slice(shared)
        .replace(/[^\w.-]+/g, '-')
        .replace(/^[.-]+|-+$/g, '') || 'project'
    let name = plain
    for (let number = 2; names.has(name); number++) name = `${plain}-${number}`
    names.add(name)
    return { name, settings: group }
  })
}

function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map(path => path.split('/').slice(0, -1))
  let shared = first.length
  for (const other of others) {
    let same = 0
    while (same < shared && same < other.length && other[same] === first[same]) same++
    shared = same
  }
  return first.slice(0, shared).join('/')
}
