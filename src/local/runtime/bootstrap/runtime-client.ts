import { Agent, type IncomingHttpHeaders, request } from 'node:http'

const ROOT = '/2018-06-01/runtime/'

/** An event as the Runtime API hands it over. */
export interface Handed {
  readonly headers: IncomingHttpHeaders
  /** JSON text. */
  readonly body: string
}

/**
 * Talks to the Runtime API at `AWS_LAMBDA_RUNTIME_API`. Where that is gone, so is the endpoint that started this
 * process: then the process ends.
 */
export class RuntimeClient {
  // A kept connection that nobody uses does not hold the event loop: `beforeExit` tells when the handler's own work is done.
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #host: string
  readonly #port: number

  constructor(address: string) {
    const { hostname, port } = new URL(`http://${address}`)
    this.#host = hostname
    this.#port = Number(port)
  }

  /** Waits for the next event. */
  next(): Promise<Handed> {
    return this.#send('GET', 'invocation/next')
  }

  async respond(requestId: string, body: string): Promise<void> {
    await this.#send('POST', `invocation/${requestId}/response`, body)
  }

  async fail(requestId: string, error: string, errorType: string): Promise<void> {
    await this.#send('POST', `invocation/${requestId}/error`, error, errorType)
  }

  /** Says that the function cannot start. */
  async failInit(error: string, errorType: string): Promise<void> {
    await this.#send('POST', 'init/error', error, errorType)
  }

  #send(method: string, path: string, body?: string, errorType?: string): Promise<Handed> {
    const { promise, resolve } = Promise.withResolvers<Handed>()
    const headers: Record<string, string> = {}
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (errorType !== undefined) headers['lambda-runtime-function-error-type'] = encodeURIComponent(errorType)
    const sent = request(
      { host: this.#host, port: this.#port, path: ROOT + path, method, headers, agent: this.#agent },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(parts).toString() }))
        answer.on('error', endProcess)
      },
    )
    sent.on('error', endProcess)
    sent.end(body)
    return promise
  }
}

function endProcess(): never {
  process.exit(1)
}
