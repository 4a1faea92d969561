import { formatDuration } from '../../notation/duration.ts'
import { nearestName } from '../../notation/nearest.ts'
import { LATEST } from '../../rules/function-name.ts'
import { DEFAULT_ACCOUNT_CONCURRENCY } from '../../rules/limits.ts'
import { DEFAULT_MODEL_CHOICES } from '../../rules/model-choices.ts'
import type { ReadFile } from '../bytes.ts'
import type { DistributionSpec } from '../distribution.ts'
import type { AccountSpec, FunctionSpec, Scenario } from '../scenario.ts'
import type { WrittenDistribution } from '../schema/distribution.ts'
import type { WrittenFunctionsFrom } from '../schema/function.ts'
import { FUNCTION_NAME, type WrittenScenario } from '../schema/scenario.ts'
import type { WrittenTrace } from '../schema/trace.ts'
import type { DataPath } from '../source-text.ts'
import type { Trace } from '../trace.ts'
import { type ArrivalContext, boundArrival, type OpenArrival, readArrivals } from './arrivals.ts'
import { changesOf } from './changes.ts'
import { checkAliases, checkFlow } from './checks.ts'
import { checkConcurrency, checkWaits } from './concurrency.ts'
import { checkDeadLetter, checkEventInvokeConfig } from './config.ts'
import { checkUses, dependenciesOf } from './dependency.ts'
import { destinationsOf } from './destinations.ts'
import { distributionOf, refusePool } from './distribution.ts'
import { expectationsOf } from './expectations.ts'
import { ScenarioFiles } from './files.ts'
import type { Findings } from './findings.ts'
import { type FunctionBase, type FunctionContext, functionOf, settingsOf } from './function.ts'
import { warnOfLate } from './late.ts'
import { Names } from './names.ts'
import { checkPolicies } from './policies.ts'
import { pricesOf } from './prices.ts'
import { checkProvisioned } from './provisioned.ts'
import { refuseRecording, withRecording } from './recording.ts'
import { minutesReplay } from './trace.ts'
import { lastArrivalMs } from './volume.ts'
import { withoutUndefined } from './without-undefined.ts'

const DEFAULT_ACCOUNT: AccountSpec = {
  id: '123456789012',
  region: 'us-east-1',
  concurrency: DEFAULT_ACCOUNT_CONCURRENCY,
}
const DEFAULT_SEED = 1
const DEFAULT_START_MS = Date.UTC(2026, 0, 1)

/** A function on the way to its `FunctionSpec`: the run length is not known yet. */
type OpenFunction = FunctionBase & { readonly sources: readonly OpenArrival[] }

/** Where a scenario comes from. */
export interface Origin {
  /** Name of a scenario that has none. */
  readonly name: string
  /** Folder of its file with a slash at its end, empty where there is none. */
  readonly folder: string
  /** Gives the files that it names. */
  readonly readFile: ReadFile
}

/**
 * Builds the scenario that was written: reads its files, fills in the defaults, and adds to the findings what cannot be
 * or looks wrong. It can run unless the findings are fatal.
 *
 * @param data the scenario as it came, for the names in it: `written` may lack what was wrong
 */
export async function buildScenario(
  written: WrittenScenario,
  data: unknown,
  { name, folder, readFile }: Origin,
  findings: Findings,
): Promise<Scenario> {
  const account = { ...DEFAULT_ACCOUNT, ...withoutUndefined(written.account ?? {}) }
  const files = new ScenarioFiles(readFile, folder, findings)
  const { functionsFrom } = written
  const trace = functionsFrom && (await files.trace(traceOfAll(functionsFrom).file, filePath(functionsFrom)))
  const names = new Names(data, trace?.keys() ?? [])
  const place = { region: account.region, account: account.id }
  const startMs = written.start ?? DEFAULT_START_MS
  const context = { place, names, findings, files, startMs }
  const open = [...(await ownFunctions(written, context)), ...(await functionsOfFile(written, trace, context))]
  // Functions that are not even a map are told of as such.
  const areWrong = (['functions', 'functionsFrom'] as const).some((key) => {
    return written[key] === undefined && Object.hasOwn(data as object, key)
  })
  if (names.functions.length === 0 && !functionsFrom && !areWrong)
    findings.error(['functions'], 'expected at least one function, got none')

  const runLengthMs = runLength(written, data, open, findings)
  const functions = open.map(({ sources, ...base }): FunctionSpec => {
    return { ...base, arrivals: sources.map((source) => boundArrival(source, runLengthMs, findings)) }
  })
  const destinations = await destinationsOf(written.destinations, context)
  const scenario: Scenario = {
    name: written.name ?? name,
    seed: written.seed ?? DEFAULT_SEED,
    startMs,
    runLengthMs,
    warmUpMs: warmUp(written.warmUp ?? 0, runLengthMs, findings),
    account,
    options: written.options?.choices ?? DEFAULT_MODEL_CHOICES,
    idleLife: await idleLifeOf(written.options?.idleLife, { files, findings }),
    functions,
    destinations,
    dependencies: await dependenciesOf(written.dependencies, context),
    changes: [],
    prices: pricesOf(written.prices),
    expectations: [],
  }
  checkConcurrency(scenario, written, findings)
  checkWaits(scenario, written, findings)
  checkAliases(scenario, findings)
  checkProvisioned(scenario, findings)
  const changed = { ...scenario, changes: await changesOf(written.changes, scenario, context) }
  checkFlow(changed, findings)
  warnOfLate(written, runLengthMs, findings)
  checkUses(changed, findings)
  // Where the file with the functions cannot be read, nobody knows which of them there are.
  const isKnown = !functionsFrom || trace !== undefined
  const expectations = isKnown ? expectationsOf(written.expect ?? [], names, changed, findings) : []
  checkPolicies(written, changed, context)
  return { ...changed, expectations }
}

