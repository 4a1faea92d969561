import type { EndedEvent } from '../engine/ended-event.ts'
import type { EngineView, Observer } from '../engine/ports.ts'
import { grown } from '../kernel/column.ts'
import { SIDES, type Side } from '../rules/routing.ts'
import { targetKind } from '../rules/target.ts'

/** Where an event that no caller sent comes from. */
export interface Origin {
  /** The event that it was born of. */
  readonly event: number
  /** The delivery that bore it, or `duplicate`. */
  readonly by: Side | 'duplicate'
  /** All that led to it, the first one first and its parent last. */
  readonly chain: readonly number[]
}

export interface Birth {
  readonly event: number
  readonly by: Side | 'duplicate'
}

const KINDS = [...SIDES, 'duplicate'] as const

/** Which events were born of which: by a delivery to a function, or as a duplicate. 9 bytes a birth. */
export class Lineage implements Observer {
  private engine!: EngineView
  /** Births in order of acceptance, so the numbers of the children ascend. */
  private births = 0
  private children = new Int32Array(64)
  private parents = new Int32Array(64)
  private kinds = new Uint8Array(64)
  /** A delivery to a function that was just told: the next event that is accepted is its child. */
  private bearing: { readonly parent: number; readonly side: number } | undefined
  private readonly toFunction = new Map<string, boolean>()

  attach(engine: EngineView): void {
    this.engine = engine
  }

  accepted(event: number): void {
    if (!this.bearing) return
    this.add(this.engine.events.number(event), this.bearing.parent, this.bearing.side)
    this.bearing = undefined
  }

  /** A copy is accepted right after its original. Only when it waits for its first dispatch is it known as a copy. */
  waiting(event: number): void {
    const { choices, events } = this.engine
    if (choices.duplicateProbability === 0) return
    const number = events.number(event)
    const [name0, name1] = this.engine.originalName(event)
    const isCopy = name0 !== events.name0(event) || name1 !== events.name1(event)
    if (isCopy && this.placeOf(number) < 0) this.add(number, number - 1, SIDES.length)
  }

  delivered({ facts }: EndedEvent, side: number, arn: string): void {
    if (this.isFunction(arn)) this.bearing = { parent: facts.number, side }
  }

  throttled(): void {}
  missed(): void {}
  started(): void {}
  ended(): void {}
  queued(): void {}
  finished(): void {}
  deliveryFailed(): void {}
  discarded(): void {}

  /** Undefined for an event that a caller sent. */
  originOf(event: number): Origin | undefined {
    const chain: number[] = []
    for (let place = this.placeOf(event); place >= 0; place = this.placeOf(chain[0]!))
      chain.unshift(this.parents[place]!)
    if (chain.length === 0) return undefined
    return { event: chain.at(-1)!, by: KINDS[this.kinds[this.placeOf(event)]!]!, chain }
  }

  /** The events that were born of an event, in order of acceptance. */
  birthsOf(event: number): Birth[] {
    const births: Birth[] = []
    for (let place = 0; place < this.births; place++) {
      if (this.parents[place] === event) births.push({ event: this.children[place]!, by: KINDS[this.kinds[place]!]! })
    }
    return births
  }

  private add(child: number, parent: number, kind: number): void {
    if (this.births === this.children.length) {
      this.children = grown(this.children, this.births * 2)
      this.parents = grown(this.parents, this.births * 2)
      this.kinds = grown(this.kinds, this.births * 2)
    }
    this.children[this.births] = child
    this.parents[this.births] = parent
    this.kinds[this.births] = kind
    this.births++
  }

  /** The place of an event among the births, or -1. */
  private placeOf(event: number): number {
    let [first, end] = [0, this.births]
    while (first < end) {
      const middle = (first + end) >>> 1
      if (this.children[middle]! < event) first = middle + 1
      else end = middle
    }
    return first < this.births && this.children[first] === event ? first : -1
  }

  private isFunction(arn: string): boolean {
    let known = this.toFunction.get(arn)
    if (known === undefined) {
      known = targetKind(arn) === 'lambda'
      this.toFunction.set(arn, known)
    }
    return known
  }
}
