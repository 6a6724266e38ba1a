/** Puts together what belongs to one file, in the order in which the files first come. */
export function byPath<T extends { readonly path: string }>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(item.path)
    if (group) group.push(item)
    else groups.set(item.path, [item])
  }
  return groups
}
