import { EventEmitter } from 'eventemitter3'
import type { TransitionName, Transitions } from './transition.ts'
import { TransitionObserver } from './transition-observer.ts'

/** What a listener of one transition looks like. */
type Listeners = { [Name in TransitionName]: (transition: Transitions[Name]) => void }

/**
 * Tells listeners what happens, each transition as a plain object of its own: `feed.on('finished', ({ event }) => …)`.
 *
 * Listeners run in the middle of the engine's step: they may read and remember, and must not accept, settle or advance.
 * An error that a listener throws reaches whoever moves the engine. Transitions without a listener cost no object.
 */
export class Feed extends TransitionObserver {
  private readonly emitter = new EventEmitter<Listeners>()

  /** Calls the listener at each transition of that name. */
  on<Name extends TransitionName>(name: Name, listener: Listeners[Name]): this {
    this.emitter.on(name, listener as never)
    return this
  }

  /** Calls the listener at the next transition of that name only. */
  once<Name extends TransitionName>(name: Name, listener: Listeners[Name]): this {
    this.emitter.once(name, listener as never)
    return this
  }

  /** Takes a listener away, however it was added. */
  off<Name extends TransitionName>(name: Name, listener: Listeners[Name]): this {
    this.emitter.off(name, listener as never)
    return this
  }

  listenerCount(name: TransitionName): number {
    return this.emitter.listenerCount(name)
  }

  protected override wants(name: TransitionName): boolean {
    return this.emitter.listenerCount(name) > 0
  }

  protected override tell<Name extends TransitionName>(name: Name, transition: Transitions[Name]): void {
    const emitter: { emit(name: TransitionName, transition: Transitions[Name]): boolean } = this.emitter as never
    emitter.emit(name, transition)
  }
}
