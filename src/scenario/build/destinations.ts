import { formatDuration } from '../../notation/duration.ts'
import { suggestName } from '../../notation/nearest.ts'
import { LATEST } from '../../rules/function-name.ts'
import { DEFAULT_RETENTION_SECONDS } from '../../rules/limits.ts'
import { parseTarget } from '../../rules/target.ts'
import type { ExpectedTarget } from '../expectation.ts'
import type { ConsumerSpec, DestinationSpec, QueueSpec, RedriveSpec } from '../scenario.ts'
import type { WrittenConsumer, WrittenDestination, WrittenQueue, WrittenRedrive } from '../schema/destination.ts'
import type { DataPath } from '../source-text.ts'
import { distributionOf, refusePool } from './distribution.ts'
import type { FunctionContext } from './function.ts'
import { outagesOf } from './outage.ts'

/** The targets of a scenario, with the queues behind them. */
export async function destinationsOf(
  written: Readonly<Record<string, WrittenDestination>> | undefined,
  context: FunctionContext,
): Promise<DestinationSpec[]> {
  const { findings } = context
  return Promise.all(
    Object.entries(written ?? {}).map(async ([arn, { down, errors, queue, redrive }]) => {
      const path = ['destinations', arn]
      checkTarget(arn, path, context)
      const outages = outagesOf(errors?.outages, [...path, 'errors', 'outages'], findings)
      return {
        arn,
        isDown: down ?? false,
        probability: errors?.probability ?? 0,
        outages,
        queue: await queueOf(arn, queue, redrive, path, context),
      }
    }),
  )
}

/** The targets as expectations may name them: by the name in the ARN where no other target has it. */
export function expectedTargets(destinations: readonly DestinationSpec[]): ExpectedTarget[] {
  const names = destinations.map(({ arn }) => parseTarget(arn)?.name)
  return destinations.map(({ arn, queue }, place) => {
    const isClear = names.indexOf(names[place]) === names.lastIndexOf(names[place])
    return { arn, label: isClear ? names[place] : undefined, hasQueue: queue !== undefined }
  })
}

/** Only what takes deliveries and can refuse them has a place under `destinations`. */
export function checkTarget(arn: string, path: DataPath, { findings }: Pick<FunctionContext, 'findings'>): void {
  const kind = parseTarget(arn)?.kind
  if (kind !== undefined && kind !== 'lambda') return
  const note = kind === 'lambda' ? ': a function always takes its record' : ''
  findings.error(path, `expected the ARN of a queue, topic, event bus or bucket, got "${arn}"${note}`, 'key')
}

async function queueOf(
  arn: string,
  written: WrittenQueue | undefined,
  redrive: readonly WrittenRedrive[] | undefined,
  path: DataPath,
  context: FunctionContext,
): Promise<QueueSpec | undefined> {
  const { findings } = context
  if (written === undefined) {
    if (redrive && redrive.length > 0) {
      findings.error([...path, 'redrive'], 'expected a queue beside it, such as queue: {}: without one nothing waits')
    }
    return undefined
  }
  if (parseTarget(arn)?.kind === 's3') {
    findings.error([...path, 'queue'], 'expected a queue behind a queue, topic or event bus: in a bucket nothing waits')
  }
  const { consumer } = written
  const redrives = (redrive ?? []).map((each, index) => redriveOf(each, [...path, 'redrive', index], context))
  return {
    retentionMs: written.retention ?? DEFAULT_RETENTION_SECONDS * 1000,
    consumer:
      consumer === undefined || consumer === 'none'
        ? undefined
        : await consumerOf(consumer, [...path, 'queue', 'consumer'], context),
    redrives: redrives.toSorted((a, b) => a.atMs - b.atMs),
  }
}

async function consumerOf(
  written: WrittenConsumer,
  path: DataPath,
  { files, findings }: FunctionContext,
): Promise<ConsumerSpec | undefined> {
  const { fromMs = 0, untilMs = Number.POSITIVE_INFINITY } = written
  if (fromMs >= untilMs) {
    const expected = `an end after the start at ${formatDuration(fromMs)}`
    findings.error([...path, 'until'], `expected ${expected}, got ${formatDuration(untilMs)}`)
  }
  if (written.kind === 'rate') {
    checkRate(written.ratePerMs, [...path, 'rate'], findings)
    return { kind: 'rate', ratePerMs: written.ratePerMs, fromMs, untilMs }
  }
  refusePool(written.duration, [...path, 'duration'], findings)
  const duration = await distributionOf(written.duration, [...path, 'duration'], { files, findings })
  return duration && { kind: 'duration', duration, concurrency: written.concurrency ?? 1, fromMs, untilMs }
}

function redriveOf(written: WrittenRedrive, path: DataPath, { findings, names }: FunctionContext): RedriveSpec {
  const { at, to, rate } = written
  if (rate !== undefined) checkRate(rate, [...path, 'rate'], findings)
  const [functionName = '', qualifier = LATEST] = to?.split(':') ?? []
  if (to !== undefined) {
    const qualifiers = names.qualifiersOf(functionName)
    if (qualifiers.length === 0) {
      const message = `expected a function of the scenario, got "${functionName}"`
      findings.error([...path, 'to'], message + suggestName(functionName, names.functions))
    } else if (!qualifiers.includes(qualifier)) {
      const message = `expected a version or an alias of "${functionName}", got "${qualifier}"`
      findings.error([...path, 'to'], message + suggestName(qualifier, qualifiers))
    }
  }
  return { atMs: at, to: to === undefined ? undefined : { functionName, qualifier }, ratePerMs: rate }
}

function checkRate(ratePerMs: number, path: DataPath, findings: FunctionContext['findings']): void {
  if (ratePerMs === 0) findings.error(path, 'expected a rate above 0, got 0')
}
