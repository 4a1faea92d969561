import { createHash } from 'node:crypto'
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { ControlPlane } from '../../../src/control-plane/control-plane.ts'
import { Engine } from '../../../src/engine/engine.ts'
import type { DeliveryRow } from '../../../src/local/store/deliveries-record.ts'
import { type EndpointStore, openStore } from '../../../src/local/store/endpoint-store.ts'
import { QueueRows } from '../../../src/local/store/queue-rows.ts'
import { openStoreFile } from '../../../src/local/store/store-file.ts'
import { FUNCTION_ERROR, SUCCEEDED } from '../../../src/rules/outcome.ts'
import { testFolder } from './folder.ts'
import { PLACE } from './incarnation.ts'

const folder = testFolder()
let files = 0
const newPath = () => join(folder, `${++files}.db`)
const INITIAL = { seed: 42, startMs: 1_700_000_000_000 }
const EUROPE = { ...PLACE, region: 'eu-west-1' }

const delivery = (requestId: string, destination = 'arn:aws:sqs:us-east-1:123456789012:q'): DeliveryRow => ({
  destination,
  kind: 'deadLetter',
  requestId,
  at: '2026-01-01T00:00:00.000Z',
  body: ' {"é": "💥"}\n',
  attributes: { ErrorCode: { DataType: 'Number', StringValue: '200' } },
  error: 'no answer',
})

/** A function `f` in an engine on a store: what a world is, without clock and API. */
function world(store: EndpointStore, place = PLACE, nowMs = 0) {
  const plane = new ControlPlane({ ...place, nowMs: () => 0, store: store.controlPlane(place) })
  if (plane.functionNames().length === 0) plane.functions.create({ FunctionName: 'f' })
  const queue = store.queue(place, INITIAL)
  const { observer, seed, startMs } = queue
  const engine = new Engine({ controlPlane: plane, place, seed, startMs, observer, invoker: { start: () => false } })
  queue.restore(engine, nowMs)
  return { engine, queue, plane }
}

