import { formatDuration } from '../../notation/duration.ts'
import type { ScenarioInput } from '../../scenario/schema/scenario.ts'
import type { Turn } from './setup.ts'

/** When an outage ends that nobody has ended yet: after any event has. */
const OPEN_END_MS = 30 * 86_400_000

type Tree = Readonly<Record<string, unknown>>

/**
 * The scenario with the outages that somebody began: spans of time in which every attempt of a function fails that starts in
 * them. Every model knows them from the start, those that come with changes and versions too; no attempt before a span feels
 * it.
 *
 * @param turns in order of time
 */
export function withOutages(scenario: ScenarioInput, turns: readonly Turn[]): ScenarioInput {
  let result: ScenarioInput = scenario
  for (const name of new Set(turns.flatMap((turn) => (turn.knob === 'outage' ? [turn.function] : [])))) {
    const spans = spansOf(turns.filter((turn) => turn.function === name))
    const own = (functions: unknown, isStart: boolean) =>
      within(functions, name, (written) => withSpans(written, spans, isStart))
    const { changes } = result
    const changed = Array.isArray(changes) && {
      changes: changes.map((change) => ({ ...change, functions: own(change?.functions, false) })),
    }
    result = { ...result, functions: own(result.functions, true), ...changed } as ScenarioInput
  }
  return result
}

/** A function, or what changes of it. A model that says nothing of errors keeps those that were there. */
function withSpans(written: Tree, spans: readonly object[], isStart: boolean): Tree {
  const hasErrors = isTree(written.model) && isTree(written.model.errors)
  const own = isStart || hasErrors ? { ...written, model: modelWith(written.model, spans) } : written
  if (!isTree(own.versions)) return own
  const versions = Object.entries(own.versions).map(([version, each]) => [
    version,
    isTree(each) && isTree(each.model) && isTree(each.model.errors) ? withSpans(each, spans, false) : each,
  ])
  return { ...own, versions: Object.fromEntries(versions) }
}

function modelWith(model: unknown, spans: readonly object[]): Tree {
  const errors = isTree(model) && isTree(model.errors) ? model.errors : {}
  const outages = Array.isArray(errors.outages) ? errors.outages : []
  return { ...(isTree(model) && model), errors: { ...errors, outages: [...outages, ...spans] } }
}

/** From each beginning to the end that follows; a second beginning or a second end is none. */
function spansOf(turns: readonly Turn[]): object[] {
  const spans: object[] = []
  const add = (fromMs: number, toMs: number) => {
    if (toMs > fromMs) spans.push({ from: formatDuration(fromMs), to: formatDuration(toMs) })
  }
  let fromMs: number | undefined
  for (const turn of turns) {
    if (turn.knob !== 'outage' || turn.value === (fromMs !== undefined)) continue
    if (!turn.value) add(fromMs!, turn.atMs)
    fromMs = turn.value ? turn.atMs : undefined
  }
  if (fromMs !== undefined) add(fromMs, fromMs + OPEN_END_MS)
  return spans
}

function within(functions: unknown, name: string, change: (written: Tree) => Tree): unknown {
  if (!isTree(functions) || !isTree(functions[name])) return functions
  return { ...functions, [name]: change(functions[name]) }
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
