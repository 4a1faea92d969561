import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
import { presentAttempt } from './attempt-clock.ts'
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
  /** Those that were made: tests make and stop thousands of harnesses. */
  readonly made: WeakMap<object, object>
}

// Taken before a test's fake timers can stand in their place.
const { clearImmediate, setImmediate } = timers
const { setImmediate: promisedImmediate } = timersPromises

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

/** What our stand-ins stand for: the property as it was; undefined where the object had none of its own. */
const covered = new WeakMap<object, { readonly before: PropertyDescriptor | undefined }>()

/** Harnesses that are alive. */
const holders = new Set<object>()

/**
 * Puts stand-ins in the place of the platform's timers and clocks: code of attempts sees the time of its harness, all
 * other code what was there. Does nothing where they stand already, and stands over what a test has put there since.
 */
export function coverGlobals(holder: object): void {
  holders.add(holder)
  if (PLACES.filter(cover).length > 0) syncBuiltinESMExports()
}

/** Lets go of the stand-ins. With the last holder they are gone, where nobody has put something over them. */
export function uncoverGlobals(holder: object): void {
  if (!holders.delete(holder) || holders.size > 0) return
  for (const place of PLACES) uncover(place)
  syncBuiltinESMExports()
}

function cover({ object, key, standIn: make, made }: Place): boolean {
  const inner = Reflect.get(object, key)
  if (typeof inner !== 'function' || covered.has(inner)) return false
  const before = Reflect.getOwnPropertyDescriptor(object, key)
  const value = made.get(inner) ?? (make(inner as never) as object)
  made.set(inner, value)
  covered.set(value, { before })
  return Reflect.defineProperty(object, key, {
    value,
    configurable: true,
    writable: true,
    enumerable: before?.enumerable ?? false,
  })
}

function uncover({ object, key }: Place): void {
  for (let known = knownAt(object, key); known; known = knownAt(object, key)) {
    if (known.before) Reflect.defineProperty(object, key, known.before)
    else Reflect.deleteProperty(object, key)
  }
}

function knownAt(object: object, key: string) {
  const value = Reflect.get(object, key)
  return typeof value === 'function' ? covered.get(value) : undefined
}

/** Whether the calling code belongs to an attempt of this harness. */
export function isInAttemptOf(time: object): boolean {
  return presentAttempt()?.time === time
}
