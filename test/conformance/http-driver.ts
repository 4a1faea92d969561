import { setImmediate } from 'node:timers/promises'
import { ROUTES, type Route } from '../../src/local/api/route-table.ts'
import { Endpoint } from '../../src/local/endpoint.ts'
import type { Runtime, RuntimeAttempt, RuntimeResult } from '../../src/local/runtime/runtime.ts'
import type { MessageAttribute } from '../../src/rules/dead-letter.ts'
import { FUNCTION_ERROR, SUCCEEDED, TIMED_OUT } from '../../src/rules/outcome.ts'
import type { Answer, Driver, EndedEvent, Handler, Message, Observed, Operation, StartedAttempt } from './driver.ts'
import { responseOf } from './virtual-driver.ts'

const ORIGIN = 'http://localhost'
/** An empty archive: what runs is the suite's. */
const ZIP = Buffer.from([0x50, 0x4b, 5, 6, ...Array.from({ length: 18 }, () => 0)]).toString('base64')
const ROLE = 'arn:aws:iam::123456789012:role/r'
const bytes = new TextEncoder()

interface DeliveryDocument {
  readonly destination: string
  readonly at: string
  readonly body: string
  readonly attributes: Readonly<Record<string, MessageAttribute>>
}

interface EventDocument {
  readonly function: string
  readonly condition: string | null
  readonly steps: readonly {
    readonly kind: string
    readonly atMs: number
    readonly version?: string
    readonly attempts?: number
  }[]
}

/** The whole endpoint, over its API: what it does is asked of it, and its virtual clock is moved by requests. */
export class HttpDriver implements Driver {
  readonly place = { region: 'us-east-1', account: '123456789012' }
  readonly toleranceMs = 0
  readonly startMs: number
  private readonly endpoint: Endpoint
  private readonly handlers = new Map<string, Handler>()
  private readonly runs = new Map<string, number>()
  private readonly answers: Answer[] = []
  /** Starts of calls, which the endpoint lists nowhere. */
  private readonly callStarts: StartedAttempt[] = []
  private calls = 0
  private called: string | undefined
  private nowMs = 0

  constructor() {
    const runtime: Runtime = { run: (attempt) => this.run(attempt), close: async () => {} }
    const failure = (error: unknown) => {
      throw error
    }
    this.endpoint = new Endpoint({
      clock: 'virtual',
      version: '0.0.0',
      runtime,
      log: { attempt: () => {}, deliveryFailed: () => {}, failure },
    })
    this.startMs = this.endpoint.clock.startMs
  }

  async call(operation: Operation, request: Readonly<Record<string, unknown>>): Promise<unknown> {
    const [method, template, mark]: Route = ROUTES[operation]
    const rest = { ...request }
    const path = template.replace(/:(\w+)/g, (_, name: string) => {
      const value = encodeURIComponent(String(rest[name]))
      delete rest[name]
      return value
    })
    const query = new URLSearchParams(mark)
    for (const name of ['Qualifier', 'Marker', 'MaxItems']) {
      if (rest[name] !== undefined) query.set(name, String(rest[name]))
      delete rest[name]
    }
    if (operation === 'CreateFunction') Object.assign(rest, { Role: ROLE, Code: { ZipFile: ZIP } }, nodeHandler)
    const answer = await this.request(method, `${path}${query.size > 0 ? `?${query}` : ''}`, rest)
    const text = await answer.text()
    const body = text === '' ? undefined : JSON.parse(text)
    if (answer.ok) return body
    const { status } = answer
    const message = body.message ?? body.Message
    throw Object.assign(new Error(message), { code: answer.headers.get('x-amzn-errortype'), status })
  }

  setHandler(functionName: string, handler: Handler): void {
    this.handlers.set(functionName, handler)
  }

  async invoke(functionName: string, qualifier?: string, payload = ''): Promise<string> {
    const query = qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`
    const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations${query}`
    const headers = { 'X-Amz-Invocation-Type': 'Event' }
    const answer = await this.endpoint.app.request(`${ORIGIN}${path}`, { method: 'POST', headers, body: payload })
    const requestId = answer.headers.get('x-amzn-requestid')
    if (answer.status !== 202 || requestId === null) throw new Error(await answer.text())
    await this.advance(this.nowMs)
    return requestId
  }

