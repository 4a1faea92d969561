import type { DropCondition } from '../rules/condition.ts'
import { EVENT_AGE_SECONDS_RANGE, TIMEOUT_SECONDS_RANGE } from '../rules/limits.ts'
import { alwaysFails, alwaysTimesOut, type Dropper, droppersOf } from './droppers.ts'
import { leftOut } from './function-table.ts'
import { countText } from './number.ts'
import type { Report } from './report.ts'
import { shellWord } from './shell-word.ts'
import { type Style, WIDTH } from './style.ts'

/** What to try next: the command, and below it options with what each one shows. Only such as change or tell something. */
export function nextSteps(report: Report, { colours, glyphs, width = WIDTH }: Style): string[] {
  const { result, file = 'FILE' } = report
  const quoted = shellWord(file)
  if (result.total.received === 0 && !result.total.synchronous?.calls) return [`  asyncinvoke check ${quoted}`]
  const options = [
    ...(leftOut(result) > 0
      ? [['--json', `all ${countText(Object.keys(result.functions).length)} functions, each figure`] as const]
      : []),
    ['--records records.jsonl', 'one line an event'],
    ...whatIf(report),
    [`--seed ${result.seed < Number.MAX_SAFE_INTEGER ? result.seed + 1 : 0}`, 'another draw'],
  ] as const
  // A long option stands without its note: a path says by itself what it changes.
  const noteColumns = Math.max(...options.map(([, what]) => what.length))
  const fits = options.filter(([option]) => 4 + option.length + 2 + noteColumns <= width)
  const columns = Math.max(...fits.map(([option]) => option.length))
  return [
    ...lookCloser(report, quoted),
    `  asyncinvoke run ${quoted} ${glyphs.more}`,
    ...options.map((each) => {
      const [option, what] = each
      return fits.includes(each) ? `    ${option.padEnd(columns)}  ${colours.dim(what)}` : `    ${option}`
    }),
  ]
}

/** The command that shows what became of a typical drop, in this very run: of a lost one, else of the commonest kind. */
function lookCloser({ result, changes = [] }: Report, file: string): string[] {
  const conditions = Object.entries(result.total.dropped) as [DropCondition, number][]
  const [[condition, count]] = conditions.toSorted(([, a], [, b]) => b - a) as [[DropCondition, number]]
  if (count === 0) return []
  const dropped = conditions.reduce((sum, [, each]) => sum + each, 0)
  const { discarded } = result.total
  // Where all were lost, the condition tells more.
  const fate = discarded > 0 && discarded < dropped ? 'discarded' : condition
  const command = ['asyncinvoke explain', file, '--why', fate, ...changes.map(shellWord)].join(' ')
  return [`  Look closer:  ${command}`, '']
}

/** A setting that bears on the reason why most of the drops were dropped. */
function whatIf({ result, scenario, named }: Report): [option: string, what: string][] {
  const conditions = Object.entries(result.total.dropped) as [DropCondition, number][]
  for (const [condition, count] of conditions.toSorted(([, a], [, b]) => b - a)) {
    const [dropper] = count > 0 ? droppersOf(condition, result, scenario) : []
    if (!dropper || dropper.isChanged || (named && !named.has(dropper.spec.name))) continue
    const change = remedy(condition, dropper, scenario)
    if (change) return [change]
  }
  return []
}

function remedy(
  condition: DropCondition,
  dropper: Dropper,
  { dependencies }: Report['scenario'],
): [option: string, what: string] | undefined {
  const { spec, result, addressed } = dropper
  if (condition === 'ZeroReservedConcurrency') {
    return [setting(dropper, 'reservedConcurrency', 1), 'with a slot to run in']
  }
  if (alwaysTimesOut(dropper)) {
    const seconds = spec.timeoutMs / 1_000
    if (seconds >= TIMEOUT_SECONDS_RANGE[1]) return undefined
    return [setting(dropper, 'timeout', `${Math.min(2 * seconds, TIMEOUT_SECONDS_RANGE[1])}s`), 'with more time']
  }
  // Neither more slots nor a longer wait make attempts succeed that all fail.
  if (condition === 'EventAgeExceeded' && alwaysFails(dropper)) return undefined
  // More slots may be what a dependency suffers from.
  const saturates = dependencies.some(
    ({ name, saturation }) => saturation && spec.model.uses.some((use) => use.name === name),
  )
  const reserved = spec.reservedConcurrency
  if (condition === 'EventAgeExceeded' && !saturates && reserved !== undefined && result.concurrency.max >= reserved) {
    return [setting(dropper, 'reservedConcurrency', 2 * reserved), 'with twice the slots']
  }
  // Settings of a config are those of `$LATEST`: they change nothing for events that are sent to an alias.
  const [only] = addressed
  if (addressed.length !== 1 || only!.qualifier !== '$LATEST') return undefined
  const { maximumAgeMs, maximumRetries } = only!.config
  const longestSeconds = EVENT_AGE_SECONDS_RANGE[1]
  if (condition === 'EventAgeExceeded' && maximumAgeMs < longestSeconds * 1_000) {
    return [setting(dropper, 'eventInvokeConfig.MaximumEventAgeInSeconds', longestSeconds), 'with the longest wait']
  }
  if (condition === 'RetriesExhausted' && maximumRetries > 0) {
    return [setting(dropper, 'eventInvokeConfig.MaximumRetryAttempts', 0), 'without retries']
  }
  return undefined
}

function setting({ spec }: Dropper, path: string, value: number | string): string {
  return `--set functions.${spec.name}.${path}=${value}`
}
