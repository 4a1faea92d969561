import type { Draws } from '../kernel/draws.ts'
import { ArrivalSource } from './arrivals/source.ts'
import { SourceHeap } from './arrivals/source-heap.ts'
import { arrivalSource } from './arrivals/sources.ts'
import type { ArrivalSpec } from './scenario.ts'

/** What events are sent to. */
export interface ArrivalTarget {
  readonly functionName: string
  readonly qualifier: string
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
  /** Each function and qualifier that has a source, once. */
  readonly targets: readonly ArrivalTarget[]
  /** Target of the next event: an index of `targets`. */
  target = 0
  /** The source that the next event comes from. */
  private next: ArrivalSource = new NoSource(0, 0)
  private readonly sources: readonly ArrivalSource[]
  private readonly sourceTargets: Uint32Array
  private readonly heap: SourceHeap | undefined

  /** @param draws of the scenario's seed; the stream chooses from it with the purpose `arrival` only */
  constructor(functions: readonly ArrivingFunction[], draws: Draws) {
    const targets: ArrivalTarget[] = []
    const sources: ArrivalSource[] = []
    const sourceTargets: number[] = []
    for (const { name, payload, arrivals } of functions) {
      const targetOf = new Map<string, number>()
      for (const spec of arrivals) {
        let target = targetOf.get(spec.qualifier)
        if (target === undefined) {
          target = targets.push({ functionName: name, qualifier: spec.qualifier, payload }) - 1
          targetOf.set(spec.qualifier, target)
        }
        sources.push(arrivalSource(spec, name, draws))
        sourceTargets.push(target)
      }
    }
    this.targets = targets
    this.sources = sources
    this.sourceTargets = Uint32Array.from(sourceTargets)
    // One source needs no choice.
    this.heap = sources.length > 1 ? new SourceHeap(sources.map(({ nextMs }) => nextMs)) : undefined
    if (sources.length > 0) this.choose(this.heap?.first ?? 0)
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
    const { heap, next } = this
    next.advance()
    if (heap === undefined) return
    heap.delayFirst(next.nextMs)
    this.choose(heap.first)
  }

  private choose(number: number): void {
    this.next = this.sources[number]!
    this.target = this.sourceTargets[number]!
  }
}

/** What a scenario without arrivals has. */
class NoSource extends ArrivalSource {
  override advance(): void {}
}
