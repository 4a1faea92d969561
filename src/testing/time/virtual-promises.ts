import type { AttemptClock } from './attempt-clock.ts'
import { type Callable, counted, standIn } from './stand-in.ts'

interface WaitOptions {
  readonly signal?: AbortSignal | undefined
  readonly ref?: boolean | undefined
}

/** What promised timers are called with: delay, value, options. */
export function sleep(attempt: AttemptClock, [delay, value, options]: readonly unknown[]): Promise<unknown> {
  return wait(attempt, delay, value, options as WaitOptions | undefined)
}

/** Resolves so much later on the attempt's clock. @throws AbortError as Node's own */
function wait<Value>(
  attempt: AttemptClock,
  delay: unknown,
  value?: Value,
  { signal, ref = true }: WaitOptions = {},
): Promise<Value> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal))
    const timeout = attempt.setTimer(
      () => {
        signal?.removeEventListener('abort', abort)
        resolve(value as Value)
      },
      delay,
      false,
    )
    const abort = () => {
      timeout.close()
      reject(abortError(signal!))
    }
    if (!ref) timeout.unref()
    signal?.addEventListener('abort', abort, { once: true })
  })
}

/** One timer, as Node's own: what is not taken in time is there at once, and no tick is late for that. */
async function* ticks<Value>(
  attempt: AttemptClock,
  delay: unknown,
  value?: Value,
  { signal, ref = true }: WaitOptions = {},
): AsyncGenerator<Value> {
  let due = 0
  let wake = () => {}
  const timeout = attempt.setTimer(
    () => {
      due++
      wake()
    },
    delay,
    true,
  )
  const abort = () => {
    timeout.close()
    wake()
  }
  if (!ref) timeout.unref()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    for (;;) {
      if (signal?.aborted) throw abortError(signal)
      if (due === 0)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      for (; due > 0; due--) yield value as Value
    }
  } finally {
    timeout.close()
    signal?.removeEventListener('abort', abort)
  }
}

function abortError(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason })
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' })
}

/** `setTimeout` of `node:timers/promises`. */
export function sleeper(inner: Callable): Callable {
  return standIn(inner, (attempt, args) => ({ value: sleep(attempt, args) }))
}

/** `setInterval` of `node:timers/promises`. */
export function ticker(inner: Callable): Callable {
  return standIn(inner, (attempt, [delay, value, options]) => ({
    value: ticks(attempt, delay, value, options as WaitOptions | undefined),
  }))
}

/** `scheduler.wait`. */
export function waiter(inner: Callable): Callable {
  return standIn(inner, (attempt, [delay, options]) => ({
    value: wait(attempt, delay, undefined, options as WaitOptions | undefined),
  }))
}

/** `setImmediate` of `node:timers/promises`, and `scheduler.yield`: real, and counted. */
export function yielder(inner: Callable, real: Callable): Callable {
  return standIn(inner, (attempt, args) => ({ value: (real(...args) as Promise<unknown>).finally(counted(attempt)) }))
}
