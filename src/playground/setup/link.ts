import { type Lesson, lessonOf } from '../../lesson/lesson.ts'
import { formatDuration, parseDuration } from '../../notation/duration.ts'
import { suggestName, suggestNear } from '../../notation/nearest.ts'
import { SPEED_RANGE } from '../../notation/speed.ts'
import { showValue } from '../../notation/value-text.ts'
import { packed, unpacked } from '../../scenario/packed.ts'
import type { ScenarioInput } from '../../scenario/schema/scenario.ts'
import { anyKnob, KNOBS, type KnobName } from './knob.ts'
import { whole } from './number.ts'
import { functionsOf, type Setup, type Turn } from './setup.ts'

/** Where somebody stands: what runs, how far it is, and what is looked at. */
export interface Place extends Setup {
  /** Name of the lesson that the scenario belongs to; undefined for a scenario or a lesson of one's own. */
  readonly lesson?: string | undefined
  /** The lesson of one's own that the scenario belongs to. */
  readonly ownLesson?: Lesson | undefined
  /** Simulated time, in milliseconds. */
  readonly atMs: number
  /** Simulated seconds a second. */
  readonly speed: number
  /** Number of the event whose timeline is shown. */
  readonly event?: number | undefined
}

export const DEFAULT_SPEED = 10

/** The start of a lesson. @param known those of the page: of another one the place carries the whole */
export function startOf(lesson: Lesson, known: readonly Lesson[]): Place {
  const { name, scenario, speed = DEFAULT_SPEED, event } = lesson
  const subject = known.includes(lesson) ? { lesson: name } : { ownLesson: lesson }
  return { ...subject, scenario, turns: [], atMs: 0, speed, event }
}

/** What a link says that was wrong: the rest of it holds. */
export interface ReadLink {
  readonly place: Place | undefined
  /** Each with the part of the link that it is about. */
  readonly problems: readonly string[]
}

/** Most turns that a link may say, so that a page opens whatever it says. */
const MOST_TURNS = 1_000

/** Where a lesson begins, for links that do not say otherwise. */
export type LessonStart = Pick<Lesson, 'scenario' | 'speed' | 'event'>

/**
 * The part of a link behind the `#`. What was done before the run is `retries=1`, what was done during it `2m/retries=1`; of a
 * function other than the first, `checkout.retries=1`. Times are rounded to the millisecond.
 */
export function linkOf(place: Place): string {
  const [first] = Object.keys(functionsOf(place.scenario))
  const isOfLesson = place.lesson !== undefined || place.ownLesson !== undefined
  const parts = [subjectOf(place)]
  for (const turn of place.turns) {
    const time = turn.atMs === 0 ? '' : `${formatDuration(turn.atMs)}/`
    const name = turn.function === first ? turn.knob : `${turn.function}.${turn.knob}`
    parts.push([`${time}${name}`, valueText(turn)])
  }
  if (place.seed !== undefined) parts.push(['seed', String(place.seed)])
  if (place.atMs > 0) parts.push(['at', formatDuration(Math.round(place.atMs))])
  // A lesson has a speed and an event of its own: what is not said would be those.
  if (place.speed !== DEFAULT_SPEED || isOfLesson) parts.push(['speed', String(place.speed)])
  if (place.event !== undefined || isOfLesson) parts.push(['event', String(place.event ?? 'none')])
  return parts.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
}

/**
 * Reads what `linkOf` writes, or a person wrote by hand.
 *
 * @param lessons where the lessons begin, by name
 * @returns no place where the link names no scenario that is there
 */
export function readLink(link: string, lessons: Readonly<Record<string, LessonStart>>): ReadLink {
  const parts = link.split('&').flatMap((part) => (part === '' ? [] : [split(part)]))
  const problems: string[] = []
  const attempt = <T>(name: string, read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    }
  }
  const given = Object.fromEntries(parts)
  const subject = attempt(SUBJECTS.find((name) => given[name] !== undefined) ?? 'lesson', () =>
    readSubject(given, lessons),
  )
  if (!subject) return { place: undefined, problems }
  const { scenario, lesson, ownLesson } = subject
  let atMs = 0
  let { speed = DEFAULT_SPEED, event } = subject
  let seed: number | undefined
  const turns: Turn[] = []
  for (const [name, value] of parts) {
    if (SUBJECTS.includes(name)) continue
    if (name === 'at') atMs = attempt(name, () => parseDuration(value)) ?? 0
    else if (name === 'speed') speed = attempt(name, () => whole(value, ...SPEED_RANGE)) ?? speed
    else if (name === 'seed') seed = attempt(name, () => whole(value, 0, Number.MAX_SAFE_INTEGER))
    else if (name === 'event')
      event = attempt(name, () => (value === 'none' ? undefined : whole(value, 1, 2 ** 31 - 1)))
    else {
      const turn = attempt(name, () => turnOf(name, value, scenario))
      if (turn && turns.length < MOST_TURNS) turns.push(turn)
    }
  }
  return { place: { scenario, lesson, ownLesson, turns, seed, atMs, speed, event }, problems }
}