  async invokeSynchronously(functionName: string, qualifier?: string, payload = ''): Promise<string> {
    const query = qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`
    const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations${query}`
    // The request id comes with the answer, which may be long in coming: until then the call has a name of our own.
    const requestId = `call ${++this.calls}`
    this.called = requestId
    void this.answer(requestId, this.endpoint.app.request(`${ORIGIN}${path}`, { method: 'POST', body: payload }))
    await setImmediate()
    this.called = undefined
    return requestId
  }

  private async answer(requestId: string, sent: Response | Promise<Response>): Promise<void> {
    const answer = await sent
    const { Reason: reason } = answer.status === 429 ? ((await answer.json()) as { Reason: string }) : {}
    const atMs = this.endpoint.clock.nowMs
    const failed = answer.headers.has('x-amz-function-error')
    this.answers.push({ requestId, status: answer.status as Answer['status'], reason, failed, atMs })
  }

  async advance(untilMs: number): Promise<void> {
    const by = `${untilMs - this.nowMs}ms`
    const answer = await this.request('POST', '/_asyncinvoke/clock/advance', { by })
    if (!answer.ok) throw new Error(await answer.text())
    this.nowMs = untilMs
  }

  async observed(): Promise<Observed> {
    const { events } = await this.get<{ events: { requestId: string }[] }>('/_asyncinvoke/events?last=1000')
    const attempts: StartedAttempt[] = [...this.callStarts]
    const throttles: Observed['throttles'][number][] = []
    const ends: EndedEvent[] = []
    for (const { requestId } of events.toReversed()) {
      const {
        function: functionName,
        condition,
        steps,
      } = await this.get<EventDocument>(`/_asyncinvoke/events/${requestId}`)
      for (const { kind, atMs, version, attempts: count } of steps) {
        if (kind === 'attempt') attempts.push({ requestId, functionName, version: version!, atMs })
        if (kind === 'throttle') throttles.push({ requestId, atMs })
        if (kind === 'end') ends.push({ requestId, functionName, condition: condition!, attempts: count!, atMs })
      }
    }
    const byTime = (a: { atMs: number }, b: { atMs: number }) => a.atMs - b.atMs
    return {
      attempts: attempts.sort(byTime),
      throttles: throttles.sort(byTime),
      ends: ends.sort(byTime),
      answers: this.answers,
      messages: await this.messages(),
    }
  }

  async close(): Promise<void> {
    await this.endpoint.close()
  }

  private async messages(): Promise<Message[]> {
    const { deliveries } = await this.get<{ deliveries: DeliveryDocument[] }>('/_asyncinvoke/deliveries')
    return deliveries
      .filter(({ destination }) => !destination.includes(':lambda:'))
      .map(({ destination, at, body, attributes }) => ({
        targetArn: destination,
        body: bytes.encode(body),
        attributes,
        atMs: Date.parse(at) - this.startMs,
      }))
  }

  private async get<Document>(path: string): Promise<Document> {
    return (await (await this.request('GET', path)).json()) as Document
  }

  private async request(method: string, path: string, body?: object): Promise<Response> {
    const isSent = body !== undefined && method !== 'GET' && method !== 'DELETE'
    return this.endpoint.app.request(`${ORIGIN}${path}`, { method, ...(isSent && { body: JSON.stringify(body) }) })
  }

  private async run({ requestId, functionName, version, payload, timeoutMs }: RuntimeAttempt): Promise<RuntimeResult> {
    if (this.called !== undefined)
      this.callStarts.push({ requestId: this.called, functionName, version, atMs: this.endpoint.clock.nowMs })
    const number = (this.runs.get(requestId) ?? 0) + 1
    this.runs.set(requestId, number)
    const run = this.handlers.get(functionName)!({
      requestId,
      version,
      number,
      payload: Buffer.from(payload).toString(),
    })
    const { durationMs = 0 } = run
    const isLate = durationMs > timeoutMs
    const ended = run.fails ? FUNCTION_ERROR : SUCCEEDED
    const response = isLate ? undefined : responseOf(run)
    const simulatedMs = isLate ? timeoutMs : durationMs
    return {
      outcome: isLate ? TIMED_OUT : ended,
      payload: response,
      durationMs: 0,
      simulatedMs,
      initMs: undefined,
      log: '',
    }
  }
}

const nodeHandler = { Runtime: 'nodejs24.x', Handler: 'index.handler' }
