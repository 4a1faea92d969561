import { promisify } from 'node:util'
import { type AttemptClock, presentAttempt } from './attempt-clock.ts'
import { original } from './platform.ts'
import { virtualTimeoutOf } from './virtual-timeout.ts'

// biome-ignore lint/suspicious/noExplicitAny: a stand-in has the type of whatever it stands for
export type Callable = (...args: any[]) => unknown

/**
 * A function in whose place another one answers while code of an attempt calls it. For everybody else it is the function
 * itself, with all of its properties.
 *
 * @param answer given what it was called with; undefined lets the function itself answer
 * @param promised the same for what `util.promisify` makes of it, where that is another function of the platform's
 */
export function standIn(
  inner: Callable,
  answer: (attempt: AttemptClock, args: readonly unknown[]) => { readonly value: unknown } | undefined,
  promised?: (attempt: AttemptClock, args: readonly unknown[]) => unknown,
): Callable {
  return new Proxy(inner, {
    apply: (target, self, args) => {
      const attempt = presentAttempt()
      const answered = attempt && answer(attempt, args)
      return answered ? answered.value : Reflect.apply(target, self, args)
    },
    ...(promised && {
      get: (target, key) => {
        const own = Reflect.get(target, key)
        if (key !== promisify.custom || typeof own !== 'function') return own
        return standIn(own as Callable, (attempt, args) => ({ value: promised(attempt, args) }))
      },
    }),
  })
}

/** `setTimeout` or `setInterval`. What is called without a function is refused by the platform. */
export function timerSetter(inner: Callable, repeats: boolean, promised?: Parameters<typeof standIn>[2]): Callable {
  return standIn(
    inner,
    (attempt, [callback, delay, ...args]) => {
      if (typeof callback !== 'function') return undefined
      return { value: attempt.setTimer(() => callback(...args), delay, repeats) }
    },
    promised,
  )
}

/** `clearTimeout` or `clearInterval`: takes the timers of attempts from wherever it is called. */
export function timerClearer(inner: Callable): Callable {
  return new Proxy(inner, {
    apply: (target, self, args) => {
      const timeout = virtualTimeoutOf(args[0])
      return timeout ? void timeout.close() : Reflect.apply(target, self, args)
    },
  })
}

/** Of pending immediates: lets their attempt know that they are gone. */
const pendingImmediates = new WeakMap<object, () => void>()

/** `setImmediate`: real, and counted, so that nobody takes the attempt for one that waits. @param real before any fake */
export function immediateSetter(inner: Callable, real: Callable): Callable {
  return standIn(inner, (attempt, [callback, ...args]) => {
    if (typeof callback !== 'function') return undefined
    const done = counted(attempt)
    const immediate = real(() => {
      done()
      try {
        callback(...args)
      } catch (error) {
        attempt.code.fail(error)
      }
    }) as object
    pendingImmediates.set(immediate, done)
    return { value: immediate }
  })
}

/** `clearImmediate`. @param real before any fake */
export function immediateClearer(inner: Callable, real: Callable): Callable {
  return new Proxy(inner, {
    apply: (target, self, args) => {
      const done = typeof args[0] === 'object' && args[0] !== null ? pendingImmediates.get(args[0]) : undefined
      done?.()
      return Reflect.apply(done ? real : target, self, args)
    },
  })
}

/** Counts one more immediate of an attempt. @returns to be called once it is over; further calls do nothing */
export function counted(attempt: AttemptClock): () => void {
  let isPending = true
  attempt.immediates++
  return () => {
    if (isPending) attempt.immediates--
    isPending = false
  }
}

// Taken before a test can put its own in their place.
const PlatformDate = original(Date)
const platformNow = PlatformDate.now

/** `Date`, whose present is that of the harness. `instanceof`, the prototype and all else are those of the original. */
export function dateStandIn(inner: DateConstructor): DateConstructor {
  const real = inner === PlatformDate ? platformNow : inner.now
  const now = () => presentAttempt()?.nowMs ?? Reflect.apply(real, inner, [])
  const value = new Proxy(inner, {
    construct: (target, args, newTarget) => {
      const attempt = args.length === 0 ? presentAttempt() : undefined
      return Reflect.construct(target, attempt ? [attempt.nowMs] : args, newTarget)
    },
    apply: (target) => {
      const attempt = presentAttempt()
      return attempt ? new target(attempt.nowMs).toString() : target()
    },
    // A test that has put its own in place of `now` is heard.
    get: (target, key) => (key === 'now' && target.now === real ? now : Reflect.get(target, key)),
  })
  // A date says of itself what it was made by.
  const { prototype } = inner
  if (original(prototype.constructor) === inner) prototype.constructor = value
  return value
}

/** `AbortSignal.timeout`. */
export function abortTimer(inner: Callable): Callable {
  return standIn(inner, (attempt, [delay]) => {
    if (!(Number(delay) >= 0)) return undefined
    const controller = new AbortController()
    const reason = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError')
    // As the platform's own, it keeps nobody waiting.
    attempt.setTimer(() => controller.abort(reason()), delay, false).unref()
    return { value: controller.signal }
  })
}
