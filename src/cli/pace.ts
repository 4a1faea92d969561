import { functionErrorDelayMs } from '../rules/retry.ts'
import type { Simulation } from '../scenario/simulation.ts'

/** Simulated seconds a second that the keys go through. */
export const SPEEDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] as const

/** What a run takes to watch where nobody says how fast it shall go, in seconds. */
const WATCHED_S = 60
/** The waits of an event that fails at the end of a run: most runs go on for so long. */
const AFTERWARDS_MS = functionErrorDelayMs(0) + functionErrorDelayMs(1)
/** Real time that a frame may spend on the run. */
const FRAME_MS = 20
/** Longest real time that one frame makes up for: who was stopped goes on where it was. */
const LONGEST_MS = 100
/** Moments at which something happens, between two looks at the clock. */
const STRETCH = 500

/** A speed at which a run takes about a minute. */
export function speedFor(runLengthMs: number): number {
  const wanted = (runLengthMs + AFTERWARDS_MS) / 1_000 / WATCHED_S
  return SPEEDS.findLast((speed) => speed <= wanted) ?? SPEEDS[0]
}

/** Moves a run as somebody watches it: at a speed, or from one decision to the next. */
export class Pace {
  isPlaying = true
  /** Whether the machine was slower than the speed at the last frame. */
  isBehind = false
  private rate: number
  private lastMs: number | undefined
  private readonly simulation: Simulation
  private readonly now: () => number

  /**
   * @param speed simulated seconds a second
   * @param now real time in milliseconds, from any origin
   */
  constructor(simulation: Simulation, speed: number, now: () => number) {
    this.simulation = simulation
    this.rate = speed
    this.now = now
  }

  /** Simulated seconds a second. */
  get speed(): number {
    return this.rate
  }

  /** Goes on by what has passed since the last frame. Call it at each one. */
  frame(): void {
    const realMs = this.now()
    const passedMs = this.lastMs === undefined ? 0 : Math.min(realMs - this.lastMs, LONGEST_MS)
    this.lastMs = realMs
    const { simulation } = this
    if (!this.isPlaying || simulation.isDone) return
    const untilMs = simulation.engine.nowMs + passedMs * this.rate
    this.isBehind = false
    while (!this.isBehind && !simulation.advance(untilMs, STRETCH)) this.isBehind = this.now() - realMs >= FRAME_MS
  }

  toggle(): void {
    this.isPlaying = !this.isPlaying
    this.lastMs = undefined
  }

  /** Goes to the next moment at which something happens, and stops there. */
  step(): void {
    this.isPlaying = false
    const { simulation } = this
    if (!simulation.isDone && simulation.nextMs !== Number.POSITIVE_INFINITY) simulation.advance(simulation.nextMs)
  }

  faster(): void {
    this.rate = SPEEDS.find((speed) => speed > this.rate) ?? SPEEDS.at(-1)!
  }

  slower(): void {
    this.rate = SPEEDS.findLast((speed) => speed < this.rate) ?? SPEEDS[0]
  }
}
