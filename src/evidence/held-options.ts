/** Options that a file keeps in variables for a program which it starts with them. */
import type { Context, FactOf } from '../rule.ts'

/**
 * Whether the program is started, in the same file, with the variable that holds an option:
 * `KUBE_ALLOW_PRIV="--allow-privileged=true"`, and `ExecStart=/usr/bin/kubelet $KUBE_ALLOW_PRIV` in a unit that the script writes.
 */
export function startsWithIt(program: string, fact: FactOf<'flag'>, { near }: Context): boolean {
  const { start, end } = fact.flag.span
  const holder = near(fact, 'file', 'env').find(
    ({ value }) => value && value.span.start <= start && end <= value.span.end,
  )?.name.value
  return (
    holder !== undefined &&
    near(fact, 'file', 'command').some(
      ({ name, args }) =>
        name.value.replace(/^.*\//, '') === program &&
        args.some(({ value }) => value === `$${holder}` || value === `\${${holder}}`),
    )
  )
}
