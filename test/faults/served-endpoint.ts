import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../source-file.ts'

const MAIN = join(ROOT, 'src/cli/main.ts')

/** An endpoint in a process of its own, as `asyncinvoke serve` starts it. */
export class ServedEndpoint {
  /** Where it listens; rejected where it ended before that. */
  readonly url: Promise<string>
  /** Resolves with the exit code or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
  private readonly child: ChildProcess
  private told = ''

  /** @param options of `serve`, beside the port */
  constructor(options: readonly string[]) {
    this.child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.ended = new Promise((resolve) => this.child.once('close', (code, signal) => resolve(signal ?? code)))
    // Of the log its end, for what a failed test says.
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.told = (this.told + text).slice(-4_000)
    })
    this.url = new Promise((resolve, reject) => {
      this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
        const [url] = /http:\S+/.exec(text) ?? []
        if (url) resolve(url)
      })
      void this.ended.then((end) => reject(new Error(`the endpoint ended (${end}) before it listened:\n${this.told}`)))
    })
    this.url.catch(() => {})
  }

  get log(): string {
    return this.told
  }

  get pid(): number {
    return this.child.pid!
  }

  /** Sends an event. @returns its request id, or undefined where the answer was not 202 or did not come */
  async send(functionName: string, payload: unknown): Promise<string | undefined> {
    const answer = await this.request('POST', `/2015-03-31/functions/${functionName}/invocations`, payload, {
      'X-Amz-Invocation-Type': 'Event',
    }).catch(() => undefined)
    return answer?.status === 202 ? (answer.headers.get('x-amzn-requestid') ?? undefined) : undefined
  }

  async request(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const answer = await fetch((await this.url) + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    // Whole: so that its connection is free for the next request.
    return new Response(answer.status === 204 ? null : await answer.arrayBuffer(), answer)
  }

  /** The deliveries to a target, as the endpoint lists them. */
  async deliveries(destination = ''): Promise<readonly ListedDelivery[]> {
    const query = destination && `?destination=${encodeURIComponent(destination)}`
    const answer = await this.request('GET', `/_asyncinvoke/deliveries${query}`)
    return ((await answer.json()) as { deliveries: ListedDelivery[] }).deliveries
  }

  /** Resolves when every event has ended. */
  async settle(): Promise<void> {
    await this.request('POST', '/_asyncinvoke/clock/settle')
  }

  /** Ends it at once. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended
  }

  /** Lets it stop in order. @returns the exit code */
  async stop(): Promise<number | NodeJS.Signals | null> {
    this.child.kill('SIGTERM')
    return this.ended
  }
}

export interface ListedDelivery {
  readonly destination: string
  readonly kind: string
  readonly requestId: string
  readonly body: string
  readonly error: string | null
}
