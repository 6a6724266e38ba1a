/** What stands beside a setting in a file: where it comes from, and what to know of it. */
import { visible } from '../reporters/visible.ts'
import type { Entry } from './plan.ts'
import type { DockerSetting } from './setting.ts'

/** The longest name or path that is shown whole. */
const MOST_SHOWN = 300

/** A text of a file as a part of one line. */
export const inLine = (text: string): string => {
  const line = visible(text)
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line
}

/** Where a setting stands: `etc/docker/daemon.json:3`. */
export const placeText = ({ path, line }: DockerSetting): string => `${inLine(path)}:${line}`

/** What a setting is called there. */
export const nameText = ({ name, kind, value, shown }: DockerSetting): string =>
  inLine(
    kind === 'certificate'
      ? value === undefined
        ? shown
        : `${name}/${value}`
      : kind === 'limit'
        ? `${name} of docker.service`
        : name,
  )

/** Comments of TOML, YAML and units, one a line. */
export const commentsOf = ({ from, remark }: Entry): readonly string[] => [
  ...(from.length
    ? [`# Docker: ${from.map(setting => `${nameText(setting)} in ${placeText(setting)}`).join(', ')}`]
    : []),
  ...(remark === undefined ? [] : [`# ${remark}`]),
]
