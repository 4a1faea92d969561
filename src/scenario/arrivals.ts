import { Calendar } from '../kernel/calendar.ts'
import type { Draws } from '../kernel/draws.ts'
import type { ArrivalSpec } from './arrival-spec.ts'
import { PoissonSources } from './arrivals/poisson.ts'
import type { ArrivalSource } from './arrivals/source.ts'
import { arrivalSource } from './arrivals/sources.ts'

/** Of a source that is none of the Poisson sources. */
const OTHER = -1

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
  /** When the next event arrives. */
  nextMs = Number.POSITIVE_INFINITY
  /** Its name, which decides every draw of its fate: two words of 32 bits. */
  name0 = 0
  name1 = 0
  /** Number of the source that the next event comes from. */
  private number = 0
  private readonly poissons: PoissonSources
  /** Where each source stands among `poissons`, or `OTHER`; those stand in `sources` by number. */
  private readonly places: Int32Array
  private readonly sources: (ArrivalSource | undefined)[] = []
  private readonly sourceTargets: Uint32Array
  /** All sources but that of the next event, by the time of their next; equal times by number. */
  private readonly others = new Calendar({ rank: (number) => number })

  /** @param draws of the scenario's seed; the stream chooses from it with the purpose `arrival` only */
  constructor(functions: readonly ArrivingFunction[], draws: Draws) {
    const targets: ArrivalTarget[] = []
    const places: number[] = []
    const sourceTargets: number[] = []
    this.poissons = new PoissonSources(
      functions.reduce((sum, { arrivals }) => sum + arrivals.length, 0),
      draws,
    )
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
        const source = arrivalSource(spec, name, draws, this.poissons)
        places.push(typeof source === 'number' ? source : OTHER)
        this.sources.push(typeof source === 'number' ? undefined : source)
        sourceTargets.push(target)
      }
    }
    this.targets = targets
    this.places = Int32Array.from(places)
    this.sourceTargets = Uint32Array.from(sourceTargets)
    for (const number of places.keys()) {
      this.look(number)
      this.defer()
    }
    this.choose()
  }

  /** Goes on to the next event. */
  advance(): void {
    const { number } = this
    const place = this.places[number]!
    if (place === OTHER) this.sources[number]!.advance()
    else this.poissons.advance(place)
    this.look(number)
    if (this.others.size === 0) return
    this.defer()
    this.choose()
  }

  /** Puts the source behind those that are earlier; one that has ended does not come again. */
  private defer(): void {
    if (this.nextMs !== Number.POSITIVE_INFINITY) this.others.push(this.nextMs, this.number)
  }

  private choose(): void {
    if (this.others.size > 0) this.look(this.others.pop())
  }

  /** Takes a source's next event for that of the stream. */
  private look(number: number): void {
    const place = this.places[number]!
    this.number = number
    this.target = this.sourceTargets[number]!
    if (place === OTHER) {
      const source = this.sources[number]!
      this.nextMs = source.nextMs
      this.name0 = source.name0
      this.name1 = source.name1
    } else {
      const { poissons } = this
      this.nextMs = poissons.nextMs(place)
      this.name0 = poissons.name0(place)
      this.name1 = poissons.name1(place)
    }
  }
}
