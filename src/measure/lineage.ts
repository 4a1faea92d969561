import type { EndedEvent } from '../engine/ended-event.ts'
import type { EngineView } from '../engine/ports.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import { grown } from '../kernel/column.ts'
import { SIDES, type Side } from '../rules/routing.ts'
import { targetKind } from '../rules/target.ts'

/** Where an event that no caller sent comes from. */
export interface Origin {
  /** The event that it was born of. */
  readonly event: number
  /** The delivery that bore it, or `duplicate`; `redrive` of one that a queue sent back. */
  readonly by: BirthKind
  /** ARN of the queue that sent it back. */
  readonly queue?: string
  /** All that led to it, the first one first and its parent last. */
  readonly chain: readonly number[]
}

export type BirthKind = Side | 'duplicate' | 'redrive'

export interface Birth {
  readonly event: number
  readonly by: BirthKind
  /** When it was accepted, in ms. */
  readonly atMs: number
  /** Of a redrive: the queue, and which delivery had put it there. */
  readonly queue?: string
  readonly side?: Side
}

const KINDS = [...SIDES, 'duplicate'] as const
const DUPLICATE = SIDES.length
/** Kinds from here on are redrives: of each queue as many as there are sides. */
const REDRIVE = KINDS.length

/**
 * Which events were born of which: by a delivery to a function, as a duplicate, or because a queue sent back what
 * another one had left behind. 18 bytes a birth.
 */
export class Lineage extends SilentObserver {
  private engine!: EngineView
  /** Births in order of acceptance, so the numbers of the children ascend. */
  private births = 0
  private children = new Int32Array(64)
  private parents = new Int32Array(64)
  private kinds = new Uint16Array(64)
  private timesMs = new Float64Array(64)
  /** Queues that have sent something back, by ARN. */
  private readonly queues: string[] = []
  /** A delivery to a function, or a redrive, that was just told: the next event that is accepted is its child. */
  private bearing: { readonly parent: number; readonly kind: number } | undefined
  private readonly toFunction = new Map<string, boolean>()

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override accepted(event: number): void {
    if (!this.bearing) return
    this.add(this.engine.events.number(event), this.bearing.parent, this.bearing.kind)
    this.bearing = undefined
  }

  /** A copy is accepted right after its original. Only when it waits for its first dispatch is it known as a copy. */
  override waiting(event: number): void {
    const { choices, events } = this.engine
    if (choices.duplicateProbability === 0) return
    const number = events.number(event)
    const [name0, name1] = this.engine.originalName(event)
    const isCopy = name0 !== events.name0(event) || name1 !== events.name1(event)
    if (isCopy && this.placeOf(number) < 0) this.add(number, number - 1, DUPLICATE)
  }

  override delivered({ facts }: EndedEvent, side: number, arn: string): void {
    if (this.isFunction(arn)) this.bearing = { parent: facts.number, kind: side }
  }

  /** A queue sends back what an event left behind: the next event that is accepted comes of it. */
  redriven(parent: number, side: number, arn: string): void {
    if (!this.queues.includes(arn)) this.queues.push(arn)
    this.bearing = { parent, kind: REDRIVE + this.queues.indexOf(arn) * SIDES.length + side }
  }

  /** Undefined for an event that a caller sent. */
  originOf(event: number): Origin | undefined {
    const chain: number[] = []
    for (let place = this.placeOf(event); place >= 0; place = this.placeOf(chain[0]!))
      chain.unshift(this.parents[place]!)
    if (chain.length === 0) return undefined
    const { by, queue } = this.birth(this.placeOf(event))
    return { event: chain.at(-1)!, by, ...(queue !== undefined && { queue }), chain }
  }

  /** The events that were born of an event, in order of acceptance. */
  birthsOf(event: number): Birth[] {
    const births: Birth[] = []
    for (let place = 0; place < this.births; place++) {
      if (this.parents[place] === event) births.push(this.birth(place))
    }
    return births
  }

  private birth(place: number): Birth {
    const kind = this.kinds[place]!
    const facts = { event: this.children[place]!, atMs: this.timesMs[place]! }
    if (kind < REDRIVE) return { ...facts, by: KINDS[kind]! }
    const queue = this.queues[Math.floor((kind - REDRIVE) / SIDES.length)]!
    return { ...facts, by: 'redrive', queue, side: SIDES[(kind - REDRIVE) % SIDES.length]! }
  }

  private add(child: number, parent: number, kind: number): void {
    if (this.births === this.children.length) {
      this.children = grown(this.children, this.births * 2)
      this.parents = grown(this.parents, this.births * 2)
      this.kinds = grown(this.kinds, this.births * 2)
      this.timesMs = grown(this.timesMs, this.births * 2)
    }
    this.children[this.births] = child
    this.parents[this.births] = parent
    this.kinds[this.births] = kind
    this.timesMs[this.births] = this.engine.nowMs
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

  /** A caller lets an event be delivered once more: the next event that is accepted is its copy. */
  duplicated(parent: number): void {
    this.bearing = { parent, kind: DUPLICATE }
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
