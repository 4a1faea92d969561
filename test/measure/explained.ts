import { Lineage } from '../../src/measure/lineage.ts'
import { type Timeline, timelineOf } from '../../src/measure/timeline.ts'
import { SIDES, type Side } from '../../src/rules/routing.ts'
import { World, type WorldOptions } from '../engine/world.ts'

/** A world whose events can be explained. */
export class ExplainedWorld extends World {
  private readonly lineage: Lineage

  constructor(options: WorldOptions = {}) {
    const lineage = new Lineage()
    super({ ...options, observers: [lineage, ...(options.observers ?? [])] })
    this.lineage = lineage
  }

  timeline(event: number): Timeline {
    return timelineOf(this.journal.of(event), this.engine.choices, this.lineage)!
  }

  /** A queue sends back what an event had left in it, to `f`. @returns the number of the new event */
  redrive(atMs: number, event: number, side: Side, arn: string): number {
    this.engine.advance(atMs)
    this.lineage.redriven(event, SIDES.indexOf(side), arn)
    return this.send(atMs)
  }
}
