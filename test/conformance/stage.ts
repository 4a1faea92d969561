import { expect } from 'vitest'
import { functionArn } from '../../src/rules/arn.ts'
import type { EventInvokeConfig } from '../../src/rules/event-invoke-config.ts'
import type { Answer, Driver, EndedEvent, Handler, Message, Operation } from './driver.ts'

const text = new TextDecoder()
const TIMESTAMP = /^\{"version":"1\.0","timestamp":"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)",/

export const NODE_ERROR = '{"errorType":"Error","errorMessage":"no stock","trace":[]}'

/** A function that fails at once, always. */
export const fails: Handler = () => ({ fails: true, response: NODE_ERROR })
export const succeeds: Handler = () => ({})

export interface FunctionSetup {
  readonly handler?: Handler
  readonly timeoutS?: number
  readonly reserved?: number
  readonly deadLetterArn?: string
  readonly config?: EventInvokeConfig
}

/** What a record says beside its version and timestamp. Payloads and context are texts, compared byte for byte. */
export interface ExpectedRecord {
  readonly requestId: string
  readonly functionArn: string
  readonly condition: string
  readonly count: number
  readonly requestPayload: string
  readonly responseContext?: string
  readonly responsePayload?: string
}

/** A driver with the few steps that the suite's promises are made of. */
export class Stage {
  readonly driver: Driver

  constructor(driver: Driver) {
    this.driver = driver
  }

  /** Makes a function that succeeds at once, unless its setup says otherwise. */
  async create(name: string, setup: FunctionSetup = {}): Promise<void> {
    const { handler = succeeds, timeoutS = 900, reserved, deadLetterArn, config } = setup
    const DeadLetterConfig = deadLetterArn === undefined ? undefined : { TargetArn: deadLetterArn }
    await this.call('CreateFunction', { FunctionName: name, Timeout: timeoutS, DeadLetterConfig })
    this.driver.setHandler(name, handler)
    if (reserved !== undefined) await this.reserve(name, reserved)
    if (config) await this.call('PutFunctionEventInvokeConfig', { FunctionName: name, ...config })
  }

  call(operation: Operation, request: object): Promise<unknown> {
    return this.driver.call(operation, request)
  }

  async reserve(name: string, concurrency: number): Promise<void> {
    await this.call('PutFunctionConcurrency', { FunctionName: name, ReservedConcurrentExecutions: concurrency })
  }

  send(name: string, qualifier?: string, payload?: string): Promise<string> {
    return this.driver.invoke(name, qualifier, payload)
  }

  invoke(name: string, qualifier?: string, payload?: string): Promise<string> {
    return this.driver.invokeSynchronously(name, qualifier, payload)
  }

  until(ms: number): Promise<void> {
    return this.driver.advance(ms)
  }

  arn(name: string, qualifier?: string): string {
    return functionArn(this.driver.place, name, qualifier)
  }

  queue(name: string): string {
    const { region, account } = this.driver.place
    return `arn:aws:sqs:${region}:${account}:${name}`
  }

  topic(name: string): string {
    return this.queue(name).replace(':sqs:', ':sns:')
  }

  /** When an event's attempts started. */
  async expectStarts(requestId: string, ...timesMs: number[]): Promise<void> {
    const { attempts } = await this.driver.observed()
    const starts = attempts.filter((attempt) => attempt.requestId === requestId)
    this.expectTimes(starts, timesMs)
  }

  async expectThrottles(requestId: string, ...timesMs: number[]): Promise<void> {
    const { throttles } = await this.driver.observed()
    const own = throttles.filter((throttle) => throttle.requestId === requestId)
    this.expectTimes(own, timesMs)
  }

  /** The versions that an event's attempts ran. */
  async versions(requestId: string): Promise<string[]> {
    const { attempts } = await this.driver.observed()
    return attempts.flatMap((attempt) => (attempt.requestId === requestId ? [attempt.version] : []))
  }

  /** That an event has ended, once, and how. */
  async expectEnd(requestId: string, condition: string, attempts: number, atMs: number): Promise<void> {
    const ends = (await this.driver.observed()).ends.filter((end) => end.requestId === requestId)
    expect(ends).toMatchObject([{ condition, attempts } satisfies Partial<EndedEvent>])
    this.expectTimes(ends, [atMs])
  }

  /** That a synchronous invocation was answered, once, and how. */
  async expectAnswer(requestId: string, answer: Partial<Answer>, atMs: number): Promise<void> {
    const answers = (await this.driver.observed()).answers.filter((each) => each.requestId === requestId)
    expect(answers).toMatchObject([answer])
    this.expectTimes(answers, [atMs])
  }

  async messages(targetArn: string): Promise<Message[]> {
    return (await this.driver.observed()).messages.filter((message) => message.targetArn === targetArn)
  }

  async bodies(targetArn: string): Promise<string[]> {
    return (await this.messages(targetArn)).map(({ body }) => text.decode(body))
  }

  /** That a target got one message, and when. */
  async only(targetArn: string, atMs?: number): Promise<Message> {
    const messages = await this.messages(targetArn)
    expect(messages, `messages at ${targetArn}`).toHaveLength(1)
    if (atMs !== undefined) this.expectTimes(messages, [atMs])
    return messages[0]!
  }

  /** That the only message at a target is this record, to the byte, stamped with the moment at which it was made. */
  async expectRecord(targetArn: string, expected: ExpectedRecord): Promise<void> {
    const { body, attributes, atMs } = await this.only(targetArn)
    const record = text.decode(body)
    const timestamp = TIMESTAMP.exec(record)?.[1]
    const { requestId, functionArn: arn, condition, count, requestPayload, responseContext, responsePayload } = expected
    expect(record).toBe(
      [
        `{"version":"1.0","timestamp":"${timestamp}"`,
        `,"requestContext":{"requestId":"${requestId}","functionArn":"${arn}","condition":"${condition}"`,
        `,"approximateInvokeCount":${count}},"requestPayload":${requestPayload}`,
        responseContext === undefined ? '' : `,"responseContext":${responseContext}`,
        responsePayload === undefined ? '' : `,"responsePayload":${responsePayload}`,
        '}',
      ].join(''),
    )
    expect(attributes).toEqual({})
    expect(Math.abs(Date.parse(timestamp!) - this.driver.startMs - atMs)).toBeLessThan(1 + this.driver.toleranceMs)
  }

  /** That the only message at a target is a dead letter: the event's bytes, and these attributes beside its request id. */
  async expectDeadLetter(
    targetArn: string,
    requestId: string,
    payload: string,
    code: string | undefined,
    message: string | undefined,
  ): Promise<void> {
    const { body, attributes } = await this.only(targetArn)
    expect(text.decode(body)).toBe(payload)
    expect(attributes).toEqual({
      RequestID: { DataType: 'String', StringValue: requestId },
      ...(code !== undefined && { ErrorCode: { DataType: 'Number', StringValue: code } }),
      ...(message !== undefined && { ErrorMessage: { DataType: 'String', StringValue: message } }),
    })
  }

  /** That things happened at these times; what the tolerance forgives counts as on time. */
  private expectTimes(happened: readonly { readonly atMs: number }[], timesMs: readonly number[]): void {
    const { toleranceMs } = this.driver
    const came = happened.map(({ atMs }, place) => {
      const expectedMs = timesMs[place] ?? Number.NaN
      return atMs >= expectedMs && atMs <= expectedMs + toleranceMs ? expectedMs : atMs
    })
    expect(came).toEqual(timesMs)
  }
}

/** Promises of one kind: each a check by the sentence that it holds. */
export type Promises = Readonly<Record<string, (stage: Stage) => Promise<void>>>
