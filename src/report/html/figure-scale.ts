import { type Notation, valueText } from '../figure-text.ts'
import { briefCountText } from '../number.ts'

/** Where figures stand between two ends, and what is written along that. */
export interface FigureScale {
  /** From 0 to 1; what lies beyond an end stands at it. */
  readonly shareOf: (value: number) => number
  readonly ticks: readonly { readonly share: number; readonly text: string }[]
  readonly isLogarithmic: boolean
}

/** Labels of a scale at most. */
const MOST_LABELS = 6
/** Room at the ends, as a share of what lies between them. */
const ROOM = 0.07
/** A scale begins at 0 unless all of it would lie in this share at its top. */
const NARROW = 0.5
/** From the least to the largest by so many times, a plain scale would show the small ones as one. */
const FACTOR = 50

interface Unit {
  /** One of it, in what figures count in. */
  readonly size: number
  readonly text: (amount: string) => string
}

const TIMES: readonly (readonly [size: number, name: string])[] = [
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
  [1, 'ms'],
]

/**
 * A scale for figures that are never below 0, with round labels in their unit. It begins at 0, but where they lie close together
 * it shows how they differ, and where they differ by orders of magnitude it is logarithmic.
 *
 * @param means one or more
 * @param bounds ends of intervals, which are shown as far as they reach
 */
export function figureScale(means: readonly number[], bounds: readonly number[], notation: Notation): FigureScale {
  const [least, most] = [Math.min(...means), Math.max(...means)]
  const high = Math.max(most, ...bounds)
  if (least > 0 && most / least >= FACTOR) return logarithmic(least, high, notation)
  return plain(Math.max(0, Math.min(least, ...bounds)), high || 1, notation)
}

function plain(low: number, high: number, notation: Notation): FigureScale {
  const isCut = high - low < NARROW * high && low < high
  const room = ROOM * (isCut ? high - low : high)
  const least = isCut ? Math.max(0, low - room) : 0
  const most = high + room
  const { size, text } = unitOf(notation, high)
  const step = roundStep((most - least) / MOST_LABELS / size)
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const first = Math.ceil(least / size / step - 1e-9)
  const count = Math.floor(most / size / step + 1e-9) - first + 1
  const shareOf = between(least, most)
  const ticks = Array.from({ length: count }, (_, place) => {
    const amount = (first + place) * step
    const written = decimals === 0 ? briefCountText(amount) : amount.toFixed(decimals)
    return { share: shareOf(amount * size), text: text(written) }
  })
  return { shareOf, ticks, isLogarithmic: false }
}

/** With a label at each power of ten, or some of them. */
function logarithmic(low: number, high: number, notation: Notation): FigureScale {
  const [from, to] = [Math.log10(low), Math.log10(high)]
  const room = ROOM * (to - from)
  const onPowers = between(from - room, to + room)
  const { size } = unitOf(notation, low)
  const shareOf = (value: number) => (value <= 0 ? 0 : onPowers(Math.log10(value)))
  const [first, last] = [Math.ceil(Math.log10(low / size) - room), Math.floor(Math.log10(high / size) + room)]
  const every = Math.ceil((last - first + 1) / MOST_LABELS)
  const ticks = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, place) => {
    const value = Number(`1e${first + place * every}`) * size
    return { share: shareOf(value), text: valueText(value, notation) }
  })
  return { shareOf, ticks, isLogarithmic: true }
}

function between(least: number, most: number): (value: number) => number {
  return (value) => Math.max(0, Math.min(1, (value - least) / (most - least)))
}

function unitOf(notation: Notation, high: number): Unit {
  switch (notation) {
    case 'share':
      return { size: 0.01, text: (amount) => `${amount} %` }
    case 'money':
      return { size: 1, text: (amount) => `$ ${amount}` }
    case 'duration': {
      const [size, name] = TIMES.find(([each]) => high >= 2 * each) ?? TIMES.at(-1)!
      return { size, text: (amount) => `${amount} ${name}` }
    }
    default:
      return { size: 1, text: (amount) => amount }
  }
}

/** The one of 1, 2 and 5 times a power of ten that is nearest above. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * (1 - 1e-9))!
}
