import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { Draws } from '../../src/kernel/draws.ts'
import { Stub } from '../local/delivery/stub.ts'
import { ServedEndpoint } from './served-endpoint.ts'

const HANDLERS = join(import.meta.dirname, 'handlers.ts')
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012'
/** A retry after an error waits for 0.3 s and 0.6 s, so that kills meet it; six hours are longer than most runs. */
const SPEED = 200
const SENDERS = 12
/** Attempts that may run at once, of all functions: as many may be repeated after a kill. */
const SLOTS = 4 + 4 + 4

export interface KillOptions {
  /** How often the endpoint is killed. */
  readonly rounds: number
  /** Whole number, 0 to 2⁵³ − 1: decides the moments and the events. */
  readonly seed: number
  /** For the store and the rest; empty. */
  readonly folder: string
  readonly onRound?: (round: number, accepted: number) => void
}

/** What became of the events. All lists are empty where all is well. */
export interface KillReport {
  readonly rounds: number
  /** Kills before the endpoint listened. */
  readonly killedInStart: number
  /** Events that were answered with 202. */
  readonly accepted: number
  /** Events that the record says have ended, those too that deliveries began. */
  readonly ended: number
  /** Attempts that a kill interrupted and that were made again. */
  readonly repeated: number
  readonly lost: readonly string[]
  /** Request ids that were given to two events: the first of them was forgotten. */
  readonly givenTwice: readonly string[]
  readonly endedTwice: readonly string[]
  /** Events of which more attempts ran than the record has. */
  readonly ranInSecret: readonly string[]
  /** Events with more attempts than their retries, the first one, and one for each kill that found one in progress. */
  readonly wrongAttempts: readonly string[]
  /** Failed events of which no dead letter, or more than one, stands in the record, or none has arrived. */
  readonly wrongDeadLetters: readonly string[]
  /** More repeated attempts than could be in flight. */
  readonly tooManyRepeated: boolean
}

interface EndedDocument {
  readonly number: number
  readonly requestId: string
  readonly functionName: string
  readonly condition: string
  readonly attempts: number
  readonly retries: number
}

/**
 * Kills an endpoint with a store again and again while clients send events to it, lets the last one settle, and looks at
 * what became of every event that was accepted.
 */
