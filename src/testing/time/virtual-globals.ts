import { syncBuiltinESMExports } from 'node:module'
import { presentAttempt } from './attempt-clock.ts'
import { original, standIns, timers, timersPromises } from './platform.ts'
import {
  abortTimer,
  type Callable,
  dateStandIn,
  immediateClearer,
  immediateSetter,
  standIn,
  timerClearer,
  timerSetter,
} from './stand-in.ts'
import { sleep, sleeper, ticker, waiter, yielder } from './virtual-promises.ts'

/** A property of the platform in whose place something else can stand. */
interface Place {
  readonly object: object
  readonly key: string
  readonly standIn: (inner: never) => unknown
  /** Those that were made, by what they stand for: fake timers come and go. */
  readonly made: WeakMap<object, object>
}

// Taken before a test's fake timers can stand in their place.
const clearImmediate = original(timers.clearImmediate)
const setImmediate = original(timers.setImmediate)
const promisedImmediate = original(timersPromises.setImmediate)

const TIMERS = {
  setTimeout: (inner: Callable) => timerSetter(inner, false, sleep),
  setInterval: (inner: Callable) => timerSetter(inner, true),
  setImmediate: (inner: Callable) => immediateSetter(inner, setImmediate),
  clearTimeout: timerClearer,
  clearInterval: timerClearer,
  clearImmediate: (inner: Callable) => immediateClearer(inner, clearImmediate),
}

const elapsed = (inner: Callable) =>
  standIn(inner, (attempt) => ({
    value: attempt.time.elapsedMs,
  }))

const PLACES: readonly Place[] = [
  ...places(globalThis, TIMERS),
  ...places(globalThis, { Date: dateStandIn }),
  ...places(globalThis.performance, { now: elapsed }),
  ...places(AbortSignal, { timeout: abortTimer }),
  ...places(timers, TIMERS),
  ...places(timersPromises, {
    setTimeout: sleeper,
    setInterval: ticker,
    setImmediate: (inner: Callable) => yielder(inner, promisedImmediate),
  }),
  ...places(timersPromises.scheduler, {
    wait: waiter,
    yield: (inner: Callable) => yielder(inner, promisedImmediate),
  }),
]

function places(object: object, standIns: Readonly<Record<string, (inner: never) => unknown>>): Place[] {
  return Object.entries(standIns).map(([key, make]) => ({ object, key, standIn: make, made: new WeakMap() }))
}

/**
 * Puts stand-ins in the place of the platform's timers and clocks: code of attempts sees the time of its harness, all
 * other code what was there. They stay: code of an attempt may go on after its harness. Does nothing where they stand
 * already, and stands over what a test has put there since.
 */
export function coverGlobals(): void {
  if (PLACES.filter(cover).length > 0) syncBuiltinESMExports()
}

function cover({ object, key, standIn: make, made }: Place): boolean {
  const present = Reflect.get(object, key)
  if (typeof present !== 'function') return false
  // Not over the stand-in of another copy of this module: it would be one more for each file of tests.
  const inner = original(present)
  const value = made.get(inner) ?? (make(inner as never) as object)
  if (value === present) return false
  made.set(inner, value)
  standIns.set(value, inner)
  return Reflect.defineProperty(object, key, {
    value,
    configurable: true,
    writable: true,
    enumerable: Reflect.getOwnPropertyDescriptor(object, key)?.enumerable ?? false,
  })
}

coverGlobals()

const timeOrigin: number = Reflect.get(Object.getPrototypeOf(performance), 'timeOrigin', performance)
Object.defineProperty(performance, 'timeOrigin', {
  get: () => presentAttempt()?.time.startMs ?? timeOrigin,
  configurable: true,
  enumerable: true,
})
