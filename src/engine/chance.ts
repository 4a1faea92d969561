import type { Draws } from '../kernel/draws.ts'
import type { ModelChoices } from '../rules/model-choices.ts'
import type { EventTable } from './event-table.ts'
import { PURPOSE } from './purpose.ts'
import type { Target, VersionState } from './target.ts'

/** What the engine itself leaves to chance: second deliveries, and the version behind a weighted alias. */
export class Chance {
  private readonly draws: Draws
  private readonly events: EventTable
  private readonly duplicateProbability: number
  private readonly isSticky: boolean

  constructor(choices: ModelChoices, draws: Draws, events: EventTable) {
    this.draws = draws
    this.events = events
    this.duplicateProbability = choices.duplicateProbability
    this.isSticky = choices.weightedAlias === 'sticky'
  }

  /** Whether an event from outside is delivered twice. Those born of deliveries are not: loops of them would explode. */
  isDuplicated(event: number): boolean {
    return this.duplicateProbability > 0 && this.draw(event, PURPOSE.duplicate, 0) < this.duplicateProbability
  }

  /** The version that an attempt runs, where its alias has two. */
  version(event: number, target: Target): VersionState | undefined {
    const occasion = this.isSticky ? 0 : this.events.tries(event)
    return this.draw(event, PURPOSE.alias, occasion) < target.otherWeight ? target.otherVersion : target.version
  }

  private draw(event: number, purpose: number, occasion: number): number {
    this.draws.at(this.events.name0(event), this.events.name1(event), purpose, occasion)
    return this.draws.uniform()
  }
}
