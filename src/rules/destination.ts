import { type Place, partitionOf } from './arn.ts'
import { type TextShape, textViolations, type Violation } from './constraint.ts'
import type { Side } from './routing.ts'
import { parseTarget, type Target, targetKind } from './target.ts'

/** The two sides of a `DestinationConfig`. */
export type DestinationSide = Exclude<Side, 'deadLetter'>

/** What a destination, or a dead-letter target, is checked against. */
export interface TargetContext {
  /** The function that the setting belongs to. */
  readonly functionName: string
  readonly place: Place
  /** Whether a target is there. Asked last, and only for targets that are allowed. */
  readonly exists: (target: Target) => boolean
}

/** One reason why AWS refuses a setting, in its own words (an InvalidParameterValueException). */
export interface Refusal {
  /** Path of the member in lower camel case, as in a `Violation`: `destinationConfig.onFailure.destination`. */
  readonly member: string
  readonly message: string
}

/** The destinations of a config; undefined where none is set. */
export type Destinations = Readonly<Record<DestinationSide, string | undefined>>

/** Shape of a destination. Documented: Lambda's API model. The empty text takes a destination away. */
export const DESTINATION_SHAPE: TextShape = {
  length: [0, 350],
  pattern: String.raw`$|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)`,
}

/** Shape of a dead-letter target. Documented: Lambda's API model. */
const DEAD_LETTER_SHAPE: TextShape = {
  length: [0, Number.POSITIVE_INFINITY],
  pattern: '(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()',
}

const SIDES: readonly DestinationSide[] = ['onSuccess', 'onFailure']

/** The member of a request that holds a side's destination. */
export const destinationMember = (side: DestinationSide) => `destinationConfig.${side}.destination`

/** A member as AWS's errors name it, as the fields of the request: `['DestinationConfig', 'OnFailure', 'Destination']`. */
export function requestFields(member: string): string[] {
  return member.split('.').map((name) => name.charAt(0).toUpperCase() + name.slice(1))
}

/** Violations of a destination's pattern and length. */
export function destinationViolations(side: DestinationSide, value: string | null | undefined): Violation[] {
  return textViolations(destinationMember(side), value, DESTINATION_SHAPE)
}

/**
 * Every reason for which AWS refuses the destinations of a config, in the order of its checks: the function itself,
 * unsupported services, then what is wrong with the targets. AWS sends the first one only. Order and texts are
 * recorded, except for what stands beside the checks below.
 *
 * @param destinations free of violations
 */
export function destinationRefusals(destinations: Destinations, context: TargetContext): Refusal[] {
  return CHECKS.flatMap((check) =>
    SIDES.flatMap((side) => {
      const arn = destinations[side]
      const message = arn === undefined ? undefined : check(arn, side, context, destinations)
      return message === undefined ? [] : [{ member: destinationMember(side), message }]
    }),
  )
}

type Check = (
  arn: string,
  side: DestinationSide,
  context: TargetContext,
  destinations: Destinations,
) => string | undefined
const CHECKS: readonly Check[] = [selfRefusal, serviceRefusal, targetRefusal]

/** A function is no destination of its own. Recorded; that it holds for any of its qualifiers is inferred. */
function selfRefusal(arn: string, _side: DestinationSide, { functionName, place }: TargetContext): string | undefined {
  const target = parseTarget(arn)
  const isItself =
    target?.kind === 'lambda' &&
    target.name === functionName &&
    target.region === place.region &&
    target.account === place.account
  return isItself ? "You can't specify the function as a destination for itself." : undefined
}

/** Only five services take records. Recorded for an IAM ARN; that `kafka://` is refused the same way is inferred. */
function serviceRefusal(
  arn: string,
  _side: DestinationSide,
  _context: TargetContext,
  destinations: Destinations,
): string | undefined {
  if (targetKind(arn)) return undefined
  const onSuccess = destinations.onSuccess === undefined ? null : `OnSuccess(destination=${destinations.onSuccess})`
  const onFailure = destinations.onFailure === undefined ? null : `OnFailure(destination=${destinations.onFailure})`
  return `The provided destination config DestinationConfig(onSuccess=${onSuccess}, onFailure=${onFailure}) is invalid.`
}

/**
 * A target must be of a kind that the side may have, and be there. Recorded for targets that do not exist; inferred
 * for FIFO, another partition, a malformed resource, a bucket on success and a partner's event bus.
 */
function targetRefusal(arn: string, side: DestinationSide, { place, exists }: TargetContext): string | undefined {
  if (!targetKind(arn)) return undefined
  const target = parseTarget(arn)
  if (target?.kind === 'sns' && target.fifo) return "FIFO-type Amazon SNS topics aren't supported as a destination."
  const isAllowed =
    target &&
    !target.fifo &&
    target.partition === partitionOf(place.region) &&
    (target.kind !== 's3' || side === 'onFailure') &&
    (target.kind !== 'events' || !target.name.startsWith('aws.partner/'))
  return isAllowed && exists(target) ? undefined : `The destination ARN ${arn} is invalid.`
}

/** Violations of a dead-letter target's pattern. */
export function deadLetterViolations(value: string | null | undefined): Violation[] {
  return textViolations('deadLetterConfig.targetArn', value, DEAD_LETTER_SHAPE)
}

/**
 * The reason for which AWS refuses a dead-letter target, or undefined. A queue that is missing is recorded, the other
 * texts are inferred from public reports.
 *
 * @param arn free of violations, not empty
 */
export function deadLetterRefusal(arn: string, { place, exists }: TargetContext): Refusal | undefined {
  const message = deadLetterMessage(arn, place, exists)
  return message === undefined ? undefined : { member: 'deadLetterConfig.targetArn', message }
}

function deadLetterMessage(arn: string, place: Place, exists: TargetContext['exists']): string | undefined {
  const target = parseTarget(arn)
  const invalid = 'Invalid dead letter queue ARN:'
  if (target?.kind !== 'sqs' && target?.kind !== 'sns')
    return `${invalid} Only Amazon SQS queues and Amazon SNS topics are supported.`
  if (target.fifo)
    return target.kind === 'sqs'
      ? `${invalid} FIFO SQS queue is not supported for dead letter configuration`
      : `${invalid} FIFO SNS topic is not supported for dead letter configuration`
  if (target.region !== place.region)
    return `${invalid} The resource specified by the TargetArn must be in the same region as the Lambda function it's associated with.`
  if (exists(target)) return undefined
  return target.kind === 'sqs'
    ? 'Error occurred while SendMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.'
    : 'Error occurred while Publish. SNS Error Code: NotFound. SNS Error Message: Topic does not exist'
}
