import { showValue } from '../../notation/value-text.ts'
import { DEFAULT_ACCOUNT, DEFAULT_REGION, formatArn, type Place, partitionOf } from '../../rules/arn.ts'
import { parseTarget, type TargetKind } from '../../rules/target.ts'
import { HarnessError } from './harness-error.ts'

/** Where a harness's functions live when nobody says: account 123456789012 in us-east-1. */
export const DEFAULT_PLACE: Place = { region: DEFAULT_REGION, account: DEFAULT_ACCOUNT }

/** The ARN of a target. @throws HarnessError for a name that none can have, such as an ARN or nothing */
function targetArn(kind: TargetKind, what: string, name: string, resource: string, { region, account }: Place): string {
  const arn = formatArn({ partition: partitionOf(region), service: kind, region, account, resource })
  if (typeof name === 'string' && parseTarget(arn)) return arn
  throw new HarnessError(`${what}: expected the name of a ${what}, such as 'orders', got ${showValue(name)}`)
}

/** ARN of an SQS queue, beside the functions unless said otherwise. */
export function queue(name: string, place = DEFAULT_PLACE): string {
  return targetArn('sqs', 'queue', name, name, place)
}

/** ARN of an SNS topic. */
export function topic(name: string, place = DEFAULT_PLACE): string {
  return targetArn('sns', 'topic', name, name, place)
}

/** ARN of an event bus of EventBridge. */
export function bus(name: string, place = DEFAULT_PLACE): string {
  return targetArn('events', 'bus', name, `event-bus/${name}`, place)
}

/** ARN of an S3 bucket. */
export function bucket(name: string): string {
  return targetArn('s3', 'bucket', name, name, { region: '', account: '' })
}

/** ARN of a function, as a destination: with a version or an alias where one is named. */
export function functionArn(name: string, qualifier?: string, place = DEFAULT_PLACE): string {
  const resource = qualifier === undefined ? `function:${name}` : `function:${name}:${qualifier}`
  return targetArn('lambda', 'function', name, resource, place)
}
