import { timeoutError } from '../rules/error-object.ts'
import { TIMED_OUT } from '../rules/outcome.ts'
import { type Chain, type Chains, chainState } from './chains.ts'
import type { EngineParts } from './engine-parts.ts'
import type { EngineState } from './engine-state.ts'
import type { EventState } from './event-state.ts'
import { requestId } from './request-id.ts'
import type { Target } from './target.ts'

const utf8 = new TextEncoder()

/**
 * What an event in flight has beside its slot: its payload, what its last attempt answered, and the name of the event
 * that it is a copy of. Kept only where there is any; most simulations keep nothing.
 */
export class Belongings {
  private readonly engine: EngineState
  private readonly chains: Chains
  private readonly models: ((event: number, outcome: number) => Uint8Array | undefined) | undefined
  private readonly requests = new Map<number, Uint8Array>()
  private readonly responses = new Map<number, Uint8Array>()
  /** Names of the events that duplicates are copies of: they share the request id. */
  private readonly originals = new Map<number, readonly [number, number]>()

  constructor(engine: EngineState, parts: EngineParts, chains: Chains) {
    this.engine = engine
    this.chains = chains
    this.models = parts.invoker.response?.bind(parts.invoker)
  }

  keepRequest(event: number, payload: Uint8Array): void {
    this.requests.set(event, payload)
  }

  keepResponse(event: number, payload: Uint8Array | undefined): void {
    if (payload) this.responses.set(event, payload)
    else this.responses.delete(event)
  }

  keepOriginal(event: number, name: readonly [number, number]): void {
    this.originals.set(event, name)
  }

  /** Lets an event go on with the chain of invocations of another one in flight, that has sent it. */
  chain(event: number, sender: number): void {
    const { events, targets } = this.engine
    this.chains.keep(event, this.chains.after(sender, targets[events.target(sender)]!.function))
  }

  /** Lets go of what was kept for an event that has ended. */
  forget(event: number): void {
    this.requests.delete(event)
    this.responses.delete(event)
    this.originals.delete(event)
    this.chains.forget(event)
  }

  /** The payload that an event brought itself, if it did. */
  ownRequest(event: number): Uint8Array | undefined {
    return this.requests.get(event)
  }

  /** What real code answered last, if it did. */
  ownResponse(event: number): Uint8Array | undefined {
    return this.responses.get(event)
  }

  original(event: number): readonly [number, number] | undefined {
    return this.originals.get(event)
  }

  /** The name of an event in flight; for a duplicate that of the event it is a copy of. */
  originalName(event: number): readonly [number, number] {
    const { events } = this.engine
    return this.originals.get(event) ?? [events.name0(event), events.name1(event)]
  }

  requestId(event: number): string {
    return this.requestIdOf(event)()
  }

  /** A request id that can still be asked for when the event's slot has gone to another. */
  requestIdOf(event: number): () => string {
    const { draws } = this.engine
    const [name0, name1] = this.originalName(event)
    return () => requestId(draws, name0, name1)
  }

  requestPayload(event: number): Uint8Array {
    return this.requests.get(event) ?? this.engine.targets[this.engine.events.target(event)]!.payload
  }

  /** What the last attempt answered: what was settled, the platform's words for a timeout, or what a model says. */
  responsePayload(event: number, target: Target): Uint8Array | undefined {
    const { events } = this.engine
    const kept = this.responses.get(event)
    if (kept || events.lastAttempt(event) !== TIMED_OUT) return kept ?? this.models?.(event, events.lastAttempt(event))
    const timeoutMs = target.function.versions[events.version(event)]?.timeoutMs ?? 0
    return utf8.encode(timeoutError(this.requestId(event), timeoutMs))
  }

  /** All that is known of an event in flight. */
  state(event: number): EventState {
    const { events, targets } = this.engine
    const target = targets[events.target(event)]!
    return {
      number: events.number(event),
      name0: events.name0(event),
      name1: events.name1(event),
      functionName: target.function.name,
      qualifier: target.qualifier,
      acceptedMs: events.acceptedMs(event),
      attempts: events.attempts(event),
      tries: events.tries(event),
      retries: events.retries(event),
      setbacks: events.setbacks(event),
      version: events.version(event),
      lastDispatch: events.lastDispatch(event),
      lastAttempt: events.lastAttempt(event),
      original: this.originals.get(event),
      chain: chainState(this.chains.of(event)),
      requestPayload: this.requests.get(event),
      responsePayload: this.responses.get(event),
    }
  }

  /** Keeps what an event had when its state was taken. */
  restore(event: number, { original, requestPayload, responsePayload }: EventState, chain: Chain): void {
    if (chain.size > 0) this.chains.keep(event, chain)
    if (original) this.originals.set(event, original)
    if (requestPayload) this.requests.set(event, requestPayload)
    if (responsePayload) this.responses.set(event, responsePayload)
  }
}