export async function killAgainAndAgain({ rounds, seed, folder, onRound }: KillOptions): Promise<KillReport> {
  const draws = new Draws(seed)
  const [store, runs, functions] = ['store.db', 'runs', 'functions.yaml'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  writeFileSync(runs, '')
  writeFileSync(functions, functionsFile(runs))
  const target = await Stub.listen(() => ({}))
  const options = ['--store', store, '--functions', functions, '--speed', `${SPEED}`, '--deliver-to', target.url]
  const accepted: string[] = []
  let killedInStart = 0
  /** How many kills found an attempt of an event in progress, by the event's number. */
  const interruptions = new Map<number, number>()
  for (let round = 1; round <= rounds; round++) {
    draws.at(round, 0, 0, 0)
    const endpoint = new ServedEndpoint(options)
    const how = draws.uniform()
    const moment = draws.uniform()
    const clients = new Clients(endpoint, accepted)
    if (how < 0.15) {
      killedInStart++
      await sleep(500 * moment)
    } else {
      await endpoint.url
      // At any moment, or just when a client has heard that its event is safe.
      const life = sleep(400 * moment)
      await (how < 0.5 ? life : Promise.race([clients.answers(Math.ceil(100 * moment)), sleep(2_000)]))
    }
    await endpoint.kill()
    await clients.gone
    for (const number of runningIn(store)) interruptions.set(number, (interruptions.get(number) ?? 0) + 1)
    onRound?.(round, accepted.length)
  }
  const last = new ServedEndpoint(options)
  await last.settle()
  const letters = (await last.deliveries(`${QUEUE}:dead`)).map(({ requestId }) => requestId)
  const stopped = await last.stop()
  if (stopped !== 143) throw new Error(`the endpoint stopped with ${stopped}:\n${last.log}`)
  const arrived = new Set(target.received.map(({ headers }) => `${headers['x-amzn-requestid']}`))
  await target.close()

  const ends = endsIn(store)
  const known = Map.groupBy(ends, ({ requestId }) => requestId)
  const ran = Map.groupBy(readFileSync(runs, 'utf8').split('\n').slice(0, -1), (id) => id)
  const repeated = ends.reduce((sum, end) => sum + interrupted(end), 0)
  const failed = ends.filter(({ condition }) => condition !== 'Success').map(({ requestId }) => requestId)
  const lettersOf = Map.groupBy(letters, (id) => id)
  const idsWhere = (isSo: (end: EndedDocument) => boolean) => ends.filter(isSo).map(({ requestId }) => requestId)
  return {
    rounds,
    killedInStart,
    accepted: accepted.length,
    ended: ends.length,
    repeated,
    lost: accepted.filter((id) => !known.has(id)),
    givenTwice: repeatedIn(accepted),
    endedTwice: repeatedIn(ends.map(({ requestId }) => requestId)),
    ranInSecret: idsWhere(({ requestId, attempts }) => (ran.get(requestId)?.length ?? 0) > attempts),
    wrongAttempts: idsWhere((end) => interrupted(end) > (interruptions.get(end.number) ?? 0)),
    wrongDeadLetters: [
      ...failed.filter((id) => lettersOf.get(id)?.length !== 1 || !arrived.has(id)),
      ...letters.filter((id) => !failed.includes(id)),
    ],
    tooManyRepeated: repeated > rounds * SLOTS,
  }
}

/** Clients that send events, each one after the other, until the endpoint is gone. */
class Clients {
  /** Resolves when all have noticed that. */
  readonly gone: Promise<unknown>
  private readonly endpoint: ServedEndpoint
  private readonly accepted: string[]
  private readonly enough = Promise.withResolvers<void>()
  private wanted = Number.POSITIVE_INFINITY

  /** @param accepted gets the request ids of the events that were answered with 202 */
  constructor(endpoint: ServedEndpoint, accepted: string[]) {
    this.endpoint = endpoint
    this.accepted = accepted
    this.gone = Promise.all(Array.from({ length: SENDERS }, (_, client) => this.send(client)))
  }

  /** Resolves when so many more events have been accepted. */
  answers(count: number): Promise<void> {
    this.wanted = this.accepted.length + count
    return this.enough.promise
  }

  private async send(client: number): Promise<void> {
    for (let i = 0; ; i++) {
      const functionName = ['noted', 'model', 'chained'][(client + i) % 3]!
      const requestId = await this.endpoint.send(functionName, { client, i, fails: i % 4 === 3 })
      if (requestId === undefined) return
      this.accepted.push(requestId)
      if (this.accepted.length >= this.wanted) this.enough.resolve()
    }
  }
}

/** A handler that notes its runs, a model, and a function that starts the handler when it succeeds. */
function functionsFile(runs: string): string {
  const all = `timeout: 60s\n    memory: 256\n    reservedConcurrency: 4\n    deadLetterConfig: { TargetArn: "${QUEUE}:dead" }`
  return `functions:
  noted:
    ${all}
    module: ${HANDLERS}
    handler: noted
    environment: { RUNS: ${runs} }
  model:
    ${all}
    eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: "${QUEUE}:failed" } } }
    model: { duration: 4s, errors: { probability: 0.3 } }
  chained:
    ${all}
    eventInvokeConfig:
      MaximumRetryAttempts: 1
      DestinationConfig:
        OnSuccess: { Destination: "arn:aws:lambda:us-east-1:123456789012:function:noted" }
    model: { duration: 2s, errors: { probability: 0.3 } }
`
}

/** Attempts that no retry explains. A retry that was planned may not have run. */
function interrupted({ attempts, retries }: EndedDocument): number {
  return Math.max(0, attempts - 1 - retries)
}

function repeatedIn(ids: readonly string[]): string[] {
  return [...Map.groupBy(ids, (id) => id)].filter(([, list]) => list.length > 1).map(([id]) => id)
}

/** Numbers of the events of which the store says that an attempt is in progress: code begins only after that is on disk. */
function runningIn(store: string): number[] {
  if (!existsSync(store)) return []
  const database = new DatabaseSync(store, { readOnly: true })
  try {
    const rows = database.prepare("SELECT number FROM event WHERE state ->> '$.event.isInterrupted' = 1").all()
    return rows.map(({ number }) => Number(number))
  } catch (error) {
    // Killed before the tables were made.
    if (/no such table/.test(String(error))) return []
    throw error
  } finally {
    database.close()
  }
}

function endsIn(store: string): EndedDocument[] {
  const database = new DatabaseSync(store, { readOnly: true })
  const left = database.prepare('SELECT count(*) AS count FROM event').get()!.count
  if (left !== 0) throw new Error(`${left} events are left in the store although all have ended`)
  const rows = database.prepare('SELECT document FROM ended').all()
  database.close()
  return rows.map(({ document }) => JSON.parse(String(document)))
}
