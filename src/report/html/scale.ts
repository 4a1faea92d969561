import { timeTicks } from '../axis.ts'
import { briefCountText, meanText } from '../number.ts'

/** A scale of a picture: from where to where it goes, and what is written along it. */
export interface ChartScale {
  readonly least: number
  readonly most: number
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
}

/** Room above the highest value, as a share of it. */
const HEADROOM = 0.08
/** Labels of a scale that stands upright, and of one that lies. */
const [UPRIGHT, LYING] = [4, 8]

/** A scale of time from the start of a run. */
export function timeScale(spanMs: number): ChartScale {
  return { least: 0, most: spanMs, ticks: timeTicks(spanMs, LYING).map(({ atMs, text }) => ({ at: atMs, text })) }
}

/** A scale of counts from 0 up to the largest one, or to 1 where there are none. */
export function countScale(largest: number): ChartScale {
  const top = largest || 1
  const step = roundStep(top / UPRIGHT)
  const text = (value: number) => (Number.isInteger(value) ? briefCountText(value) : meanText(value))
  const ticks = Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, place) => {
    // Steps below 1 are not exact in binary.
    const at = Number((place * step).toPrecision(12))
    return { at, text: text(at) }
  })
  return { least: 0, most: top * (1 + HEADROOM), ticks }
}

/** A scale of lengths of time from 0 up to the largest one, in milliseconds. */
export function durationScale(largestMs: number): ChartScale {
  const top = largestMs || 1
  const ticks = timeTicks(top, UPRIGHT).map(({ atMs, text }) => ({ at: atMs, text }))
  return { least: 0, most: top * (1 + HEADROOM), ticks }
}

/** The least of 1, 2 and 5 times a power of ten that is not below a length. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * (1 - 1e-9))!
}
