import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { performance } from 'node:perf_hooks'
import PQueue from 'p-queue'
import { endOf, fieldsOf, type Turn } from './attempt-end.ts'
import { AttemptLog } from './attempt-log.ts'
import type { AddressSource } from './function-source.ts'
import { responseBody } from './response-body.ts'
import { type Runtime, type RuntimeAttempt, type RuntimeResult, refuseLate } from './runtime.ts'

const PATH = '/2015-03-31/functions/function/invocations'

/** Runs a function by the Invoke API of another server, such as Lambda's runtime interface emulator in a container. */
export class AddressRuntime implements Runtime {
  readonly #url: URL
  readonly #queue: PQueue
  readonly #closing = new AbortController()

  constructor({ url, atOnce = 1 }: AddressSource) {
    this.#url = new URL(`${url.replace(/\/$/, '')}${PATH}`)
    this.#queue = new PQueue({ concurrency: atOnce })
  }

  run(attempt: RuntimeAttempt): Promise<RuntimeResult> {
    return this.#queue.add(() => {
      refuseLate(attempt)
      return this.#run(attempt)
    })
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#queue.onIdle()
  }

  async #run(attempt: RuntimeAttempt): Promise<RuntimeResult> {
    const log = new AttemptLog(attempt)
    log.start()
    const begunMs = performance.now()
    const answer = await this.#post(attempt).catch(
      (error: unknown): Answer => ({ turn: { kind: 'closed' }, log: String(error) }),
    )
    const durationMs = answer.turn.kind === 'time' ? attempt.timeoutMs : performance.now() - begunMs
    const { outcome, payload, failure, line } = endOf(answer.turn, attempt)
    log.add(answer.log)
    log.add(line)
    const text = log.end({ durationMs, initMs: undefined, peakMb: 0, failure })
    return { outcome, payload, durationMs, initMs: undefined, log: text }
  }

  #post({ payload, timeoutMs, traceId, clientContext }: RuntimeAttempt): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const send = this.#url.protocol === 'https:' ? httpsRequest : httpRequest
    const headers: Record<string, string> = {
      'Content-Type': 'application/json',
      'Content-Length': String(payload.byteLength),
      'X-Amzn-Trace-Id': traceId,
      'X-Amz-Log-Type': 'Tail',
    }
    if (clientContext !== undefined) headers['X-Amz-Client-Context'] = Buffer.from(clientContext).toString('base64')
    const sent = send(this.#url, { method: 'POST', headers, signal: this.#closing.signal }, async (answer) => {
      try {
        const body = await responseBody(answer)
        const tail = answer.headers['x-amz-log-result']
        const log = typeof tail === 'string' ? Buffer.from(tail, 'base64').toString() : ''
        resolve({ turn: turnOf(answer.statusCode!, answer.headers['x-amz-function-error'] !== undefined, body), log })
      } catch (error) {
        reject(error)
      }
    })
    const timer = setTimeout(() => {
      resolve({ turn: { kind: 'time' }, log: '' })
      sent.destroy()
    }, timeoutMs)
    sent.on('error', reject)
    sent.end(payload)
    return promise.finally(() => clearTimeout(timer))
  }
}

interface Answer {
  readonly turn: Turn
  readonly log: string
}

/**
 * What an answer means. The emulator marks not every error by a header: it answers 200 with the error object, or with
 * the text of a timeout. Anything else that is not 200 is a fault of the server.
 */
function turnOf(status: number, isMarked: boolean, body: Uint8Array | undefined): Turn {
  if (body === undefined) return { kind: 'tooLarge', body: new Uint8Array() }
  const { errorType, errorMessage } = fieldsOf(body)
  const isObject = typeof errorType === 'string' && typeof errorMessage === 'string'
  const isTimeout = /^(?:\S+ \S+ )?Task timed out after /.test(Buffer.from(body).toString('latin1'))
  if (errorType === 'Sandbox.Timedout' || isTimeout) return { kind: 'time' }
  if (isMarked || isObject) return { kind: 'error', body }
  if (status === 200) return { kind: 'response', body }
  throw new Error(`expected status 200, got ${status}`)
}
