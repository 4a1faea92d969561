import { suggestName } from '../../notation/nearest.ts'
import { showValue } from '../../notation/value-text.ts'
import type { Place } from '../setup/link.ts'
import { functionsOf, isOut, type Turn } from '../setup/setup.ts'
import { Playback } from './playback.ts'

/** Real time that a frame may spend on the run: half of what there is at 60 frames a second. */
const FRAME_MS = 8

/** What stands in a turn beside its time: `{ function, knob, value }`. */
export type TurnNow = Turn extends infer Each ? (Each extends Turn ? Omit<Each, 'atMs'> : never) : never

/**
 * Moves a run as somebody watches it: at a speed, step by step, to a time. Whatever is turned, the run is made anew to where
 * it stands, in parts of a frame: what came before is the same, since every draw of an event depends on its name alone.
 * What is asked for while something else is on its way comes after it, and goes out from where that led.
 */
export class Player {
  speed: number
  isPlaying = false
  private shown: Playback
  private place: Place
  /** The run that is on its way to where it shall be shown from. */
  private coming: { readonly playback: Playback; readonly untilMs: number } | undefined
  /** Settles once all that was asked for is done. */
  private queue: Promise<void> = Promise.resolve()
  /** The seek that waits as the last of the queue: another one takes its place. */
  private waitingSeek: { atMs: number; readonly done: Promise<void> } | undefined
  private lastMs: number | undefined
  private readonly now: () => number

  private constructor(place: Place, shown: Playback, now: () => number) {
    this.place = place
    this.speed = place.speed
    this.shown = shown
    this.now = now
  }

  /**
   * Opens a place: from its start, on the way to its time.
   *
   * @param now real time in milliseconds, from any origin
   * @throws ScenarioError with every problem at once
   */
  static async open(place: Place, now: () => number): Promise<Player> {
    const player = new Player(place, await Playback.begin(place, place.event), now)
    if (place.atMs > 0) player.coming = { playback: player.shown, untilMs: place.atMs }
    return player
  }

  /** The run that is to be shown. It is another one after a turn or a step back. */
  get playback(): Playback {
    return this.shown
  }

  /** Whether a run is on its way. */
  get isSeeking(): boolean {
    return this.coming !== undefined
  }

  /** Where somebody stands now: what a link says. */
  get here(): Place {
    return { ...this.place, atMs: this.targetMs, speed: this.speed }
  }

  /** Where the clock stands, or will once the run has come there. */
  private get targetMs(): number {
    return this.coming?.untilMs ?? this.shown.nowMs
  }

  /** Goes on by what has passed since the last frame. Call it at each one. */
  frame(): void {
    const realMs = this.now()
    const passedMs = this.lastMs === undefined ? 0 : realMs - this.lastMs
    this.lastMs = realMs
    const isEnough = () => this.now() - realMs >= FRAME_MS
    if (this.coming) {
      const { playback, untilMs } = this.coming
      if (!playback.advance(untilMs, isEnough)) return
      this.shown = playback
      this.coming = undefined
      return
    }
    if (!this.isPlaying) return
    // A page that was hidden goes on where it was, and what a machine cannot do in time is not made up for.
    const ranMs = Math.min(passedMs, 100) * this.speed
    this.shown.advance(this.shown.nowMs + ranMs, isEnough)
    if (this.shown.isOver) this.isPlaying = false
  }

  play(): void {
    this.isPlaying = !this.shown.isOver || this.isSeeking
  }

  pause(): void {
    this.isPlaying = false
  }

  /** Goes to the next moment at which something happens, and stops there. */
  step(): void {
    this.pause()
    if (!this.coming && this.shown.nextMs !== Number.POSITIVE_INFINITY) this.shown.advance(this.shown.nextMs)
  }

  /** Goes to a time, forwards or back. @param atMs simulated time, 0 or more */
  async seek(atMs: number): Promise<void> {
    if (this.waitingSeek) {
      this.waitingSeek.atMs = atMs
      return this.waitingSeek.done
    }
    const done = this.inTurn(async () => {
      const { atMs: wantedMs } = seek
      if (this.waitingSeek === seek) this.waitingSeek = undefined
      const playback = this.coming?.playback ?? this.shown
      if (wantedMs >= playback.nowMs) this.coming = { playback, untilMs: wantedMs }
      else await this.remake({}, wantedMs)
    })
    const seek = { atMs, done }
    this.waitingSeek = seek
    return done
  }

  /** Keeps the timeline of another event, or of none. */
  async choose(event: number | undefined): Promise<void> {
    await this.inTurn(async () => {
      if (event !== this.place.event) await this.remake({ event })
    })
  }

  /**
   * Does things to functions, now. At the start they belong to the scenario; later they come after all that has happened at
   * this moment.
   *
   * @throws ScenarioError where the scenario would not be one any more, RangeError for a function that it does not have:
   *   nothing has changed then
   */
  async turn(...turnsNow: readonly TurnNow[]): Promise<void> {
    await this.inTurn(() => this.turnAtOnce(turnsNow))
  }

  /** Begins or ends an outage of a function. */
  async toggleOutage(functionName: string): Promise<void> {
    await this.inTurn(() => {
      const value = !isOut(this.place, functionName, this.targetMs + 1)
      return this.turnAtOnce([{ function: functionName, knob: 'outage', value }])
    })
  }

  /** Takes back one of the things that were done. @param turn as it stands in `here` */
  async undo(turn: Turn): Promise<void> {
    await this.inTurn(() => this.remake({ turns: this.place.turns.filter((each) => each !== turn) }))
  }

  /** Another seed: other draws. */
  async reseed(seed: number): Promise<void> {
    await this.inTurn(() => this.remake({ seed }))
  }

  /** Back to the start, with all that was done before it and nothing that was done since. */
  async restart(): Promise<void> {
    this.pause()
    await this.inTurn(() => this.remake({ turns: this.place.turns.filter(({ atMs }) => atMs === 0) }, 0))
  }

  /** Does what was asked for when all before it is done, whether that could be or not. */
  private inTurn(action: () => Promise<void>): Promise<void> {
    this.waitingSeek = undefined
    const done = this.queue.then(action)
    this.queue = done.catch(() => {})
    return done
  }

  private async turnAtOnce(turnsNow: readonly TurnNow[]): Promise<void> {
    const names = Object.keys(functionsOf(this.place.scenario))
    const atMs = this.targetMs === 0 && this.shown.nowMs === 0 ? 0 : Math.floor(this.targetMs) + 1
    let { turns } = this.place
    for (const each of turnsNow) {
      if (!names.includes(each.function))
        throw new RangeError(
          `${each.knob}: expected a function of the scenario, got ${showValue(each.function)}${suggestName(each.function, names)}`,
        )
      const made = { ...each, atMs } as Turn
      // What is turned twice at one moment was turned once.
      const isOther = (turn: Turn) => turn.atMs !== atMs || turn.knob !== made.knob || turn.function !== made.function
      turns = [...turns.filter((turn) => turn.knob === 'send' || isOther(turn)), made]
    }
    await this.remake({ turns })
  }

  /** @param untilMs where the run is to be shown from; the clock goes on until it is there where none is given */
  private async remake(part: Partial<Place>, untilMs?: number): Promise<void> {
    const place = { ...this.place, ...part }
    const playback = await Playback.begin(place, place.event)
    this.place = place
    this.coming = { playback, untilMs: untilMs ?? this.targetMs }
  }
}
