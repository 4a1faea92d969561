/**
 * Events of one source in order: when the next one arrives, and its name. The first event has the source's name, each
 * further one the next number of 64 bits; so a name says which event of which source it is, and nothing else.
 */
export abstract class ArrivalSource {
  /** When the next event arrives; `Infinity` says that there are no more, and nobody asks further then. */
  nextMs = Number.POSITIVE_INFINITY
  /** Its name, in two signed words of 32 bits, the lower one first. */
  name0: number
  name1: number

  /** @param name0 lower word of the source's name */
  constructor(name0: number, name1: number) {
    this.name0 = name0 | 0
    this.name1 = name1 | 0
  }

  /** Goes on to the next event. */
  abstract advance(): void

  protected nextName(): void {
    this.name0 = (this.name0 + 1) | 0
    if (this.name0 === 0) this.name1 = (this.name1 + 1) | 0
  }
}
