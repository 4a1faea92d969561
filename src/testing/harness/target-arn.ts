import {
  functionArn as arnOfFunction,
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  formatArn,
  type Place,
  partitionOf,
} from '../../rules/arn.ts'

/** Where a harness's functions live when nobody says: account 123456789012 in us-east-1. */
export const DEFAULT_PLACE: Place = { region: DEFAULT_REGION, account: DEFAULT_ACCOUNT }

function arn(service: string, resource: string, { region, account }: Place): string {
  return formatArn({ partition: partitionOf(region), service, region, account, resource })
}

/** ARN of an SQS queue, beside the functions unless said otherwise. */
export function queue(name: string, place = DEFAULT_PLACE): string {
  return arn('sqs', name, place)
}

/** ARN of an SNS topic. */
export function topic(name: string, place = DEFAULT_PLACE): string {
  return arn('sns', name, place)
}

/** ARN of an event bus of EventBridge. */
export function bus(name: string, place = DEFAULT_PLACE): string {
  return arn('events', `event-bus/${name}`, place)
}

/** ARN of an S3 bucket. */
export function bucket(name: string): string {
  return formatArn({ partition: 'aws', service: 's3', region: '', account: '', resource: name })
}

/** ARN of a function, as a destination: with a version or an alias where one is named. */
export function functionArn(name: string, qualifier?: string, place = DEFAULT_PLACE): string {
  return arnOfFunction(place, name, qualifier)
}
