import { Calendar } from '../kernel/calendar.ts'
import type { Draws } from '../kernel/draws.ts'
import type { ArrivalSpec } from './arrival-spec.ts'
import { ArrivalSource } from './arrivals/source.ts'
import { arrivalSource } from './arrivals/sources.ts'

/** What events are sent to. */
export interface ArrivalTarget {
  readonly functionName: string
  readonly qualifier: string
  /** Whether what comes are synchronous calls. */
  readonly isSynchronous: boolean
  /** JSON text in UTF-8. */
  readonly payload: Uint8Array
}

/** What a function brings to the stream; a `FunctionSpec` is one. */
export interface ArrivingFunction {
  readonly name: string
  readonly payload: Uint8Array
  readonly arrivals: readonly ArrivalSpec[]
}

/**
 * The events of all sources of a scenario, in order of time; equal times in the order of the functions and of their
 * sources. `nextMs` is `Infinity` once there are no more. Times and names depend on the seed and on the name of the
 * function and the place of the source in it, and on nothing else: a further function changes no event of the others.
 */
export class ArrivalStream {
  /** Each function and qualifier that has a source, once for events and once for calls. */
  readonly targets: readonly ArrivalTarget[]
  /** Target of the next event: an index of `targets`. */
  target = 0
  /** The source that the next event comes from. */
  private next: ArrivalSource = NO_SOURCE
  private readonly sources: readonly ArrivalSource[]
  private readonly sourceTargets: Uint32Array
  /** Number of the source that the next event comes from. */
  private number = 0
  /** The other sources, by the time of their next event; equal times by number. */
  private readonly others = new Calendar({ rank: (number) => number })

  /** @param draws of the scenario's seed; the stream chooses from it with the purpose `arrival` only */
  constructor(functions: readonly ArrivingFunction[], draws: Draws) {
    const targets: ArrivalTarget[] = []
    const sources: ArrivalSource[] = []
    const sourceTargets: number[] = []
    for (const { name, payload, arrivals } of functions) {
      const targetOf = new Map<string, number>()
      for (const spec of arrivals) {
        const { qualifier, invocation = 'Event' } = spec
        const key = `${invocation} ${qualifier}`
        let target = targetOf.get(key)
        if (target === undefined) {
          const isSynchronous = invocation === 'RequestResponse'
          target = targets.push({ functionName: name, qualifier, isSynchronous, payload }) - 1
          targetOf.set(key, target)
        }
        sources.push(arrivalSource(spec, name, draws))
        sourceTargets.push(target)
      }
    }
    this.targets = targets
    this.sources = sources
    this.sourceTargets = Uint32Array.from(sourceTargets)
    for (const [number, { nextMs }] of sources.entries()) this.defer(number, nextMs)
    this.choose()
  }

  /** When the next event arrives. */
  get nextMs(): number {
    return this.next.nextMs
  }

  /** Its name, which decides every draw of its fate: two words of 32 bits. */
  get name0(): number {
    return this.next.name0
  }

  get name1(): number {
    return this.next.name1
  }

  /** Goes on to the next event. */
  advance(): void {
    const { next, others } = this
    next.advance()
    if (others.size === 0 && next.nextMs !== Number.POSITIVE_INFINITY) return
    this.defer(this.number, next.nextMs)
    this.choose()
  }

  /** Puts a source behind those that are earlier; one that has ended does not come again. */
  private defer(number: number, nextMs: number): void {
    if (nextMs !== Number.POSITIVE_INFINITY) this.others.push(nextMs, number)
  }

  private choose(): void {
    if (this.others.size === 0) {
      this.next = NO_SOURCE
      return
    }
    this.number = this.others.pop()
    this.next = this.sources[this.number]!
    this.target = this.sourceTargets[this.number]!
  }
}

/** What a scenario without arrivals has. */
class NoSource extends ArrivalSource {
  override advance(): void {}
}

const NO_SOURCE = new NoSource(0, 0)
