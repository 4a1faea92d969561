import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { RESPONSE_PAYLOAD_BYTES } from '../../rules/error-object.ts'
import { responseBody } from './response-body.ts'

/** An event on its way to a runtime. */
export interface Handover {
  readonly requestId: string
  readonly invokedFunctionArn: string
  readonly traceId: string
  readonly clientContext: string | undefined
  /** Milliseconds since 1970 at which the attempt times out. */
  readonly deadlineMs: number
  readonly payload: Uint8Array
}

/** What a runtime posted: a response or an error. `tooLarge`: a response over the limit, which is not kept. */
export interface Posted {
  readonly kind: 'response' | 'error' | 'tooLarge'
  readonly body: Uint8Array
}

const VERSION = '/2018-06-01'
const HOST = '127.0.0.1'

/**
 * Lambda's Runtime API for one process, on a loopback port of its own: the process asks for the next event, and posts
 * a response or an error. Documented: "Using the Lambda runtime API for custom runtimes".
 */
export class RuntimeApi {
  readonly #server: Server
  #polling: ServerResponse | undefined
  #handover: Handover | undefined
  /** Whether the handover's event has been given out. */
  #isOut = false
  #posted = Promise.withResolvers<Posted>()
  #polled = Promise.withResolvers<void>()
  readonly #initFailed = Promise.withResolvers<Posted>()

  static async open(): Promise<RuntimeApi> {
    const api = new RuntimeApi()
    await new Promise<void>((resolve, reject) => api.#server.once('error', reject).listen(0, HOST, resolve))
    return api
  }

  private constructor() {
    // A poll waits as long as there is no event.
    this.#server = createServer({ requestTimeout: 0, keepAliveTimeout: 0 }, (request, answer) => {
      this.#serve(request, answer).catch(() => answer.destroy())
    })
  }

  /** The value of `AWS_LAMBDA_RUNTIME_API`. */
  get address(): string {
    return `${HOST}:${(this.#server.address() as AddressInfo).port}`
  }

  get isPolling(): boolean {
    return this.#polling !== undefined
  }

  /** Resolves when the process waits for an event. */
  get polled(): Promise<void> {
    return this.#polled.promise
  }

  /** Resolves with the error if the process reports that it cannot start. */
  get initFailed(): Promise<Posted> {
    return this.#initFailed.promise
  }

  /** Gives an event to the process, once it waits for one, and resolves with what it posts. */
  hand(handover: Handover): Promise<Posted> {
    this.#handover = handover
    this.#isOut = false
    this.#posted = Promise.withResolvers()
    this.#give()
    return this.#posted.promise
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #serve(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    // A page in a browser must not reach it, whatever name it has given to this address.
    if (request.headers.host !== this.address || request.headers.origin !== undefined) {
      return refuse(answer, 403, 'InvalidHost', `expected the host ${this.address}`)
    }
    const path = request.url ?? ''
    if (request.method === 'GET' && path === `${VERSION}/runtime/invocation/next`) return this.#poll(answer)
    if (request.method !== 'POST') return refuse(answer, 404, 'NotFound', `${request.method} ${path}`)
    const body = await responseBody(request)
    if (path === `${VERSION}/runtime/init/error`) {
      this.#initFailed.resolve({ kind: 'error', body: body ?? new Uint8Array() })
      return accept(answer)
    }
    const [, id, kind] = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? []
    if (id === undefined) return refuse(answer, 404, 'NotFound', `POST ${path}`)
    this.#take(answer, id, kind as 'response' | 'error', body)
  }

  #poll(answer: ServerResponse): void {
    this.#polling = answer
    answer.once('close', () => {
      if (this.#polling === answer) this.#polling = undefined
    })
    this.#polled.resolve()
    this.#give()
  }

  #give(): void {
    const { payload, ...handover } = this.#handover ?? {}
    if (payload === undefined || this.#polling === undefined || this.#isOut) return
    const answer = this.#polling
    this.#polling = undefined
    this.#isOut = true
    this.#polled = Promise.withResolvers()
    answer.writeHead(200, { ...headersOf(handover as Handover), 'Content-Length': payload.byteLength })
    answer.end(payload)
  }

  #take(answer: ServerResponse, id: string, kind: 'response' | 'error', body: Uint8Array | undefined): void {
    if (!this.#isOut || id !== this.#handover?.requestId) {
      return refuse(answer, 400, 'InvalidRequestID', 'Invalid request ID')
    }
    this.#handover = undefined
    if (body !== undefined) {
      accept(answer)
      return this.#posted.resolve({ kind, body })
    }
    refuse(
      answer,
      413,
      'RequestEntityTooLarge',
      `Exceeded maximum allowed payload size (${RESPONSE_PAYLOAD_BYTES} bytes).`,
    )
    this.#posted.resolve({ kind: 'tooLarge', body: new Uint8Array() })
  }
}

function headersOf(handover: Handover): Record<string, string> {
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': handover.requestId,
    'Lambda-Runtime-Deadline-Ms': String(Math.round(handover.deadlineMs)),
    'Lambda-Runtime-Invoked-Function-Arn': handover.invokedFunctionArn,
    'Lambda-Runtime-Trace-Id': handover.traceId,
  }
  if (handover.clientContext !== undefined) headers['Lambda-Runtime-Client-Context'] = asHeader(handover.clientContext)
  return headers
}

/** JSON text with nothing in it that a header cannot hold. */
function asHeader(json: string): string {
  return json
    .replace(/[\r\n\t]/g, ' ')
    .replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function accept(answer: ServerResponse): void {
  answer.writeHead(202, { 'Content-Type': 'application/json' }).end('{"status":"OK"}\n')
}

function refuse(answer: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  answer.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ errorMessage, errorType }))
}
