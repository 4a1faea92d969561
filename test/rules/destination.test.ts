import { describe, expect, test } from 'vitest'
import { validationMessage } from '../../src/rules/constraint.ts'
import {
  DESTINATION_SHAPE,
  type Destinations,
  deadLetterRefusal,
  deadLetterViolations,
  destinationRefusals,
  destinationViolations,
  type TargetContext,
} from '../../src/rules/destination.ts'

const place = { region: 'us-east-1', account: '123456789012' }
const everything: TargetContext = { functionName: 'f', place, exists: () => true }
const nothing: TargetContext = { ...everything, exists: () => false }
const sqs = 'arn:aws:sqs:us-east-1:123456789012:q'
const sns = 'arn:aws:sns:us-east-1:123456789012:t'
const lambda = 'arn:aws:lambda:us-east-1:123456789012:function:g'
const bus = 'arn:aws:events:us-east-1:123456789012:event-bus/default'
const bucket = 'arn:aws:s3:::bucket'

function messages(destinations: Partial<Destinations>, context = everything): string[] {
  const both = { onSuccess: undefined, onFailure: undefined, ...destinations }
  return destinationRefusals(both, context).map((refusal) => refusal.message)
}

test.each([sqs, sns, lambda, `${lambda}:live`, bus])('%s may stand on both sides', (arn) => {
  expect(messages({ onSuccess: arn, onFailure: arn })).toEqual([])
})

test('a bucket takes failures only', () => {
  expect(messages({ onFailure: bucket })).toEqual([])
  expect(messages({ onSuccess: bucket })).toEqual([`The destination ARN ${bucket} is invalid.`])
})

test.each([sqs, sns, lambda, bus])('%s is invalid when it is not there', (arn) => {
  expect(messages({ onFailure: arn }, nothing)).toEqual([`The destination ARN ${arn} is invalid.`])
})

test.each([
  `${sqs}.fifo`,
  'arn:aws-cn:sqs:us-east-1:123456789012:q',
  'arn:aws:sqs:us-east-1:123456789012:a/b',
  'arn:aws:sqs:::q',
  'arn:aws:lambda:us-east-1:123456789012:layer:g',
  'arn:aws:lambda:us-east-1:123456789012:function:g:1:2',
  'arn:aws:events:us-east-1:123456789012:rule/default',
  'arn:aws:events:us-east-1:123456789012:event-bus/aws.partner/x.com/1',
  'arn:aws:s3:us-east-1:123456789012:bucket',
  'arn:aws:s3:::B',
])('%s is invalid whether or not it is there', (arn) => {
  expect(messages({ onFailure: arn })).toEqual([`The destination ARN ${arn} is invalid.`])
})

test('a FIFO topic has its own text', () => {
  expect(messages({ onSuccess: `${sns}.fifo` })).toEqual([
    "FIFO-type Amazon SNS topics aren't supported as a destination.",
  ])
})

test('a function is no destination of its own, whatever the qualifier', () => {
  const own = 'arn:aws:lambda:us-east-1:123456789012:function:f'
  for (const arn of [own, `${own}:live`, `${own}:$LATEST`])
    expect(messages({ onSuccess: arn })).toEqual(["You can't specify the function as a destination for itself."])
  expect(messages({ onSuccess: own.replace('us-east-1', 'eu-west-2') })).toEqual([])
})

describe('an unsupported service', () => {
  const iam = 'arn:aws:iam::123456789012:role/r'
  const text = (onSuccess: string, onFailure: string) =>
    `The provided destination config DestinationConfig(onSuccess=${onSuccess}, onFailure=${onFailure}) is invalid.`

  test('is printed on its side, the other as null', () => {
    expect(messages({ onSuccess: iam })).toEqual([text(`OnSuccess(destination=${iam})`, 'null')])
    expect(messages({ onFailure: iam })).toEqual([text('null', `OnFailure(destination=${iam})`)])
    expect(messages({ onFailure: 'kafka://topic' })).toEqual([text('null', 'OnFailure(destination=kafka://topic)')])
  })

  test('is printed with what the other side names', () => {
    expect(messages({ onSuccess: sqs, onFailure: iam })).toEqual([
      text(`OnSuccess(destination=${sqs})`, `OnFailure(destination=${iam})`),
    ])
  })
})

test('the function itself comes before unsupported services, these before missing targets', () => {
  const own = 'arn:aws:lambda:us-east-1:123456789012:function:f'
  const refusals = destinationRefusals({ onSuccess: sqs, onFailure: own }, nothing)
  expect(refusals[0]).toEqual({
    member: 'destinationConfig.onFailure.destination',
    message: "You can't specify the function as a destination for itself.",
  })
  expect(refusals[1]?.member).toBe('destinationConfig.onSuccess.destination')
})

test('a destination that is no ARN breaks the pattern', () => {
  expect(validationMessage(destinationViolations('onFailure', 'myqueue'))).toBe(
    `1 validation error detected: Value 'myqueue' at 'destinationConfig.onFailure.destination' failed to satisfy constraint: Member must satisfy regular expression pattern: ${DESTINATION_SHAPE.pattern}`,
  )
  for (const fine of ['', undefined, null, sqs, bucket, 'kafka://topic', 'arn:aws:iam::123456789012:role/r'])
    expect(destinationViolations('onSuccess', fine)).toEqual([])
})

test('a destination holds at most 350 characters', () => {
  const long = `${sqs}${'x'.repeat(351 - sqs.length)}`
  expect(destinationViolations('onSuccess', long.slice(1, 351))).toHaveLength(1)
  expect(destinationViolations('onSuccess', long.slice(0, 350))).toEqual([])
  expect(destinationViolations('onSuccess', long)).toEqual([
    {
      value: long,
      member: 'destinationConfig.onSuccess.destination',
      constraint: 'Member must have length less than or equal to 350',
    },
  ])
})

describe('a dead-letter target', () => {
  const message = (arn: string, context = everything) => deadLetterRefusal(arn, context)?.message

  test('is a standard queue or topic of the same region', () => {
    expect([message(sqs), message(sns)]).toEqual([undefined, undefined])
    expect(message(`${sqs}.fifo`)).toBe(
      'Invalid dead letter queue ARN: FIFO SQS queue is not supported for dead letter configuration',
    )
    expect(message(`${sns}.fifo`)).toBe(
      'Invalid dead letter queue ARN: FIFO SNS topic is not supported for dead letter configuration',
    )
    expect(message(sqs.replace('us-east-1', 'eu-west-2'))).toBe(
      "Invalid dead letter queue ARN: The resource specified by the TargetArn must be in the same region as the Lambda function it's associated with.",
    )
    for (const arn of [lambda, bus, bucket, 'arn:aws:iam::123456789012:role/r'])
      expect(message(arn)).toBe(
        'Invalid dead letter queue ARN: Only Amazon SQS queues and Amazon SNS topics are supported.',
      )
  })

  test('must be there', () => {
    expect(message(sqs, nothing)).toBe(
      'Error occurred while SendMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
    )
    expect(message(sns, nothing)).toBe(
      'Error occurred while Publish. SNS Error Code: NotFound. SNS Error Message: Topic does not exist',
    )
  })

  test('is an ARN or empty', () => {
    for (const fine of [sqs, '', undefined, null]) expect(deadLetterViolations(fine)).toEqual([])
    expect(validationMessage(deadLetterViolations('queue'))).toBe(
      "1 validation error detected: Value 'queue' at 'deadLetterConfig.targetArn' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()",
    )
  })
})
