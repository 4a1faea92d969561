import { briefCountText } from '../number.ts'
import type { SweptNotation } from '../swept-figure.ts'
import type { ChartScale } from './scale.ts'

/** Labels of a scale, about. */
const LABELS = 4
/** Room at the ends, as a share of what lies between them. */
const ROOM = 0.07
/** A scale begins at 0 unless all of it would lie in this share at its top. */
const NARROW = 0.5

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
 * A scale for figures that are never below 0, with round labels in their unit. It begins at 0 unless they lie close together:
 * then it shows how they differ.
 *
 * @param lowest, highest what it must show, ends of intervals too
 */
export function figureScale(lowest: number, highest: number, notation: SweptNotation): ChartScale {
  const high = Math.max(0, highest) || 1
  const low = Math.max(0, Math.min(lowest, high))
  const isCut = high - low < NARROW * high && low < high
  const room = ROOM * (isCut ? high - low : high)
  const least = isCut ? Math.max(0, low - room) : 0
  const most = high + room
  const { size, text } = unitOf(notation, high)
  const step = roundStep((most - least) / LABELS / size)
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const first = Math.ceil(least / size / step - 1e-9)
  const count = Math.floor(most / size / step + 1e-9) - first + 1
  const ticks = Array.from({ length: count }, (_, place) => {
    const amount = (first + place) * step
    const written = decimals === 0 ? briefCountText(amount) : amount.toFixed(decimals)
    return { at: amount * size, text: text(written) }
  })
  return { least, most, ticks }
}

function unitOf(notation: SweptNotation, high: number): Unit {
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
