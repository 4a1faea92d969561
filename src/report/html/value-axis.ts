import { variedText } from '../varied-value.ts'

/** The values of something that was varied, and where they stand beside each other. */
export interface ValueAxis {
  readonly path: string
  /** The path as short as it is told from the others. */
  readonly name: string
  readonly values: readonly unknown[]
  readonly texts: readonly string[]
  /** From 0 to 1. */
  readonly shares: readonly number[]
  /** Whether there is something between two neighbours: not where one of them is a word. */
  readonly isContinuous: boolean
  readonly isLogarithmic: boolean
}

/** Room beside the outermost values, as a share of the axis. */
const INSET = 0.04

/**
 * Numbers stand at their distances, on a logarithmic scale where they are even there rather than on a plain one; words stand
 * beside each other.
 *
 * @param numbers what the values come to, where all of them are numbers of one kind
 */
export function valueAxis(
  { path, values }: { readonly path: string; readonly values: readonly unknown[] },
  name: string,
  numbers: readonly number[] | undefined,
): ValueAxis {
  const texts = values.map(variedText)
  if (!numbers || numbers.length < 2) {
    const shares = values.map((_, place) => (place + 0.5) / values.length)
    return { path, name, values, texts, shares, isContinuous: false, isLogarithmic: false }
  }
  const isLogarithmic = isEvenByFactors(numbers)
  const placed = isLogarithmic ? numbers.map(Math.log) : numbers
  const [least, most] = [Math.min(...placed), Math.max(...placed)]
  const shares = placed.map((each) => INSET + ((each - least) / (most - least || 1)) * (1 - 2 * INSET))
  return { path, name, values, texts, shares, isContinuous: true, isLogarithmic }
}

/** Places of values that are written along an axis: those of the ends, and others far enough apart. None of none. */
export function labelled(
  { texts, shares }: Pick<ValueAxis, 'texts' | 'shares'>,
  widths: (text: string) => number,
): number[] {
  const ordered = shares.map((_, place) => place).sort((a, b) => shares[a]! - shares[b]!)
  const kept: number[] = []
  const fits = (place: number, other: number) =>
    Math.abs(shares[place]! - shares[other]!) >= (widths(texts[place]!) + widths(texts[other]!)) / 2
  const last = ordered.at(-1)
  if (last === undefined) return []
  for (const place of ordered)
    if (kept.every((other) => fits(place, other)) && (place === last || fits(place, last))) kept.push(place)
  return kept
}

/** So many places of a list at most, both ends and others evenly between them. */
export function evenly(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, place) => place)
  return Array.from({ length: most }, (_, place) => Math.round((place * (count - 1)) / (most - 1)))
}

function isEvenByFactors(numbers: readonly number[]): boolean {
  const sorted = numbers.toSorted((a, b) => a - b)
  if (sorted.length < 3 || sorted[0]! <= 0) return false
  return unevenness(sorted.map(Math.log)) < unevenness(sorted) / 2
}

/** How much the gaps between neighbours differ: their standard deviation by their mean. */
function unevenness(sorted: readonly number[]): number {
  const gaps = sorted.slice(1).map((each, place) => each - sorted[place]!)
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  return Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length) / mean
}
