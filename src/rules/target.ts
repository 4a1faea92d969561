import { type Arn, formatArn, parseArn } from './arn.ts'
import { parseFunctionName } from './function-name.ts'

/** The kinds of target that Lambda sends to, named as in their ARNs. Documented: PutFunctionEventInvokeConfig. */
export const TARGET_KINDS = ['sqs', 'sns', 'lambda', 'events', 's3'] as const
export type TargetKind = (typeof TARGET_KINDS)[number]

/** Something that a record or a dead letter can be sent to. */
export interface Target {
  readonly kind: TargetKind
  readonly arn: string
  readonly partition: string
  /** Empty for a bucket, as is `account`. */
  readonly region: string
  readonly account: string
  /** Name of the queue, topic, function, event bus or bucket. */
  readonly name: string
  /** Version or alias of a function, if the ARN has one. */
  readonly qualifier: string | undefined
  /** A FIFO queue or topic: its name ends in `.fifo`. */
  readonly fifo: boolean
}

/** The kind of target that an ARN's service is, or undefined: well formed or not. */
export function targetKind(arn: string): TargetKind | undefined {
  const service = parseArn(arn)?.service
  return TARGET_KINDS.find((kind) => kind === service)
}

/**
 * Reads the ARN of a target. Undefined when the service is none of `TARGET_KINDS`, or when the ARN is not whole: no
 * region or account where one belongs, or a resource that is not of its service's form.
 */
export function parseTarget(text: string): Target | undefined {
  const arn = parseArn(text)
  const kind = targetKind(text)
  if (!arn || !kind || (arn.region !== '' && arn.account !== '') === (kind === 's3')) return undefined
  const resource = readResource(kind, arn)
  if (!resource) return undefined
  const { partition, region, account } = arn
  const { name, qualifier } = resource
  const fifo = (kind === 'sqs' || kind === 'sns') && name.endsWith('.fifo')
  return { kind, arn: text, partition, region, account, name, qualifier, fifo }
}

/** Names as the services document them; an event bus of a partner has slashes in its name. */
const NAMES = {
  sqs: /^(?=.{1,80}$)[a-zA-Z0-9_-]+(\.fifo)?$/,
  sns: /^(?=.{1,256}$)[a-zA-Z0-9_-]+(\.fifo)?$/,
  s3: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  events: /^event-bus\/([a-zA-Z0-9._/-]{1,256})$/,
}

function readResource(kind: TargetKind, arn: Arn): Pick<Target, 'name' | 'qualifier'> | undefined {
  if (kind === 'lambda') {
    if (!arn.resource.startsWith('function:')) return undefined
    return parseFunctionName(formatArn(arn))
  }
  const found = NAMES[kind].exec(arn.resource)
  if (!found) return undefined
  return { name: kind === 'events' ? found[1]! : arn.resource, qualifier: undefined }
}