async function ownFunctions(
  { functions }: WrittenScenario,
  context: FunctionContext & ArrivalContext,
): Promise<OpenFunction[]> {
  return Promise.all(
    Object.entries(functions ?? {}).map(async ([name, spec]) => {
      const path = ['functions', name]
      const base = await functionOf(name, spec, path, context)
      const sources = await readArrivals(spec.arrivals ?? [], name, [...path, 'arrivals'], context)
      return { ...withRecording(base, spec, sources, path, context.findings), sources }
    }),
  )
}

async function functionsOfFile(
  { functions, functionsFrom }: WrittenScenario,
  trace: Trace | undefined,
  context: FunctionContext,
): Promise<OpenFunction[]> {
  if (!functionsFrom || !trace) return []
  const path = ['functionsFrom']
  const { findings } = context
  const settings = await settingsOf(functionsFrom, path, context)
  const { file, ...replay } = traceOfAll(functionsFrom)
  refuseRecording(functionsFrom, path, findings)
  if (trace.size === 0) findings.error([...path, 'perMinute'], `expected rows in ${file}, got none`)
  const [odd, ...further] = [...trace.keys()].filter((name) => !FUNCTION_NAME.test(name))
  if (odd !== undefined) {
    const expected = "function's names of 1 to 64 letters, digits, hyphens and underscores"
    const came = `"${odd}"${further.length > 0 ? ` and ${further.length} more` : ''}`
    findings.error([...path, 'perMinute'], `expected ${expected} in ${file}, got ${came}`)
  }
  return [...trace].map(([name, counts]) => {
    if (functions && Object.hasOwn(functions, name)) {
      findings.error(['functions', name], `expected a name that ${file} does not have`, 'key')
    }
    checkEventInvokeConfig(functionsFrom.eventInvokeConfig, name, [...path, 'eventInvokeConfig'], context)
    checkDeadLetter(functionsFrom.deadLetterConfig?.TargetArn, name, [...path, 'deadLetterConfig'], context)
    const source: OpenArrival = {
      kind: 'perMinute',
      trace: counts,
      replay: minutesReplay(replay, counts, [...path, 'perMinute'], findings),
      path: [...path, 'perMinute'],
      position: 0,
      qualifier: LATEST,
      fromMs: 0,
      untilMs: Number.POSITIVE_INFINITY,
    }
    return { name, ...settings, versions: [], aliases: [], sources: [source] }
  })
}

/** The file of all functions, and how it is played. */
function traceOfAll({ perMinute }: WrittenFunctionsFrom): WrittenTrace {
  return typeof perMinute === 'string' ? { file: perMinute } : perMinute
}

function filePath({ perMinute }: WrittenFunctionsFrom): DataPath {
  return ['functionsFrom', 'perMinute', ...(typeof perMinute === 'string' ? [] : ['file'])]
}

/** The run length that is given, or the last arrival; an error where that never comes. */
function runLength(written: WrittenScenario, data: unknown, open: readonly OpenFunction[], findings: Findings): number {
  if (written.runLength !== undefined) return written.runLength
  const isGiven = Object.keys(data as object).some((key) => nearestName(key, ['runLength']) !== undefined)
  let longestMs = 0
  for (const source of open.flatMap(({ sources }) => sources)) {
    const lastMs = lastArrivalMs(source)
    if (lastMs !== Number.POSITIVE_INFINITY) longestMs = Math.max(longestMs, lastMs)
    else if (!isGiven) {
      const message = `expected a runLength in the scenario, or an \`until\` here: ${source.kind} arrivals never end`
      findings.error(source.path, message)
    }
  }
  // A run length that is wrong or misspelt is reported already; nothing is past it then.
  return isGiven ? Number.POSITIVE_INFINITY : longestMs
}

/** One that leaves nothing to count is an error. */
function warmUp(warmUpMs: number, runLengthMs: number, findings: Findings): number {
  if (warmUpMs > 0 && warmUpMs >= runLengthMs) {
    const expected = `a time before the end of the arrivals at ${formatDuration(runLengthMs)}`
    findings.error(['warmUp'], `expected ${expected}, got ${formatDuration(warmUpMs)}`)
  }
  return warmUpMs
}

async function idleLifeOf(
  written: WrittenDistribution | undefined,
  context: { readonly files: ScenarioFiles; readonly findings: Findings },
): Promise<DistributionSpec | undefined> {
  const path = ['options', 'idleLife']
  refusePool(written, path, context.findings)
  return written && distributionOf(written, path, context)
}
