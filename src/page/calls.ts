/** Calls over a port, each answered by its number. What the other side throws is thrown here. */

/** One end of a channel: a worker, the worker's own scope, or a port of a MessageChannel. */
export interface Port {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
}

interface Call {
  readonly number: number
  readonly name: string
  readonly args: readonly unknown[]
}

type Answer = { readonly number: number } & ({ readonly value: unknown } | { readonly error: string })

/** What can be called over a port: every value in and out can be cloned. */
type Callable<T> = { readonly [K in keyof T]: (...args: never[]) => Promise<unknown> }

/** Answers the calls that come through a port, one after the other. */
export function answer<T extends Callable<T>>(port: Port, object: T): void {
  let last: Promise<void> = Promise.resolve()
  const answered = async ({ number, name, args }: Call): Promise<Answer> => {
    try {
      if (!Object.hasOwn(object, name)) throw new Error(`There is no ${name}.`)
      const act = object[name as keyof T] as unknown as (...given: readonly unknown[]) => Promise<unknown>
      return { number, value: await act(...args) }
    } catch (error) {
      return { number, error: error instanceof Error ? error.message : String(error) }
    }
  }
  port.addEventListener('message', ({ data }) => {
    last = last.then(async () => port.postMessage(await answered(data as Call)))
  })
}

/** The object at the other end of a port. */
export function callable<T extends Callable<T>>(port: Port): T {
  const waiting = new Map<number, (answer: Answer) => void>()
  let count = 0
  port.addEventListener('message', ({ data }) => {
    const answer = data as Answer
    waiting.get(answer.number)?.(answer)
    waiting.delete(answer.number)
  })
  const call = (name: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const number = ++count
      waiting.set(number, got => ('error' in got ? reject(new Error(got.error)) : resolve(got.value)))
      port.postMessage({ number, name, args } satisfies Call)
    })
  // Whoever awaits an object asks whether it has a `then`.
  return new Proxy({} as T, {
    get: (_, name) => (name === 'then' ? undefined : (...args: readonly unknown[]) => call(String(name), args)),
  })
}
