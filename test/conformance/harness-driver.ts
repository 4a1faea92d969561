import { setTimeout } from 'node:timers/promises'
import { type HandlerContext, Harness } from '../../src/testing/index.ts'
import type { Answer, Driver, EndedEvent, Handler, Message, Observed, Operation, StartedAttempt } from './driver.ts'
import { type Operations, operationsOf } from './operations.ts'

const START_MS = Date.UTC(2026, 0, 1)
const utf8 = { encode: new TextEncoder(), decode: new TextDecoder() }

/** Calls that are there at once and are answered when the clock gets there: `call` lets time fly for each. */
class CallingHarness extends Harness {
  callNow(functionName: string, qualifier: string | undefined, payload: Uint8Array): number {
    return -this.world.engine.call(functionName, qualifier, payload)
  }

  /** The payload of an event to the byte: a handler sees what it means. */
  textOf(requestId: string): string | undefined {
    const chapters = [...this.world.chronicle.chapters.values()]
    const chapter = chapters.find((each) => each.requestId === requestId)
    return chapter && utf8.decode.decode(chapter.payload)
  }
}

/** A harness of the test kit: what the suite says of a function's code is a handler that does it, with timers. */
export class HarnessDriver implements Driver {
  readonly place = { region: 'us-east-1', account: '123456789012' }
  readonly startMs = START_MS
  readonly toleranceMs = 0
  private readonly harness = new CallingHarness({ start: new Date(START_MS) })
  private readonly operations: Operations = operationsOf(this.harness.controlPlane)
  private readonly handlers = new Map<string, Handler>()
  private readonly runs = new Map<string, number>()
  /** What Node's runtime makes of an answer, and the answer as the suite wrote it, which other runtimes may give. */
  private readonly written = new Map<string, string>()

  async call(operation: Operation, request: object): Promise<unknown> {
    return this.operations[operation](request as never)
  }

  setHandler(functionName: string, handler: Handler): void {
    const isNew = !this.handlers.has(functionName)
    this.handlers.set(functionName, handler)
    if (isNew) this.harness.function(functionName).setHandler((event, context) => this.run(event, context))
  }

  async invoke(functionName: string, qualifier?: string, payload = '{}'): Promise<string> {
    const event = await this.harness.invoke(functionName, utf8.encode.encode(payload), { qualifier })
    await this.harness.advance(0)
    return event.requestId
  }

  async invokeSynchronously(functionName: string, qualifier?: string, payload = '{}'): Promise<string> {
    const call = this.harness.callNow(functionName, qualifier, utf8.encode.encode(payload))
    await this.harness.advance(0)
    return callName(call)
  }

  advance(untilMs: number): Promise<void> {
    return this.harness.advance(untilMs - this.harness.elapsedMs)
  }

  async observed(): Promise<Observed> {
    const { events, journal } = this.harness
    const requestIds = events.map(({ requestId }) => requestId)
    const attempts: StartedAttempt[] = []
    const throttles: Observed['throttles'][number][] = []
    const ends: EndedEvent[] = []
    const answers: Answer[] = []
    for (const each of journal) {
      const { atMs, function: functionName } = each
      const requestId = each.event === undefined ? callName(each.call) : requestIds[each.event - 1]!
      const answer = { requestId, atMs, reason: undefined, failed: false }
      if (each.name === 'started' || each.name === 'callStarted')
        attempts.push({ requestId, functionName, version: each.version, atMs })
      else if (each.name === 'throttled') throttles.push({ requestId, atMs })
      else if (each.name === 'finished')
        ends.push({ requestId, functionName, condition: each.condition, attempts: each.attempts, atMs })
      else if (each.name === 'callRefused') answers.push({ ...answer, status: 429, reason: each.reason })
      else if (each.name === 'callMissed') answers.push({ ...answer, status: 404 })
      else if (each.name === 'callEnded') answers.push({ ...answer, status: 200, failed: each.outcome !== 'success' })
    }
    return { attempts, throttles, ends, answers, messages: this.messages() }
  }

  async close(): Promise<void> {
    this.harness.stop()
  }

  private messages(): Message[] {
    const deliveries = this.harness.events.flatMap((event) => event.deliveries).filter(({ taken }) => taken)
    return deliveries.map(({ target: targetArn, body, attributes, atMs }) => ({
      targetArn,
      body: utf8.encode.encode(this.asWritten(body)),
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [
          name,
          { DataType: name === 'ErrorCode' ? 'Number' : 'String', StringValue },
        ]),
      ),
      atMs,
    }))
  }

  private asWritten(body: string): string {
    let text = body
    for (const [node, suite] of this.written)
      text = text.replace(`"responsePayload":${node}}`, () => `"responsePayload":${suite}}`)
    return text
  }

  private async run(event: unknown, { awsRequestId, functionName, functionVersion }: HandlerContext): Promise<unknown> {
    const number = (this.runs.get(awsRequestId) ?? 0) + 1
    this.runs.set(awsRequestId, number)
    const payload = this.harness.textOf(awsRequestId) ?? JSON.stringify(event)
    const attempt = { requestId: awsRequestId, version: functionVersion, number, payload }
    const { durationMs = 0, fails, response } = this.handlers.get(functionName)!(attempt)
    if (durationMs > 0) await setTimeout(durationMs)
    const answer = response === undefined ? undefined : JSON.parse(response)
    if (!fails) {
      if (response !== undefined) this.written.set(JSON.stringify(answer), response)
      return answer
    }
    const { errorType: name = 'Error', errorMessage: message = 'failed' } = answer ?? {}
    if (response !== undefined)
      this.written.set(JSON.stringify({ errorType: name, errorMessage: message, trace: [] }), response)
    throw Object.assign(new Error(message), { name, stack: '' })
  }
}

function callName(call: number): string {
  return `call ${call}`
}
