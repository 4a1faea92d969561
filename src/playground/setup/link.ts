import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate'
import { formatDuration, parseDuration } from '../../notation/duration.ts'
import { suggestName } from '../../notation/nearest.ts'
import { showValue } from '../../notation/value-text.ts'
import type { ScenarioInput } from '../../scenario/schema/scenario.ts'
import { anyKnob, KNOBS, type KnobName } from './knob.ts'
import { whole } from './number.ts'
import { functionsOf, type Setup, type Turn } from './setup.ts'

/** Where somebody stands: what runs, how far it is, and what is looked at. */
export interface Place extends Setup {
  /** Name of the lesson that the scenario belongs to; undefined for a scenario of one's own. */
  readonly lesson?: string | undefined
  /** Simulated time, in milliseconds. */
  readonly atMs: number
  /** Simulated seconds a second. */
  readonly speed: number
  /** Number of the event whose timeline is shown. */
  readonly event?: number | undefined
}

export const SPEED_RANGE = [1, 10_000] as const
export const DEFAULT_SPEED = 10

/** What a link says that was wrong: the rest of it holds. */
export interface ReadLink {
  readonly place: Place | undefined
  /** Each with the part of the link that it is about. */
  readonly problems: readonly string[]
}

/** Most turns that a link may say, so that a page opens whatever it says. */
const MOST_TURNS = 1_000
/** Longest scenario that a link may carry, as JSON, in bytes. */
const MOST_SCENARIO_BYTES = 1_000_000

/**
 * The part of a link behind the `#`. What was done before the run is `retries=1`, what was done during it `2m/retries=1`; of a
 * function other than the first, `checkout.retries=1`. Times are rounded to the millisecond.
 */
export function linkOf(place: Place): string {
  const [first] = Object.keys(functionsOf(place.scenario))
  const parts: [string, string][] = [
    place.lesson === undefined ? ['scenario', packed(place.scenario)] : ['lesson', place.lesson],
  ]
  for (const turn of place.turns) {
    const time = turn.atMs === 0 ? '' : `${formatDuration(turn.atMs)}/`
    const name = turn.function === first ? turn.knob : `${turn.function}.${turn.knob}`
    parts.push([`${time}${name}`, valueText(turn)])
  }
  if (place.seed !== undefined) parts.push(['seed', String(place.seed)])
  if (place.atMs > 0) parts.push(['at', formatDuration(Math.round(place.atMs))])
  if (place.speed !== DEFAULT_SPEED) parts.push(['speed', String(place.speed)])
  if (place.event !== undefined) parts.push(['event', String(place.event)])
  return parts.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
}

/**
 * Reads what `linkOf` writes, or a person wrote by hand.
 *
 * @param lessons the scenarios of the lessons, by name
 * @returns no place where the link names no scenario that is there
 */
export function readLink(link: string, lessons: Readonly<Record<string, ScenarioInput>>): ReadLink {
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
  const scenario =
    given.scenario === undefined
      ? attempt('lesson', () => lessonOf(given.lesson, lessons))
      : attempt('scenario', () => unpacked(given.scenario!))
  if (!scenario) return { place: undefined, problems }
  let [atMs, speed]: [number, number] = [0, DEFAULT_SPEED]
  let seed: number | undefined
  let event: number | undefined
  const turns: Turn[] = []
  for (const [name, value] of parts) {
    if (name === 'scenario' || name === 'lesson') continue
    if (name === 'at') atMs = attempt(name, () => parseDuration(value)) ?? 0
    else if (name === 'speed') speed = attempt(name, () => whole(value, ...SPEED_RANGE)) ?? DEFAULT_SPEED
    else if (name === 'seed') seed = attempt(name, () => whole(value, 0, Number.MAX_SAFE_INTEGER))
    else if (name === 'event') event = attempt(name, () => whole(value, 1, 2 ** 31 - 1))
    else {
      const turn = attempt(name, () => turnOf(name, value, scenario))
      if (turn && turns.length < MOST_TURNS) turns.push(turn)
    }
  }
  const lesson = given.scenario === undefined ? given.lesson : undefined
  return { place: { scenario, lesson, turns, seed, atMs, speed, event }, problems }
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
  if (knob === 'send') return { ...turn, knob, value: whole(value, 1, MOST_TURNS) }
  if (knob === 'outage') {
    if (value !== 'on' && value !== 'off') throw new RangeError(`expected on or off, got ${showValue(value)}`)
    return { ...turn, knob, value: value === 'on' }
  }
  if (!Object.hasOwn(KNOBS, knob)) {
    const known = [...Object.keys(KNOBS), 'outage', 'send', 'at', 'speed', 'seed', 'event']
    throw new RangeError(`expected one of ${known.join(', ')}, got ${showValue(knob)}${suggestName(knob, known)}`)
  }
  return { ...turn, knob: knob as KnobName, value: anyKnob(knob as KnobName).parse(value) }
}

function valueText(turn: Turn): string {
  if (turn.knob === 'send') return String(turn.value)
  if (turn.knob === 'outage') return turn.value ? 'on' : 'off'
  return anyKnob(turn.knob).format(turn.value)
}

function lessonOf(name: string | undefined, lessons: Readonly<Record<string, ScenarioInput>>): ScenarioInput {
  const names = Object.keys(lessons)
  if (name !== undefined && Object.hasOwn(lessons, name)) return lessons[name]!
  throw new RangeError(`expected one of ${names.join(', ')}, got ${showValue(name)}${suggestName(name ?? '', names)}`)
}

function packed(scenario: ScenarioInput): string {
  const bytes = deflateSync(strToU8(JSON.stringify(scenario)), { level: 9 })
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function unpacked(text: string): ScenarioInput {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0))
    const json = inflateSync(bytes, { out: new Uint8Array(MOST_SCENARIO_BYTES) })
    return JSON.parse(strFromU8(json))
  } catch {
    throw new RangeError('expected a scenario as such a link carries it; perhaps a part of the link was lost')
  }
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
