import { SIDES } from '../rules/routing.ts'
import type { Belongings } from './belongings.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { CallObserver } from './ports.ts'
import { PURPOSE } from './purpose.ts'
import type { Target } from './target.ts'

/** Which kind of birth names a call of the driver's, beside the sides of a delivery and the duplicates. */
const CALL = SIDES.length + 1

/**
 * Synchronous invocations, calls for short. A call is an attempt like any other while it runs: it takes concurrency, an
 * environment and the function's model. It never waits: what cannot start it refuses it. And it is over with its attempt:
 * no retry, no age, no config, no record.
 *
 * A call has a slot in the table of events and a number of its own there, −1, −2 …: so calls change no number of events.
 */
export class Calls {
  private readonly engine: Dispatcher
  private readonly belongings: Belongings
  private readonly observer: CallObserver | undefined
  private made = 0

  constructor(engine: Dispatcher, belongings: Belongings, observer: CallObserver | undefined) {
    this.engine = engine
    this.belongings = belongings
    this.observer = observer
  }

  /** Makes a call that has no name: its place among all calls, named ones too, names it. So events change no draw of it. */
  make(target: Target, payload: Uint8Array | undefined): number {
    const { draws } = this.engine
    draws.at(this.made + 1, 0, PURPOSE.birth, CALL)
    return this.makeNamed(target, draws.word(), draws.word(), payload)
  }

  /** Makes a call at the present instant: it runs when this returns, or is over. @returns its number, below 0 */
  makeNamed(target: Target, name0: number, name1: number, payload?: Uint8Array): number {
    const { engine } = this
    const number = -++this.made
    const call = engine.events.take(number, name0, name1, target.index)
    engine.events.stamp(call, engine.nowMs)
    engine.pending++
    if (payload) {
      engine.keeps = true
      this.belongings.keepRequest(call, payload)
    }
    this.observer?.called(call, target)
    // What is not there is looked for before concurrency.
    if (target.version) engine.dispatch(call, target.index)
    else this.miss(call, target)
    return number
  }

  /** 429. @param reason an index of `THROTTLES` */
  refuse(call: number, target: Target, reason: number): void {
    this.observer?.refused(call, target, reason)
    this.release(call)
  }

  /** 404. */
  miss(call: number, target: Target): void {
    this.observer?.missed(call, target)
    this.release(call)
  }

  start(call: number, attempt: number, target: Target): void {
    target.function.addCalls(1)
    this.observer?.started(call, attempt, target)
  }

  /** The attempt has ended, and the caller is answered. `release` must follow. */
  end(call: number, attempt: number, target: Target): void {
    target.function.addCalls(-1)
    this.observer?.ended(call, attempt, target)
  }

  release(call: number): void {
    const { engine } = this
    engine.pending--
    if (engine.keeps) this.belongings.forget(call)
    engine.events.release(call)
  }
}