/** What a link is about: the first that is there. */
const SUBJECTS: readonly string[] = ['scenario', 'ownLesson', 'lesson']

interface LinkSubject extends LessonStart {
  readonly lesson?: string | undefined
  readonly ownLesson?: Lesson | undefined
}

function subjectOf({ scenario, lesson, ownLesson }: Place): [string, string] {
  if (lesson !== undefined) return ['lesson', lesson]
  return ownLesson === undefined ? ['scenario', packed(scenario)] : ['ownLesson', packed(ownLesson)]
}

function readSubject(
  given: Readonly<Record<string, string>>,
  lessons: Readonly<Record<string, LessonStart>>,
): LinkSubject {
  if (given.scenario !== undefined) return { scenario: unpacked(given.scenario) as ScenarioInput }
  if (given.ownLesson !== undefined) {
    const { name, ...data } = Object(unpacked(given.ownLesson))
    const ownLesson = lessonOf(data, String(name))
    return { ...ownLesson, ownLesson }
  }
  const { lesson } = given
  const names = Object.keys(lessons)
  if (lesson !== undefined && Object.hasOwn(lessons, lesson)) return { ...lessons[lesson]!, lesson }
  throw new RangeError(
    `expected one of ${names.join(', ')}, got ${showValue(lesson)}${suggestNear(lesson ?? '', names)}`,
  )
}

function turnOf(name: string, value: string, scenario: ScenarioInput): Turn {
  const slash = name.indexOf('/')
  const atMs = slash < 0 ? 0 : parseDuration(name.slice(0, slash))
  const addressed = name.slice(slash + 1)
  const dot = addressed.lastIndexOf('.')
  const names = Object.keys(functionsOf(scenario))
  const functionName = dot < 0 ? names[0] : addressed.slice(0, dot)
  if (functionName === undefined || !names.includes(functionName))
    throw new RangeError(
      `expected a function of the scenario, got ${showValue(functionName)}${suggestName(functionName ?? '', names)}`,
    )
  const knob = addressed.slice(dot + 1)
  const turn = { atMs, function: functionName }
  if (knob === 'send') {
    refuseLate(atMs, scenario)
    return { ...turn, knob, value: whole(value, 1, MOST_TURNS) }
  }
  if (knob === 'outage') {
    if (value !== 'on' && value !== 'off') throw new RangeError(`expected on or off, got ${showValue(value)}`)
    return { ...turn, knob, value: value === 'on' }
  }
  if (!Object.hasOwn(KNOBS, knob)) {
    const known = [...Object.keys(KNOBS), 'outage', 'send', 'at', 'speed', 'seed', 'event']
    throw new RangeError(`expected one of ${known.join(', ')}, got ${showValue(knob)}${suggestNear(knob, known)}`)
  }
  return { ...turn, knob: knob as KnobName, value: anyKnob(knob as KnobName).parse(value) }
}

/** After the run length nothing arrives any more. */
function refuseLate(atMs: number, { runLength }: ScenarioInput): void {
  if (typeof runLength !== 'string' || atMs <= parseDuration(runLength)) return
  throw new RangeError(`expected a time within the run length, ${runLength}, got ${formatDuration(atMs)}`)
}

function valueText(turn: Turn): string {
  if (turn.knob === 'send') return String(turn.value)
  if (turn.knob === 'outage') return turn.value ? 'on' : 'off'
  return anyKnob(turn.knob).format(turn.value)
}

function split(part: string): [string, string] {
  const sign = part.indexOf('=')
  return sign < 0 ? [decoded(part), ''] : [decoded(part.slice(0, sign)), decoded(part.slice(sign + 1))]
}

/** What may stand in a fragment is left readable. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/%(2F|3A|2C)/g, (code) => decodeURIComponent(code))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
