/** What names and versions may be that users know of their own programs. */
import { record, type Shape, text } from './shape.ts'

/** Text in a finding that is no longer than a finding is. */
const LONGEST_WORDS = 1_000

/** What people are told, as one line: lists and tables of reports have no place for more. */
const words: Shape<string> = {
  schema: { type: 'string', maxLength: LONGEST_WORDS },
  read(...reading) {
    const given = text({}, value =>
      value.trim() === ''
        ? 'is empty'
        : value.length > LONGEST_WORDS
          ? `is longer than ${LONGEST_WORDS} characters`
          : undefined,
    ).read(...reading)
    return given?.trim().replace(/\s+/g, ' ')
  },
}

/** The first version that holds, as the tag of an image or the version of a chart has it. Without quotes an editor takes 2.4 for a number. */
const productVersion: Shape<string> = {
  schema: { anyOf: [{ type: 'string', pattern: '^v?\\d+(\\.\\d+)*$' }, { type: 'number' }] },
  read(...reading) {
    const given = text({}, value =>
      /^v?\d{1,9}(?:\.\d{1,9}){0,5}$/.test(value)
        ? undefined
        : `does not know the version "${value}"; write it as "2.4"`,
    ).read(...reading)
    return given?.replace(/^v/, '')
  },
}

const isWord = (value: string): boolean => /^[\x21-\x7e]{1,500}$/.test(value)

const oneWord = (value: string): string | undefined =>
  isWord(value) && !/[/\\*]/.test(value) ? undefined : 'has to be the name of a chart, without its repository'

function imageMistake(value: string): string | undefined {
  if (/[@:]/.test(value.slice(value.lastIndexOf('/') + 1)))
    return 'is an image without its version, which goes into "needsDockerBelow"'
  return /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*$/.test(value) && value.length <= 500
    ? undefined
    : 'has to be the name of an image'
}

const pathMistake = (value: string): string | undefined =>
  isWord(value.replaceAll(' ', '_')) && /^(?:\/|[A-Za-z]:[\\/]).{0,499}[^\s/\\]/.test(value) && !/[*?]/.test(value)
    ? undefined
    : 'has to be an absolute path on nodes, without patterns'

const metricMistake = (value: string): string | undefined =>
  /^[A-Za-z_][\w.:]{2,400}\*?$/.test(value)
    ? undefined
    : 'has to be the name of a metric, or its beginning with a * behind it'

/** A longer name is a mistake. */
const LONGEST_NAME = 500

/** A program, path or metric of the user's own. `at` is where it stands. */
export const knownShape = record(
  {
    image: {
      shape: text({ maxLength: LONGEST_NAME }, imageMistake),
      doc: 'An image, without its version: registry.example.com/team/agent. The end of its name is enough: team/agent.',
    },
    chart: { shape: text({ maxLength: LONGEST_NAME }, oneWord), doc: 'A Helm chart, without its repository.' },
    path: {
      shape: text({ maxLength: LONGEST_NAME }, pathMistake),
      doc: 'A path on nodes that exists only with Docker Engine, with everything below it.',
    },
    metric: {
      shape: text({ maxLength: LONGEST_NAME }, metricMistake),
      doc: 'A metric that exists only with Docker Engine. A * at the end stands for any ending.',
    },
    needsDockerBelow: {
      shape: productVersion,
      doc: 'The first version of the image or chart that does not need the Docker API. Without it, every version needs it.',
    },
    instead: { shape: words, doc: 'What to do instead. Findings show it as it is written here.' },
  },
  ({ instead = '', ...value }, at) => {
    const names = [value.image, value.chart, value.path, value.metric].filter(name => name !== undefined)
    if (names.length !== 1) return 'An entry needs one of "image", "chart", "path" and "metric", and no more than one.'
    return value.needsDockerBelow !== undefined && (value.path ?? value.metric) !== undefined
      ? 'The key "needsDockerBelow" goes with an image or a chart.'
      : { ...value, instead, at }
  },
  ['instead'],
)
