/** Walking findings that need not be held: each may be walked again. */

/** What becomes of each item, once it is asked for. */
export function mapped<T, U>(items: Iterable<T>, change: (item: T) => U): Iterable<U> {
  return {
    *[Symbol.iterator]() {
      for (const item of items) yield change(item)
    },
  }
}

/** How many there are. */
export function lengthOf(items: Iterable<unknown>): number {
  if (Array.isArray(items)) return items.length
  let length = 0
  for (const _ of items) length++
  return length
}

/** The first so many. */
export function firstOf<T>(items: Iterable<T>, most: number): readonly T[] {
  const first: T[] = []
  for (const item of items) {
    if (first.length === most) break
    first.push(item)
  }
  return first
}

/** Those that are wanted. */
export function chosen<T>(items: Iterable<T>, isWanted: (item: T) => boolean): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      for (const item of items) if (isWanted(item)) yield item
    },
  }
}
