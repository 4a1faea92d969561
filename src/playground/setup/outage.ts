import { formatDuration } from '../../notation/duration.ts'
import type { WrittenFunction } from './written.ts'

/** When an outage ends that nobody has ended yet: after any event has. */
const OPEN_END_MS = 30 * 86_400_000

type Span = { readonly from: unknown; readonly to: unknown; readonly duration?: unknown }

/** The function with a span of time more in which every attempt that starts fails. @param toMs undefined: it goes on */
export function withOutage(written: WrittenFunction, fromMs: number, toMs: number | undefined): WrittenFunction {
  const errors = written.model?.errors ?? {}
  const span: Span = { from: formatDuration(fromMs), to: formatDuration(toMs ?? fromMs + OPEN_END_MS) }
  const outages = [...(errors.outages ?? []), span] as NonNullable<typeof errors.outages>
  return { ...written, model: { ...written.model, errors: { ...errors, outages } } }
}
