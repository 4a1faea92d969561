import { createHash } from 'node:crypto'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { type FauxqsServer, startFauxqs } from 'fauxqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AwsCourier } from '../../../src/local/delivery/aws-courier.ts'
import type { Courier } from '../../../src/local/delivery/courier.ts'
import { parseTarget } from '../../../src/rules/target.ts'
import { HOME, messageTo, noSignal, REQUEST_ID, refusalOf, TRACE } from './message.ts'
import { Stub } from './stub.ts'

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const DEAD_LETTER = {
  RequestID: { DataType: 'String', StringValue: REQUEST_ID },
  ErrorCode: { DataType: 'Number', StringValue: '200' },
  ErrorMessage: { DataType: 'String', StringValue: 'zu spät 💥' },
} as const

let server: FauxqsServer
let courier: Courier

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false })
  courier = new AwsCourier({ endpointUrl: server.address }, HOME)
})

afterAll(async () => {
  await courier.close()
  await server.stop()
})

/** The only message of a queue. */
async function take(QueueUrl: string) {
  const client = new SQSClient({ region: HOME.region, endpoint: server.address, credentials })
  const all = ['All'] as const
  const request = { QueueUrl, MessageAttributeNames: [...all], MessageSystemAttributeNames: [...all] }
  const { Messages = [] } = await client.send(new ReceiveMessageCommand(request))
  expect(Messages).toHaveLength(1)
  return Messages[0]!
}

const arn = (service: string, resource: string) => `arn:aws:${service}:${HOME.region}:${accountOf()}:${resource}`
const accountOf = () => server.createQueue('whose').queueArn.split(':')[4]!

describe('a queue', () => {
  it('gets a record as its body, byte for byte, without message attributes', async () => {
    const { queueUrl, queueArn } = server.createQueue('records')
    await courier.carry(messageTo(queueArn), noSignal())
    const message = await take(queueUrl)
    expect(message.Body).toBe('{"version":"1.0","requestPayload": {"a" : 1}\n}')
    expect(message.MessageAttributes).toBeUndefined()
  })

  it('gets a dead letter as the event’s own bytes, with its attributes', async () => {
    const { queueUrl, queueArn } = server.createQueue('letters')
    const letter = messageTo(queueArn, { side: 'deadLetter', attributes: DEAD_LETTER, body: ' {"é":1}\n' })
    await courier.carry(letter, noSignal())
    const message = await take(queueUrl)
    expect(message.Body).toBe(' {"é":1}\n')
    expect(message.MessageAttributes).toMatchObject(DEAD_LETTER)
  })

  it('that is missing takes nothing, and does not exist', async () => {
    const missing = arn('sqs', 'nowhere')
    expect(await refusalOf(courier.carry(messageTo(missing), noSignal()))).toMatch(/NonExistentQueue|QueueDoesNotExist/)
    expect(await courier.exists(parseTarget(missing)!)).toBe(false)
    expect(await courier.exists(parseTarget(server.createQueue('there').queueArn)!)).toBe(true)
  })
})

describe('a topic', () => {
  it('gets a record as its message, without subject and attributes; a dead letter with them', async () => {
    const { topicArn } = server.createTopic('topic')
    const { queueUrl } = server.createQueue('subscriber')
    server.subscribe({ topic: 'topic', queue: 'subscriber' })
    await courier.carry(messageTo(topicArn), noSignal())
    const notification = JSON.parse((await take(queueUrl)).Body!)
    expect(notification).toMatchObject({ Type: 'Notification', TopicArn: topicArn })
    expect(notification.Message).toBe('{"version":"1.0","requestPayload": {"a" : 1}\n}')
    expect([notification.Subject, notification.MessageAttributes ?? {}]).toEqual([undefined, {}])
    const letter = messageTo(topicArn, { side: 'deadLetter', attributes: DEAD_LETTER, body: '{"x":1}' })
    await courier.carry(letter, noSignal())
    const second = JSON.parse((await take(queueUrl)).Body!)
    expect(second.Message).toBe('{"x":1}')
    expect(second.MessageAttributes.ErrorCode).toEqual({ Type: 'Number', Value: '200' })
  })

  it('that is missing takes nothing, and does not exist', async () => {
    const missing = arn('sns', 'nowhere')
    expect(await refusalOf(courier.carry(messageTo(missing), noSignal()))).toMatch(/^NotFound/)
    expect(await courier.exists(parseTarget(missing)!)).toBe(false)
    expect(await courier.exists(parseTarget(server.createTopic('there').topicArn)!)).toBe(true)
  })
})

describe('a bucket', () => {
  it('gets a record as an object under the key that Lambda gives it, however large it is', async () => {
    const { bucketName } = server.createBucket('records')
    const body = JSON.stringify({ large: 'x'.repeat(400_000) })
    await courier.carry(messageTo(`arn:aws:s3:::${bucketName}`, { body }), noSignal())
    const client = new S3Client({ region: HOME.region, endpoint: server.address, credentials, forcePathStyle: true })
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucketName }))
    const Key = `aws/lambda/async/f/2026/09/14/2026-09-14T15.16.38-${REQUEST_ID}`
    expect(Contents.map((object) => object.Key)).toEqual([Key])
    const object = await client.send(new GetObjectCommand({ Bucket: bucketName, Key }))
    expect(await object.Body!.transformToString()).toBe(body)
  })

  it('that is missing takes nothing, and does not exist', async () => {
    const missing = 'arn:aws:s3:::nowhere'
    expect(await refusalOf(courier.carry(messageTo(missing), noSignal()))).toMatch(/^NoSuchBucket/)
    expect(await courier.exists(parseTarget(missing)!)).toBe(false)
    expect(await courier.exists(parseTarget(`arn:aws:s3:::${server.createBucket('there').bucketName}`)!)).toBe(true)
  })
})

