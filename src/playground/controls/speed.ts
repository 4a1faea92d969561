import { SPEED_RANGE } from '../../notation/speed.ts'
import { countText } from '../../report/number.ts'

/** Speeds that read well, about as far apart as a scale of logarithms has them: simulated seconds a second. */
export const SPEEDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, SPEED_RANGE[1]] as const

/** Place of a speed on the scale: of one between two, that of the nearer by ratio. */
export function speedPlace(speed: number): number {
  const distances = SPEEDS.map((each) => Math.abs(Math.log(each / speed)))
  return distances.indexOf(Math.min(...distances))
}

/** The next speed of the scale in a direction; the last one has none after it. */
export function nextSpeed(speed: number, direction: 1 | -1): number {
  const further = direction > 0 ? SPEEDS.find((each) => each > speed) : SPEEDS.findLast((each) => each < speed)
  return further ?? speed
}

/** What a speed means: `1 min a second`. */
export function speedText(speed: number): string {
  if (speed === 1) return 'real time'
  const units = [
    [3_600, 'h'],
    [60, 'min'],
  ] as const
  for (const [seconds, unit] of units) {
    const count = speed / seconds
    if (count >= 1 && (Number.isInteger(count) || speed >= 7_200))
      return `${countText(Math.round(count))} ${unit} a second`
  }
  return `${countText(speed)} s a second`
}
