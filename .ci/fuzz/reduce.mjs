/** How long one finding is cut down for. */
const LONGEST = 20_000

/** Little of a text of which the same is still wrong: first by lines, then by characters. */
export async function reduced(text, isStill) {
  const until = Date.now() + LONGEST
  const lines = await fewest(text.split('\n'), '\n', isStill, until)
  return (await fewest([...lines.join('\n')], '', isStill, until)).join('')
}

async function fewest(parts, between, isStill, until) {
  let least = parts
  for (let size = Math.ceil(least.length / 2); size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < least.length && Date.now() < until; ) {
      const fewer = least.toSpliced(at, size)
      if (await isStill(fewer.join(between))) least = fewer
      else at += size
    }
  return least
}
