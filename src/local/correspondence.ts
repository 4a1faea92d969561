import type { EndedEvent } from '../engine/ended-event.ts'
import type { CallObserver, EngineView } from '../engine/ports.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import type { Target } from '../engine/target.ts'
import { functionArn, type Place } from '../rules/arn.ts'
import { parseTarget } from '../rules/target.ts'
import type { RuntimeAttempt } from './runtime/runtime.ts'
import type { EventQueue } from './store/event-queue.ts'
import { nextTrace, type Trace, traceHeader, traceOf } from './trace.ts'

/** Invocations that have ended of which this much is still known: their deliveries go on for a while. */
const KEPT_AFTER_END = 1_000

/** Keeps a text with each event in flight. */
export type Notes = Pick<EventQueue, 'note' | 'noteOf'>

/** What a caller said beside the payload. */
export interface Letter {
  /** As addressed; undefined where the caller named none. */
  readonly qualifier: string | undefined
  readonly trace: Trace
  readonly clientContext: string | undefined
}

/**
 * What the engine does not keep of an invocation and code wants to see: how it was addressed, and its trace. Kept while
 * the event or the call is in flight; an event that a delivery starts goes on with the trace of the one before.
 */
export class Correspondence extends SilentObserver {
  private readonly place: Place
  private readonly notes: Notes
  private engine!: EngineView
  private readonly letters = new Map<number, Letter>()
  private readonly old: number[] = []
  readonly calls: CallObserver = {
    called: (call) => this.accepted(call),
    refused: (call) => this.finished(call),
    missed: (call) => this.finished(call),
    started: () => {},
    ended: (call) => this.finished(call),
  }
  /** What the next invocation that the engine accepts comes with. */
  private next: Letter | undefined

  /** @param notes keep what came with an event over a restart */
  constructor(place: Place, notes: Notes) {
    super()
    this.place = place
    this.notes = notes
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  /** Says what the next invocation comes with. */
  announce(letter: Letter): void {
    this.next = letter
  }

  /** What code is told of an event or a call, by its number. */
  of(
    number: number,
    { function: { name }, qualifier }: Target,
  ): Pick<RuntimeAttempt, 'invokedFunctionArn' | 'traceId' | 'clientContext'> {
    const letter = this.letter(number, qualifier)
    return {
      invokedFunctionArn: functionArn(this.place, name, letter.qualifier),
      traceId: traceHeader(letter.trace, functionArn(this.place, name)),
      clientContext: letter.clientContext,
    }
  }

  /** Letters that are kept now. */
  get size(): number {
    return this.letters.size
  }

  /** The letter of an event or a call; one of its own where nothing came with it, as after a restart. */
  letter(number: number, qualifier?: string): Letter {
    const known = this.letters.get(number)
    if (known) return known
    const note = number > 0 ? this.notes.noteOf(number) : undefined
    const fresh = { qualifier, trace: traceOf(undefined, this.nowMs), clientContext: undefined }
    const letter: Letter = note === undefined ? fresh : { ...fresh, ...JSON.parse(note) }
    this.letters.set(number, letter)
    // Perhaps its event has ended long ago, and nobody tells of that again.
    this.retire(number)
    return letter
  }

  /** Lets go of what an invocation came with, when the next ones have ended too: its deliveries may come later. */
  private retire(number: number): void {
    this.old.push(number)
    if (this.old.length <= 2 * KEPT_AFTER_END) return
    for (const each of this.old.splice(0, KEPT_AFTER_END)) this.letters.delete(each)
  }

  override accepted(event: number): void {
    const { next } = this
    this.next = undefined
    if (!next) return
    const number = this.engine.events.number(event)
    this.letters.set(number, next)
    const { qualifier, trace } = next
    if (number > 0) this.notes.note(number, JSON.stringify({ qualifier, trace }))
  }

  override delivered({ facts }: EndedEvent, _side: number, arn: string): void {
    const target = parseTarget(arn)
    if (target?.kind !== 'lambda') return
    const { trace } = this.letter(facts.number)
    this.next = { qualifier: target.qualifier, trace: nextTrace(trace), clientContext: undefined }
  }

  override finished(event: number): void {
    this.retire(this.engine.events.number(event))
  }

  private get nowMs(): number {
    return this.engine.startMs + this.engine.nowMs
  }
}