describe('an event bus', () => {
  const BUS = 'arn:aws:events:us-east-1:123456789012:event-bus/main'
  const json = { 'content-type': 'application/x-amz-json-1.1' }

  async function serving<T>(
    answer: object,
    status: number,
    work: (courier: Courier, stub: Stub) => Promise<T>,
  ): Promise<T> {
    const stub = await Stub.listen(() => ({ status, headers: json, body: JSON.stringify(answer) }))
    const carrying = new AwsCourier({ endpointUrl: stub.url }, HOME)
    try {
      return await work(carrying, stub)
    } finally {
      await carrying.close()
      await stub.close()
    }
  }

  it('gets one entry with the recorded source, type, resources and compact detail', async () => {
    const answer = { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] }
    await serving(answer, 200, async (carrying, stub) => {
      await carrying.carry(messageTo(BUS), noSignal())
      const [request] = stub.received
      expect(request!.headers['x-amz-target']).toBe('AWSEvents.PutEvents')
      expect(request!.headers.authorization).toContain('Credential=123456789012/')
      expect(JSON.parse(request!.body)).toEqual({
        Entries: [
          {
            EventBusName: BUS,
            Source: 'lambda',
            DetailType: 'Lambda Function Invocation Result - Failure',
            Resources: [BUS, 'arn:aws:lambda:us-east-1:123456789012:function:f:live'],
            Detail: '{"version":"1.0","requestPayload":{"a":1}}',
            Time: Date.UTC(2026, 8, 14, 15, 16, 38, 999) / 1000,
          },
        ],
      })
    })
  })

  it('takes nothing where it refuses the entry, though the request was answered with 200', async () => {
    const answer = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'try again' }] }
    const refusal = await serving(answer, 200, (carrying) => refusalOf(carrying.carry(messageTo(BUS), noSignal())))
    expect(refusal).toBe('Error: the event bus refused the entry: InternalFailure: try again')
  })

  it('exists where the endpoint knows it', async () => {
    const bus = parseTarget(BUS)!
    expect(await serving({ Name: 'main', Arn: BUS }, 200, (carrying) => carrying.exists(bus))).toBe(true)
    const missing = { __type: 'ResourceNotFoundException', message: 'Event bus main does not exist.' }
    expect(await serving(missing, 400, (carrying) => carrying.exists(bus))).toBe(false)
    const denied = { __type: 'AccessDeniedException', message: 'no' }
    expect(await serving(denied, 400, (carrying) => refusalOf(carrying.exists(bus)))).toBe('AccessDeniedException: no')
  })
})

describe('an endpoint', () => {
  const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q'

  it('gets a queue’s messages itself, with their trace, whatever address it gives for the queue', async () => {
    const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/q'
    const MD5OfMessageBody = createHash('md5').update('{}').digest('hex')
    const stub = await Stub.listen(({ headers }) => {
      const isQuestion = String(headers['x-amz-target']).endsWith('GetQueueUrl')
      return { body: JSON.stringify(isQuestion ? { QueueUrl } : { MessageId: 'm', MD5OfMessageBody }) }
    })
    const carrying = new AwsCourier({ endpointUrl: stub.url }, HOME)
    for (let i = 0; i < 2; i++) await carrying.carry(messageTo(QUEUE, { body: '{}' }), noSignal())
    expect(stub.received.map(({ headers }) => headers['x-amz-target'])).toEqual([
      'AmazonSQS.GetQueueUrl',
      'AmazonSQS.SendMessage',
      'AmazonSQS.SendMessage',
    ])
    expect(JSON.parse(stub.received[1]!.body)).toEqual({
      QueueUrl,
      MessageBody: '{}',
      MessageAttributes: {},
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: TRACE } },
    })
    await carrying.close()
    await stub.close()
  })

  it('that answers nonsense has taken nothing', async () => {
    for (const reply of [{ body: 'hello' }, { body: '{}' }, { status: 500, body: '<html>' }, { status: 204 }]) {
      const stub = await Stub.listen(() => reply)
      const carrying = new AwsCourier({ endpointUrl: stub.url }, HOME)
      for (const target of [
        QUEUE,
        'arn:aws:sns:us-east-1:123456789012:t',
        'arn:aws:events:us-east-1:123456789012:event-bus/b',
      ])
        expect(await refusalOf(carrying.carry(messageTo(target), noSignal()))).not.toBe('was taken')
      expect(stub.received).toHaveLength(3)
      await carrying.close()
      await stub.close()
    }
  })

  it('that is down has taken nothing, and nobody can say what exists there', async () => {
    const stub = await Stub.listen(() => ({}))
    const carrying = new AwsCourier({ endpointUrl: stub.url }, HOME)
    await stub.close()
    expect(await refusalOf(carrying.carry(messageTo(QUEUE), noSignal()))).toMatch(/ECONNREFUSED/)
    expect(await refusalOf(carrying.exists(parseTarget(QUEUE)!))).toMatch(/ECONNREFUSED/)
    await carrying.close()
  })
})