/** The same file as it would be after `kill -9`. */
function killed(path: string): string {
  const copy = newPath()
  for (const ending of ['', '-wal']) if (existsSync(path + ending)) copyFileSync(path + ending, copy + ending)
  return copy
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe.each([
  ['in memory', undefined],
  ['in a file', newPath()],
])('a store %s', (_name, path) => {
  const store = openStore(path)

  it('keeps code by the SHA-256 of its bytes', async () => {
    const zip = bytes('not really a zip')
    const sha256 = await store.code.put(zip)
    expect(sha256).toBe(createHash('sha256').update(zip).digest('base64'))
    expect(await store.code.put(zip)).toBe(sha256)
    expect([await store.code.get(sha256), await store.code.get('other')].map((code) => code?.length)).toEqual([
      16,
      undefined,
    ])
  })

  it('lists deliveries in order, and those of a destination or a request, as they were added', async () => {
    const rows = [delivery('a'), delivery('b', 'arn:aws:s3:::bucket'), delivery('a', 'arn:aws:s3:::bucket')]
    for (const row of rows) store.deliveries.add(row)
    const list = () => [
      store.deliveries.list(),
      store.deliveries.list({ destination: 'arn:aws:s3:::bucket' }),
      store.deliveries.list({ requestId: 'a' }),
      store.deliveries.list({ requestId: 'a', destination: 'arn:aws:s3:::bucket' }),
    ]
    const expected = [rows, [rows[1], rows[2]], [rows[0], rows[2]], [rows[2]]]
    expect(list()).toEqual(expected)
    await new Promise((resolve) => setImmediate(resolve))
    expect(list()).toEqual(expected)
  })

  it('lists as many deliveries as are wanted, the last ones, on disk or not yet', async () => {
    const store = openStore(path && newPath(), { keep: 2 })
    const list = () => store.deliveries.list().map(({ requestId }) => requestId)
    for (const requestId of ['a', 'b', 'c']) store.deliveries.add(delivery(requestId))
    expect(list()).toEqual(['b', 'c'])
    await new Promise((resolve) => setImmediate(resolve))
    expect(list()).toEqual(['b', 'c'])
    store.deliveries.add(delivery('d'))
    expect(list()).toEqual(['c', 'd'])
    store.close()
  })

  it('runs an engine, and says at once or soon that everything is kept', async () => {
    const { engine, queue } = world(store)
    expect([queue.seed, queue.startMs, queue.nowMs]).toEqual([42, INITIAL.startMs, 0])
    const number = engine.accept('f')
    await queue.flushed()
    engine.settle(number, SUCCEEDED)
    await queue.kept()
    expect(engine.pending).toBe(0)
    store.close()
  })
})

describe('a store in a file, opened again', () => {
  it('has functions, code, deliveries, seed and time as they were', async () => {
    const path = newPath()
    const first = openStore(path)
    const { engine, queue, plane } = world(first)
    plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 1 })
    const sha256 = await first.code.put(bytes('zip'))
    first.deliveries.add(delivery('a'))
    engine.advance(5_000)
    engine.accept('f')
    await queue.flushed()
    first.close()
    const second = openStore(path)
    const again = world(second, PLACE, 0)
    expect(again.plane.eventInvokeConfig('f', '$LATEST')).toEqual({ MaximumRetryAttempts: 1 })
    expect(await second.code.get(sha256)).toEqual(bytes('zip'))
    expect(second.deliveries.list()).toEqual([delivery('a')])
    const other = second.queue(PLACE, { seed: 1, startMs: 1 })
    expect([other.seed, other.startMs, other.nowMs]).toEqual([42, INITIAL.startMs, 5_000])
    expect(again.engine.nowMs).toBe(5_000)
    second.close()
  })

  it('goes on with accepted events after a kill, with their payloads, notes and ids', async () => {
    const path = newPath()
    const { engine, queue } = world(openStore(path))
    const number = engine.accept('f', '$LATEST', bytes(' {"n": 1}'))
    queue.note(number, 'Root=1-0-0')
    const id = engine.requestId(0)
    await queue.flushed()
    engine.advance(1_000)
    engine.settle(number, FUNCTION_ERROR, bytes('{"errorMessage":"no"}'))
    await queue.flushed()
    engine.accept('f')
    const second = openStore(killed(path))
    const again = world(second, PLACE, 10_000)
    expect(again.engine.pending).toBe(1)
    expect(again.queue.noteOf(number)).toBe('Root=1-0-0')
    expect([again.engine.requestId(0), again.engine.nextDueMs()]).toEqual([id, 61_000])
    expect(new TextDecoder().decode(again.engine.requestPayload(0))).toBe(' {"n": 1}')
    again.engine.advance(61_000)
    again.engine.settle(number, SUCCEEDED)
    await again.queue.flushed()
    expect(again.queue.endsOf(id)).toMatchObject([{ condition: 'Success', attempts: 2, retries: 1 }])
    expect(again.queue.noteOf(number)).toBeUndefined()
    second.close()
  })

  it('says how an event ended, by its request id, before and after it is on disk', async () => {
    const path = newPath()
    const store = openStore(path)
    const ids: string[] = []
    const plane = new ControlPlane({ ...PLACE, nowMs: () => 0 })
    plane.functions.create({ FunctionName: 'f' })
    const queue = store.queue(PLACE, INITIAL)
    const engine = new Engine({
      controlPlane: plane,
      seed: queue.seed,
      startMs: queue.startMs,
      observer: queue.observer,
      invoker: { start: (_attempt, event) => ids.push(engine.requestId(event)) === 0 },
    })
    queue.restore(engine, 0)
    engine.settle(engine.accept('f'), FUNCTION_ERROR)
    engine.advance(60_000)
    engine.settle(1, SUCCEEDED)
    const expected = {
      number: 1,
      requestId: ids[0],
      functionName: 'f',
      qualifier: '$LATEST',
      condition: 'Success',
      acceptedMs: INITIAL.startMs,
      endedMs: INITIAL.startMs + 60_000,
      attempts: 2,
      tries: 2,
      retries: 1,
    }
    expect(queue.endsOf(ids[0]!)).toEqual([expected])
    await queue.flushed()
    expect(queue.endsOf(ids[0]!)).toEqual([expected])
    expect(queue.endsOf('other')).toEqual([])
    store.close()
  })

  it('has what was told of events, each in its last form, the newest event first', async () => {
    const path = newPath()
    const first = openStore(path)
    const timelines = first.timelines!
    timelines.put('a', () => 'accepted')
    timelines.put('b', () => 'accepted')
    timelines.put('a', () => 'accepted, ended')
    expect([timelines.get('a'), timelines.get('c')]).toEqual(['accepted, ended', undefined])
    expect(timelines.last(1)).toEqual([{ requestId: 'b', text: 'accepted' }])
    timelines.put('b', () => 'accepted, started')
    first.close()
    const second = openStore(path)
    expect(second.timelines!.last(5)).toEqual([
      { requestId: 'b', text: 'accepted, started' },
      { requestId: 'a', text: 'accepted, ended' },
    ])
    second.close()
  })

  it('keeps accounts and regions apart, and knows where events wait', async () => {
    const path = newPath()
    const first = openStore(path)
    const [here, there] = [world(first), world(first, EUROPE)]
    here.engine.accept('f', '$LATEST', bytes('"here"'))
    there.engine.accept('f', '$LATEST', bytes('"there"'))
    there.engine.accept('f', '$LATEST', bytes('"there"'))
    await here.queue.flushed()
    first.close()
    const second = openStore(path)
    expect(second.places()).toEqual([PLACE, EUROPE])
    const pending = second.places().map((place) => world(second, place).engine.pending)
    expect(pending).toEqual([1, 2])
    second.close()
  })

  it('writes what is left when it is closed', () => {
    const path = newPath()
    const first = openStore(path)
    world(first).engine.accept('f')
    first.close()
    const second = openStore(path)
    expect(world(second).engine.pending).toBe(1)
    second.close()
  })
})

test('an account that a full disk does not take is a failure that says why', () => {
  const database = openStoreFile(newPath())
  database.exec(`CREATE TRIGGER full BEFORE INSERT ON place
    BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END`)
  const initial = { ...INITIAL, nowMs: 0, accepted: 0, sent: 0 }
  expect(() => new QueueRows(database, PLACE, initial)).toThrow(
    expect.objectContaining({
      status: 500,
      message: 'The store could not be written: database or disk is full.',
    }),
  )
  database.close()
})
