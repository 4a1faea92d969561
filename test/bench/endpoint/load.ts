import { connect } from 'node:net'
import { performance } from 'node:perf_hooks'

/**
 * The load, a process of its own: so many connections, each of which sends its next event when the last one is answered.
 * Bare sockets, so that the measure is of the endpoint and not of a client.
 *
 * Arguments: address, function, connections, seconds, events. It ends with the first of the last two that is reached, and
 * prints one line of JSON.
 */
const [address = '', functionName = '', connections = '64', seconds = '30', events = 'Infinity'] = process.argv.slice(2)
const { hostname, port } = new URL(address)

const body = '{}'
const request = [
  `POST /2015-03-31/functions/${functionName}/invocations HTTP/1.1`,
  `Host: ${hostname}:${port}`,
  'Content-Type: application/json',
  'X-Amz-Invocation-Type: Event',
  `Content-Length: ${body.length}`,
  '',
  body,
].join('\r\n')

const latenciesMs: number[] = []
const others: Record<string, number> = {}
const startMs = performance.now()
const endMs = startMs + Number(seconds) * 1000
let open = Number(connections)
let sent = 0

for (let i = Number(connections); i > 0; i--) talk()

function talk(): void {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  let answer = ''
  let sentMs = 0
  const send = () => {
    if (performance.now() >= endMs || sent >= Number(events)) {
      socket.end()
      return
    }
    sent++
    answer = ''
    sentMs = performance.now()
    socket.write(request)
  }
  socket.setEncoding('latin1').on('connect', send)
  socket.on('data', (text: string) => {
    answer += text
    if (!isWhole(answer)) return
    const status = answer.slice(9, 12)
    if (status === '202') latenciesMs.push(performance.now() - sentMs)
    else others[status] = (others[status] ?? 0) + 1
    send()
  })
  socket.on('error', ({ message }) => {
    others[message] = (others[message] ?? 0) + 1
  })
  socket.on('close', () => {
    if (--open === 0) report()
  })
}

/** Whether an answer has come with its whole body. */
function isWhole(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, end))?.[1] ?? '0'
  return answer.length >= end + 4 + Number(length)
}

function report(): void {
  const tookS = (performance.now() - startMs) / 1000
  const sorted = Float64Array.from(latenciesMs).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  const [p50Ms, p99Ms, maxMs] = [at(0.5), at(0.99), at(1)]
  console.log(JSON.stringify({ accepted: sorted.length, ratePerS: sorted.length / tookS, p50Ms, p99Ms, maxMs, others }))
}
