import type { FindResult, TrialResult } from '../experiment/find-result.ts'
import type { Unit } from '../scenario/metric.ts'
import { cellsTable } from './cells-table.ts'
import { briefText, durationText } from './duration.ts'
import { figureCells, figureText } from './figure-text.ts'
import { lengthText } from './length-text.ts'
import { countOf, countText } from './number.ts'
import { cut, flow, listed, wrap } from './prose.ts'
import { sectionsText } from './sections.ts'
import { shellWord } from './shell-word.ts'
import { type Style, WIDTH } from './style.ts'
import { shortNames, variedCell, variedText } from './varied-value.ts'

/** All that the report of a search is made from. */
export interface FindReport {
  readonly result: FindResult
  /** What the figure of each term counts in. */
  readonly units: readonly Unit[]
  /** The scenario's file as the commands to try next name it. */
  readonly file: string
  /** Words of the command line that hold for all values: `--seed`, `7`. */
  readonly changes: readonly string[]
  /** Real time that it took, in ms; left out, the report is the same for the same seed. */
  readonly elapsedMs?: number
}

/** What was found, for a terminal: the answer first, then what was tried. */
export function findText(report: FindReport, style: Style): string {
  const { result } = report
  const { width = WIDTH } = style
  const sections = [
    title(report, style),
    wrap(findAnswer(report), '  ', width),
    table(report, style),
    [...undecidedText(result), ...result.doubts].flatMap((line) => wrap(line, '  ', width)),
    nextSteps(report),
  ]
  return sectionsText(sections, style)
}

function title(report: FindReport, { colours, glyphs, width = WIDTH }: Style): string[] {
  const name = colours.bold(cut(report.result.name, width, glyphs.more))
  return [name, ...flow(findFacts(report), ` ${glyphs.dot} `, '', width)]
}

/** How much was tried, and the seed. */
export function findFacts({ result, elapsedMs }: Pick<FindReport, 'result' | 'elapsedMs'>): string[] {
  const { size, trials, runLength, warmUp, seed } = result
  const runs = trials.reduce((sum, { replications }) => sum + replications, 0)
  const took = elapsedMs === undefined ? '' : ` in ${durationText(elapsedMs)}`
  const length = lengthText(runLength, [result.path])
  const tried = `${countText(trials.length)} of ${countOf(size, 'value')} tried`
  return [
    `${tried}, ${countOf(runs, 'run')}${length} simulated${took}`,
    `seed ${seed}`,
    ...(warmUp > 0 ? [`the first ${briefText(warmUp)} left out`] : []),
  ]
}

/** What was found, or why nothing was. */
export function findAnswer(report: Pick<FindReport, 'result' | 'units'>): string {
  const { result } = report
  const { outcome, sought, low, high, binding } = result
  const [name] = shortNames([result.path])
  const range = `${variedText(low)} to ${variedText(high)}`
  if (outcome === 'interrupted') return 'Interrupted: this is what was tried by then.'
  if (outcome === 'none') {
    const bound = listed(binding.map((term) => `"${term}"`))
    const isUnsure = result.trials.some(({ verdict }) => verdict === 'undecided')
    const none = isUnsure ? 'was shown to suffice' : 'suffices'
    return binding.length > 1
      ? `No ${name} of ${range} ${none}: ${bound} are not met together.`
      : `No ${name} of ${range} ${none}: what binds is ${bound}${nearest(report)}.`
  }
  const lead = `${name}=${variedText(result.value)} is the ${sought} with which "${result.requirement}" holds, for ${figureText(result.cost!, 'money')} a run`
  return `${lead}. ${whyNotFurther(report)}`
}

/** How far the best of the ends is from a bound that no value meets. */
function nearest({ result, units }: Pick<FindReport, 'result' | 'units'>): string {
  const { trials, binding, sought } = result
  const last = sought === 'smallest' ? trials.at(-1) : trials[0]
  const index = last?.terms.findIndex(({ term }) => term === binding[0]) ?? -1
  if (!last || index < 0) return ''
  const { estimate } = last.terms[index]!
  return `, with ${figureText(estimate, units[index]!)} at ${variedText(last.value)}`
}

/** Why the next value is not the answer. */
function whyNotFurther({ result, units }: Pick<FindReport, 'result' | 'units'>): string {
  const { trials, value, sought, binding } = result
  const place = trials.findIndex((trial) => trial.value === value)
  const next = trials[sought === 'smallest' ? place - 1 : place + 1]
  if (!next || binding.length === 0) return `It is the ${sought} that was asked about.`
  const index = next.terms.findIndex(({ term }) => binding.includes(term))
  const { term, estimate, verdict } = next.terms[index]!
  const figure = figureText(estimate, units[index]!)
  return verdict === 'unmet'
    ? `With ${variedText(next.value)} "${term}" does not hold: it is ${figure}.`
    : `With ${variedText(next.value)} it was not decided whether "${term}" holds: it is ${figure}.`
}

function table(report: FindReport, style: Style): string[] {
  const { head, rows } = trialCells(report, style.glyphs.more)
  return cellsTable(head, rows, style)
}

/** What was tried as a table, in the order of the values. @param more stands for what is left out of a value */
export function trialCells({ result, units }: Pick<FindReport, 'result' | 'units'>, more: string) {
  const { trials } = result
  const [name] = shortNames([result.path])
  const terms = trials[0]!.terms.map(({ term }) => term.replace(/\s*(?:==|!=|<=|>=|<|>).*$/, ''))
  const rows = trials.map((trial) => [
    variedCell(trial.value, more),
    verdictText(result, trial),
    countText(trial.replications),
    ...trial.terms.flatMap(({ estimate }, index) => figureCells(estimate, units[index]!)),
    ...figureCells(trial.cost, 'money'),
  ])
  return { head: [name!, '', 'runs', ...terms.flatMap((term) => [term, '±']), 'cost', '±'], rows }
}

/** What was decided about a value, in a word. */
export function verdictText({ value, outcome }: FindResult, trial: TrialResult): string {
  return trial.value === value && outcome === 'found' ? 'found' : VERDICTS[trial.verdict]
}

export const VERDICTS = { met: 'holds', unmet: 'fails', undecided: 'undecided' } as const

/** Values that were left open, in a sentence. */
export function undecidedText({ undecided: values, replications }: FindResult): string[] {
  if (values.length === 0) return []
  return [
    `Not decided after ${countOf(replications, 'replication')}: ${listed(values.map(variedText))}; the intervals there have a bound in them.`,
  ]
}

function nextSteps({ result, file, changes }: FindReport): string[] {
  const value = result.outcome === 'found' ? result.value : result.high
  const set = shellWord(`${result.path}=${variedText(value)}`)
  const words = (command: string, ...more: readonly string[]) =>
    ['  asyncinvoke', command, shellWord(file), ...changes.map(shellWord), ...more].join(' ')
  return result.outcome === 'found'
    ? [words('run', '--set', set, '--replications', '10')]
    : [
        words(
          'sweep',
          '--vary',
          shellWord(`${result.path}=${variedText(result.low)}..${variedText(result.high)}/5 points`),
        ),
      ]
}
