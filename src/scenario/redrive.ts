import type { Engine } from '../engine/engine.ts'
import { PURPOSE } from '../engine/purpose.ts'
import type { Message, Sink } from '../models/sink.ts'
import { SIDES } from '../rules/routing.ts'
import type { RedriveSpec } from './scenario.ts'

/** Which kind of birth names a redriven event: after the sides of a delivery and the duplicate, one for each side. */
const REDRIVEN = SIDES.length + 1

/**
 * Sends back what waits in a queue: each message becomes a new event, with the payload of the one that left it behind
 * and a name of its own that follows from that one's. Messages that enter later stay.
 */
export class Redrive {
  private readonly engine: Engine
  private readonly sink: Sink
  private readonly spec: RedriveSpec
  private readonly onSend: ((message: Message) => void) | undefined
  /** Messages that had entered when it began. */
  private first = 0

  /** @param onSend is told of each message, before the event that it becomes is accepted */
  constructor(engine: Engine, sink: Sink, spec: RedriveSpec, onSend?: (message: Message) => void) {
    this.engine = engine
    this.sink = sink
    this.spec = spec
    this.onSend = onSend
  }

  /** Begins at the present instant. */
  begin(): void {
    this.sink.advance(this.engine.nowMs)
    this.first = this.sink.received
    const { ratePerMs } = this.spec
    if (ratePerMs === undefined) while (this.send());
    else this.goOn(this.engine.nowMs, 1 / ratePerMs, 0)
  }

  /** Sends the message whose turn it is, and plans the next one. Times are counted from the start, so none drifts. */
  private goOn(beganMs: number, gapMs: number, count: number): void {
    if (!this.send() || !this.sink.holdsOneOf(this.first)) return
    this.engine.plan(beganMs + (count + 1) * gapMs, () => this.goOn(beganMs, gapMs, count + 1))
  }

  /** Whether there was one to send, and something to send it to: else it stays where it is. */
  private send(): boolean {
    const { engine, sink } = this
    sink.advance(engine.nowMs)
    if (!sink.holdsOneOf(this.first)) return false
    const target = this.targetOf(sink.first)
    if (engine.targets[target]!.version === undefined) return false
    const message = sink.redrive(engine.nowMs)
    const { name0, name1, side, payload } = message
    this.onSend?.(message)
    engine.draws.at(name0, name1, PURPOSE.birth, REDRIVEN + side)
    const own = payload === engine.targets[target]!.payload ? undefined : payload
    engine.enter(engine.admit(target, engine.draws.word(), engine.draws.word(), own))
    return true
  }

  private targetOf({ target }: Message): number {
    const { functionName, qualifier } = this.spec.to ?? {
      functionName: target.function.name,
      qualifier: target.qualifier,
    }
    return this.engine.target(functionName, qualifier)
  }
}
