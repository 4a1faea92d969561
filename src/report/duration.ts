const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** A measured length of time, as exact as an eye needs: `0 ms`, `120 ms`, `2.0 s`, `3 m 04 s`, `5 h 03 m`, `2 d 03 h`. */
export function durationText(durationMs: number): string {
  if (durationMs === 0) return '0 ms'
  if (durationMs < 0.05) return '< 0.1 ms'
  if (durationMs < 9.95) return `${durationMs.toFixed(1)} ms`
  if (durationMs < SECOND_MS - 0.5) return `${Math.round(durationMs)} ms`
  if (durationMs < MINUTE_MS - 50) return `${(durationMs / SECOND_MS).toFixed(1)} s`
  const seconds = Math.round(durationMs / SECOND_MS)
  if (seconds < 3_600) return pair(seconds, 60, 'm', 's')
  const minutes = Math.round(durationMs / MINUTE_MS)
  if (minutes < 1_440) return pair(minutes, 60, 'h', 'm')
  return pair(Math.round(durationMs / HOUR_MS), 24, 'd', 'h')
}

function pair(units: number, perLarger: number, larger: string, unit: string): string {
  const rest = String(units % perLarger).padStart(2, '0')
  return `${Math.floor(units / perLarger)} ${larger} ${rest} ${unit}`
}

/** A length of time that somebody has set, without parts that are zero: `500 ms`, `90 s`, `20 m`, `1 h 30 m`, `24 h`. */
export function briefText(durationMs: number): string {
  if (durationMs < SECOND_MS) return `${Number(durationMs.toFixed(3))} ms`
  if (durationMs <= 2 * MINUTE_MS) return `${Number((durationMs / SECOND_MS).toFixed(1))} s`
  let restMs = Math.round(durationMs / SECOND_MS) * SECOND_MS
  const parts: string[] = []
  for (const [unitMs, unit] of [
    [DAY_MS, 'd'],
    [HOUR_MS, 'h'],
    [MINUTE_MS, 'm'],
    [SECOND_MS, 's'],
  ] as const) {
    // A day or two read better in hours: the scenario says `runLength: 24h`.
    if (unit === 'd' && restMs <= 2 * DAY_MS) continue
    const count = Math.floor(restMs / unitMs)
    if (count > 0) parts.push(`${parts.length > 0 ? String(count).padStart(2, '0') : count} ${unit}`)
    restMs -= count * unitMs
  }
  return parts.join(' ')
}
