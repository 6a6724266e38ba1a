/**
 * The inputs that Fluent Bit is given on its command line: `-i tail -p path=… -p parser=docker -o stdout`.
 * Source: docs.fluentbit.io, "Tail", command line; fluent/fluent-bit src/fluent-bit.c.
 */
import { parserReads } from '../knowledge/log-agents.ts'
import { isContainerLog } from '../knowledge/paths.ts'
import { type FactOf, type Located, partOf } from '../rule.ts'

/** Whether a command is Fluent Bit. */
export const isFluentBit = ({ name }: FactOf<'command'>): boolean => /(?:^|\/)(?:td-agent|fluent)-bit$/.test(name.value)

/** The parsers of inputs that read container logs in Docker's format only, each with its value: `parser=docker`. */
export function dockerParsers({ args }: FactOf<'command'>): readonly Located[] {
  const found: Located[] = []
  for (const { name, properties } of inputsIn(args)) {
    if (name !== 'tail' || !properties.some(({ key, value }) => key === 'path' && isContainerLog(value))) continue
    const decisive =
      properties.find(({ key }) => key === 'multiline.parser') ??
      properties.find(({ key }) => key === 'parser') ??
      properties.find(({ key, value }) => key === 'docker_mode' && /^(?:on|true|yes)$/i.test(value))
    if (!decisive) continue
    if (decisive.key === 'docker_mode' || parserReads(decisive.value) === 'json-file') found.push(decisive.at)
  }
  return found
}

interface Property {
  readonly key: string
  readonly value: string
  /** Key and value as they are written. */
  readonly at: Located
}

interface Input {
  readonly name: string
  readonly properties: Property[]
}

const OTHER_SECTION = /^(?:-o|-F|--output|--filter|--processor|--custom)(?:=|$)/

function inputsIn(args: readonly Located[]): readonly Input[] {
  const inputs: Input[] = []
  let current: Input | undefined
  for (const [index, arg] of args.entries()) {
    const next = args[index + 1]
    const given = /^--(?:input|prop)=/.exec(arg.value)?.[0]
    const operand = given ? partOf(arg, given.length, arg.value.length) : next
    if (/^(?:-i$|--input(?:=|$))/.test(arg.value)) {
      current = { name: operand?.value ?? '', properties: [] }
      inputs.push(current)
    } else if (OTHER_SECTION.test(arg.value)) current = undefined
    else if (current && operand && /^(?:-p$|--prop(?:=|$))/.test(arg.value)) {
      const equals = operand.value.indexOf('=')
      if (equals > 0)
        current.properties.push({
          key: operand.value.slice(0, equals).toLowerCase(),
          value: operand.value.slice(equals + 1),
          at: operand,
        })
    }
  }
  return inputs
}
