import { zipSync } from 'fflate'
import type { Hono } from 'hono'
import { ControlPlane } from '../../../src/control-plane/control-plane.ts'
import { lambdaApi } from '../../../src/local/api/lambda-api.ts'
import type { Answer, Invocation } from '../../../src/local/invocations.ts'
import { MemoryCode } from '../../../src/local/store/memory-code.ts'
import type { WorldPort, WorldsPort } from '../../../src/local/worlds-port.ts'
import type { Place } from '../../../src/rules/arn.ts'
import type { Target } from '../../../src/rules/target.ts'

export const ORIGIN = 'http://localhost:3001'
export const ROLE = 'arn:aws:iam::123456789012:role/r'
export const ZIP = zipSync({ 'index.mjs': new TextEncoder().encode('export const handler = async (event) => event') })
export const START_MS = 1_789_400_786_443

/** A world whose functions answer what they are sent, and whose clock is moved by the test. */
export class EchoWorld implements WorldPort {
  readonly plane: ControlPlane
  readonly sent: Invocation[] = []
  readonly called: Invocation[] = []
  /** What the next synchronous calls come to, beside the echo. */
  answer: Partial<Answer> = {}
  /** What invocations throw, if anything. */
  failure: unknown
  private count = 0

  constructor(place: Place, options: EndpointOptions) {
    const { nowMs } = options
    this.plane = new ControlPlane({ ...place, ...options, nowMs, realNowMs: nowMs })
  }

  enter<Result>(happening: () => Result): Result {
    return happening()
  }

  async send(invocation: Invocation): Promise<string> {
    if (this.failure !== undefined) throw this.failure
    this.sent.push(invocation)
    return `00000000-0000-4000-8000-${String(++this.count).padStart(12, '0')}`
  }

  async call(invocation: Invocation): Promise<Answer> {
    const requestId = await this.send(invocation)
    this.called.push(invocation)
    return {
      requestId,
      executedVersion: invocation.qualifier ?? '$LATEST',
      payload: invocation.payload,
      failed: false,
      log: `START RequestId: ${requestId} Version: $LATEST\n`,
      traceId: `${invocation.traceId};Lineage=1:0a1b2c3d:0`,
      ...this.answer,
    }
  }
}

export interface EndpointOptions {
  readonly nowMs: () => number
  readonly settlingMs?: number | undefined
  readonly targetExists?: ((target: Target) => boolean) | undefined
}

/** The API over worlds that echo. */
export class TestEndpoint implements WorldsPort {
  readonly app: Hono
  readonly worlds = new Map<string, EchoWorld>()
  readonly failures: unknown[] = []
  /** Milliseconds since 1970, on every clock. */
  nowMs = START_MS
  private readonly options: EndpointOptions

  constructor(options: Partial<EndpointOptions> & { readonly hosts?: readonly string[] } = {}) {
    this.options = { nowMs: () => this.nowMs, ...options }
    this.app = lambdaApi({
      worlds: this,
      codes: new MemoryCode(),
      hosts: options.hosts,
      onFailure: (error) => this.failures.push(error),
    })
  }

  at(place: Place): EchoWorld {
    const key = `${place.account} ${place.region}`
    const known = this.worlds.get(key)
    if (known) return known
    const world = new EchoWorld(place, this.options)
    this.worlds.set(key, world)
    return world
  }

  seen(place: Place): EchoWorld {
    return this.worlds.get(`${place.account} ${place.region}`) ?? new EchoWorld(place, this.options)
  }

  /** The world of callers who say nothing. */
  get world(): EchoWorld {
    return this.at({ account: '123456789012', region: 'us-east-1' })
  }

  /** Sends a request; a body that is no text or bytes goes as JSON. */
  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array
    const sent = (isRaw ? body : JSON.stringify(body)) as string | undefined
    return await this.app.request(`${ORIGIN}${path}`, { method, headers, ...(sent !== undefined && { body: sent }) })
  }
}

/** The refusal that an answer is: its status, its type, and its body as it stands. */
export async function refused(answer: Response): Promise<[status: number, type: string | null, body: unknown]> {
  return [answer.status, answer.headers.get('x-amzn-errortype'), await answer.json()]
}

/** The JSON document of an answer. */
export async function documentOf<Document>(answer: Response | Promise<Response>): Promise<Document> {
  return (await (await answer).json()) as Document
}
