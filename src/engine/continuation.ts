import { Dispatcher } from './dispatcher.ts'
import type { EventState, LeftBehind, RestoredEvent } from './event-state.ts'
import type { Progress } from './ports.ts'

/** How one engine goes on where another stopped: what there is to keep of it, and how that is put back. */
export class Continuation extends Dispatcher {
  /** Events that came through `accept`. */
  protected sent = 0

  protected isHalted = false

  /**
   * Stops, for another engine to go on: nothing falls due and nothing is dispatched any more. Ends of attempts can still
   * be told of, and what is to be dispatched after them waits.
   */
  halt(): void {
    this.isHalted = true
    this.dispatch = (event, index) => {
      const target = this.targets[index]!
      this.waits.rejoin(event, this.nowMs)
      this.observer?.waiting(event, this.nowMs, target, target.function.index)
    }
  }

  originalName(event: number): readonly [number, number] {
    return this.belongings.originalName(event)
  }

  eventState(event: number): EventState {
    return this.belongings.state(event)
  }

  leftBehind(number: number): LeftBehind | undefined {
    return this.deliveries.leftBehind(number)
  }

  get progress(): Progress {
    return { nowMs: this.nowMs, accepted: this.accepted, sent: this.sent }
  }

  /**
   * Goes on where another engine stopped: numbers and names that it gave are not given again. Before all else; what it
   * had in flight follows with `restore`, what had ended with `redeliver`. Seed and `startMs` must be those of that engine.
   *
   * @param progress with the present time: the other engine's last moment, or later
   */
  resume({ nowMs, accepted, sent }: Progress): void {
    if (this.accepted > 0) throw new RangeError(`expected an engine without events, got one with ${this.accepted}`)
    this.nowMs = nowMs
    this.accepted = accepted
    this.sent = sent
  }

  /**
   * Puts an event back that another engine accepted, with its age and its counts. What was due before now is due now.
   */
  restore(state: RestoredEvent): void {
    const { events } = this
    const target = this.targets[this.target(state.functionName, state.qualifier)]!
    this.settings.know(target.function, state.version)
    const event = events.take(state.number, state.name0, state.name1, target.index)
    events.stamp(event, state.acceptedMs)
    events.recount(event, state)
    this.pending++
    this.keeps = true
    this.belongings.restore(event, state, this.chainOf(state.chain))
    this.observer?.accepted(event, target, target.function.index)
    const dueMs = Math.max(state.dueMs, this.nowMs)
    this.waits.rejoin(event, dueMs)
    this.observer?.waiting(event, dueMs, target, target.function.index)
  }

  /** Makes the deliveries of an event again of which another engine could not tell the end. */
  redeliver(left: LeftBehind): void {
    this.deliveries.resend(left)
  }
}
