/** Configurations that extend others: what is said in several files, as one. */
import { positionOf } from '../text/position.ts'
import type { SourceFile } from '../text/source.ts'
import { type Shape, text } from './shape.ts'

/** A configuration that cannot be used. The message says where and why, one line a mistake. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** The name of a file that is extended, and where in the naming file it stands. */
export interface Named {
  readonly name: string
  readonly at: number
}

export const named: Shape<Named> = {
  schema: { type: 'string' },
  read(node, key, reading) {
    const name = text({}).read(node, key, reading)
    return name === undefined || node.kind !== 'scalar' ? undefined : { name, at: node.located.span.start }
  },
}

/** Reads a file that another one, by its path, names. Throws half a sentence of why it does not. */
export type ReadExtended = (name: string, from: string) => SourceFile

/** A run reads no more files for its configuration. */
const MOST_FILES = 50

/** What one file says. */
export interface Layer<Said> {
  readonly file: SourceFile
  readonly said: Said
}

/** What a file says behind all that it extends, each read with `readOne`. Throws ConfigError. */
export function layersOf<Said extends { readonly extends?: readonly Named[] | undefined }>(
  top: SourceFile,
  readOne: (file: SourceFile) => Said,
  read: ReadExtended,
): readonly Layer<Said>[] {
  let files = 0
  const layersFrom = (file: SourceFile, way: readonly string[]): readonly Layer<Said>[] => {
    const said = readOne(file)
    const extended = (said.extends ?? []).flatMap(({ name, at }) => {
      const wrong = (why: string) => new ConfigError(`${placeIn(file, at)}: ${why}.`)
      if (++files > MOST_FILES) throw wrong(`"extends" comes to more than ${MOST_FILES} files`)
      let other: SourceFile
      try {
        other = read(name, file.path)
      } catch (error) {
        throw wrong(error instanceof Error ? error.message : String(error))
      }
      if (way.includes(other.path)) throw wrong(`"extends" goes in a circle: ${[...way, other.path].join(' → ')}`)
      return layersFrom(other, [...way, other.path])
    })
    return [...extended, { file, said }]
  }
  return layersFrom(top, [top.path])
}

/** `base.yaml:3:5`. */
export function placeIn(file: SourceFile, offset: number): string {
  const { line, column } = positionOf(file, offset)
  return `${file.path}:${line}:${column}`
}
