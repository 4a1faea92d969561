import { setTimeout } from 'node:timers/promises'
import { start } from './command.ts'

const READY = /listens on (\S+)\n/

/** Starts the endpoint on a free port, in a process of its own, and waits until it listens. */
export async function serving(args: readonly string[], cwd?: string) {
  const beganMs = performance.now()
  const { child, finished } = start(['serve', '--port', '0', ...args], { ...(cwd !== undefined && { cwd }) })
  let stdout = ''
  child.stdout.on('data', (text: string) => {
    stdout += text
  })
  let isOver = false
  void finished.then(() => {
    isOver = true
  })
  while (!READY.test(stdout)) {
    if (isOver) throw new Error(`the endpoint did not start: ${(await finished).stderr}`)
    await setTimeout(5)
  }
  const url = READY.exec(stdout)![1]!
  return {
    child,
    finished,
    url,
    readyMs: performance.now() - beganMs,
    /** The JSON document of an answer. */
    ask: async (path: string, body?: object): Promise<Record<string, unknown>> => {
      const init = body && { method: 'POST', body: JSON.stringify(body) }
      return (await (await fetch(`${url}${path}`, init)).json()) as Record<string, unknown>
    },
    /** Sends an event and gives its request id. */
    send: async (name: string, payload: unknown): Promise<string> => {
      const answer = await fetch(`${url}/2015-03-31/functions/${name}/invocations`, {
        method: 'POST',
        headers: { 'X-Amz-Invocation-Type': 'Event' },
        body: JSON.stringify(payload),
      })
      if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`)
      return answer.headers.get('x-amzn-requestid')!
    },
    /** Ends it as Ctrl-C does. */
    stop: (signal: NodeJS.Signals = 'SIGINT') => {
      child.kill(signal)
      return finished
    },
  }
}
