import { batch, signal } from '@preact/signals'
import { checkedLesson } from '../lesson/checked-lesson.ts'
import type { Lesson } from '../lesson/lesson.ts'
import { formatProblem, ScenarioError } from '../scenario/problem.ts'
import type { ScenarioInput } from '../scenario/schema/scenario.ts'
import { Player, type TurnNow } from './playback/player.ts'
import { DEFAULT_SPEED, linkOf, type Place, readLink, startOf } from './setup/link.ts'
import type { Turn } from './setup/setup.ts'

/** How often what is no motion is drawn anew while the clock runs, in milliseconds: charts, counts, the log. */
const REDRAW_MS = 100
/** Real time after which the link says where somebody stands: browsers bear only so many changes of it. */
const LINK_MS = 500

/** What the page shows, and what can be done on it. One for the page. */
export class Session {
  /** The run that is watched; undefined until one could be opened. */
  readonly player = signal<Player | undefined>(undefined)
  /** Counts frames: whoever reads it is drawn at each. For the stage and the clock. */
  readonly frame = signal(0)
  /** Counts redraws, some ten a second while the clock runs and one after each thing that is done. */
  readonly redraw = signal(0)
  /** What was wrong with what was asked for last, a line each. */
  readonly problems = signal<readonly string[]>([])
  /** The lesson that is on; undefined for a scenario of one's own. */
  readonly lesson = signal<Lesson | undefined>(undefined)
  /** Name of the function whose knobs are shown; undefined for the first. */
  readonly subject = signal<string | undefined>(undefined)
  /** The lessons of the page. */
  readonly lessons: readonly Lesson[]
  private lastRedrawMs = 0
  private linkTimer: ReturnType<typeof setTimeout> | undefined
  private link = ''

  constructor(lessons: readonly Lesson[]) {
    this.lessons = lessons
  }

  /** Opens what the address says, and follows it from then on; without anything there, the first lesson. */
  async start(): Promise<void> {
    addEventListener('hashchange', () => {
      if (location.hash.slice(1) !== this.link) void this.openLink(location.hash.slice(1))
    })
    const tick = () => {
      this.tick()
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    await this.openLink(location.hash.slice(1))
  }

  async openLink(link: string): Promise<void> {
    const starts = Object.fromEntries(this.lessons.map((lesson) => [lesson.name, lesson]))
    const { place, problems } = readLink(link === '' ? `lesson=${this.lessons[0]!.name}` : link, starts)
    await this.open(place, problems)
  }

  async openLesson(lesson: Lesson): Promise<void> {
    await this.openAnew(startOf(lesson, this.lessons))
  }

  /** Opens a lesson of somebody's own, once it is checked. @param file its name, which problems carry */
  async openLessonFile(written: string, file: string): Promise<void> {
    let lesson: Lesson | undefined
    await this.attempt(async () => {
      lesson = await checkedLesson(written, file)
    })
    if (lesson) await this.openLesson(lesson)
  }

  async openScenario(scenario: ScenarioInput): Promise<void> {
    await this.openAnew({ scenario, turns: [], atMs: 0, speed: DEFAULT_SPEED })
  }

  /** Opens a place that the browser's Back leads away from again, to where somebody stood before. */
  private async openAnew(place: Place): Promise<void> {
    this.writeLink()
    const before = this.player.value
    await this.open(place)
    const player = this.player.value
    if (!player || player === before) return
    this.link = linkOf(player.here)
    history.pushState(undefined, '', `#${this.link}`)
  }

  /** @param problems of the link that it comes from */
  private async open(place: Place | undefined, problems: readonly string[] = []): Promise<void> {
    await this.attempt(async () => {
      if (!place) return
      const player = await Player.open(place, () => performance.now())
      batch(() => {
        this.player.value = player
        this.lesson.value = place.ownLesson ?? this.lessons.find(({ name }) => name === place.lesson)
        this.subject.value = undefined
      })
    }, problems)
  }

  play(): void {
    this.act((player) => (player.isPlaying ? player.pause() : player.play()))
  }

  pause(): void {
    this.act((player) => player.pause())
  }

  step(): void {
    this.act((player) => player.step())
  }

  setSpeed(speed: number): void {
    this.act((player) => {
      player.speed = speed
    })
  }

  async restart(): Promise<void> {
    await this.change((player) => player.restart())
  }

  async seek(atMs: number): Promise<void> {
    await this.change((player) => player.seek(atMs))
  }

  async choose(event: number | undefined): Promise<void> {
    await this.change((player) => player.choose(event))
  }

  /** @returns whether it could be done: all of it or nothing */
  async turn(...turns: readonly TurnNow[]): Promise<boolean> {
    return this.change((player) => player.turn(...turns))
  }

  async undo(turn: Turn): Promise<void> {
    await this.change((player) => player.undo(turn))
  }

  async toggleOutage(functionName: string): Promise<void> {
    await this.change((player) => player.toggleOutage(functionName))
  }

  async reseed(seed: number): Promise<void> {
    await this.change((player) => player.reseed(seed))
  }

  private act(action: (player: Player) => void): void {
    if (this.player.value) action(this.player.value)
    this.changed()
  }

  private async change(action: (player: Player) => Promise<void>): Promise<boolean> {
    const player = this.player.value
    return player !== undefined && this.attempt(() => action(player))
  }

  /** Does something that a scenario may forbid: what is wrong is told, and nothing has changed. */
  private async attempt(action: () => Promise<void>, problems: readonly string[] = []): Promise<boolean> {
    let isDone = true
    try {
      await action()
      this.problems.value = problems
    } catch (error) {
      isDone = false
      this.problems.value = [...problems, ...problemLines(error)]
    }
    this.changed()
    return isDone
  }

  private tick(): void {
    const player = this.player.value
    if (!player) return
    const moves = player.isPlaying || player.isSeeking
    player.frame()
    if (!moves) return
    this.frame.value++
    const nowMs = performance.now()
    const isStill = !player.isPlaying && !player.isSeeking
    if (nowMs - this.lastRedrawMs < REDRAW_MS && !isStill) return
    this.lastRedrawMs = nowMs
    this.redraw.value++
    this.keepLink()
  }

  private changed(): void {
    batch(() => {
      this.frame.value++
      this.redraw.value++
    })
    this.keepLink()
  }

  private keepLink(): void {
    this.linkTimer ??= setTimeout(() => {
      this.linkTimer = undefined
      this.writeLink()
    }, LINK_MS)
  }

  private writeLink(): void {
    const player = this.player.value
    if (!player) return
    this.link = linkOf(player.here)
    history.replaceState(undefined, '', `#${this.link}`)
  }
}

function problemLines(error: unknown): readonly string[] {
  if (error instanceof ScenarioError) return error.problems.map(formatProblem)
  return [error instanceof Error ? error.message : String(error)]
}
