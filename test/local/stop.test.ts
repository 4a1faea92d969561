import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Endpoint } from '../../src/local/endpoint.ts'
import { ProcessPool } from '../../src/local/runtime/process-pool.ts'
import { type EndpointStore, openStore } from '../../src/local/store/endpoint-store.ts'
import { HeldWorld, PLACE, START_MS } from './held-world.ts'
import { testFolder } from './store/folder.ts'

const folder = testFolder()
const opened = (store: EndpointStore, pool?: ProcessPool) =>
  new HeldWorld({
    pool,
    queue: store.queue(PLACE, { seed: 1, startMs: START_MS }),
    store: store.controlPlane(PLACE),
  })

test('an event that an attempt in progress leads to is not begun by a world that stops, and counts no attempt', async () => {
  const path = join(folder, 'chain.db')
  const store = openStore(path)
  const held = opened(store)
  const { plane } = held.world
  const Destination = plane.functionArn('g')
  plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig: { OnSuccess: { Destination } } })
  await held.send()
  held.timers.oversleep(2_000)
  held.clock.stop()
  const stopped = held.world.stop()
  await held.end(0)
  await stopped
  store.close()
  const again = openStore(path)
  const next = opened(again)
  await next.timers.advance(2_000)
  await next.end(0)
  expect([held.begun, next.begun].map((begun) => begun.map(({ functionName }) => functionName))).toEqual([['f'], ['g']])
  expect(next.world.lastEvents(1)).toMatchObject([{ timeline: { function: 'g', end: { attempts: 1 } } }])
  again.close()
})

test.each(['stopped', 'killed'])('a virtual clock goes on where it stood when its endpoint was %s', async (how) => {
  const path = join(folder, `${how}.db`)
  const log = { attempt: () => {}, deliveryFailed: () => {}, failure: () => {} }
  const open = (store: string) => new Endpoint({ clock: 'virtual', store, version: '1.2.3', log })
  const endpoint = open(path)
  expect(endpoint.home.functionNames).toEqual([])
  await endpoint.clock.advance(50_000)
  await setImmediate()
  const copy = join(folder, 'copy.db')
  for (const ending of ['', '-wal']) copyFileSync(path + ending, copy + ending)
  await endpoint.close()
  const again = open(how === 'killed' ? copy : path)
  expect(again.clock.nowMs).toBe(50_000)
  await again.close()
})

test('a stop keeps where a real clock stood', async () => {
  const path = join(folder, 'real.db')
  const store = openStore(path)
  const held = opened(store)
  await held.send()
  await setImmediate()
  await held.end(0)
  held.timers.oversleep(70_000)
  held.clock.stop()
  await held.world.stop()
  store.close()
  const again = openStore(path)
  expect(again.clock).toEqual({ startMs: START_MS, nowMs: 70_000 })
  again.close()
})

test('an attempt that waits for its turn does not begin after a stop, and counts for nothing', async () => {
  const path = join(folder, 'turns.db')
  const store = openStore(path)
  const pool = new ProcessPool({ processes: 1 })
  const held = opened(store, pool)
  const ids = [await held.send(), await held.send()]
  while (held.begun.length === 0) await setImmediate()
  const refused = held.call().catch(({ status }) => status)
  await setImmediate()
  const stopped = held.world.stop()
  await held.end(0)
  await stopped
  expect([held.begun.length, await refused]).toEqual([1, 500])
  store.close()
  const again = openStore(path)
  const next = opened(again)
  await setImmediate()
  await next.end(0)
  expect(next.begun.map(({ requestId }) => requestId)).toEqual([ids[1]])
  expect(next.world.timeline(ids[1]!)?.end).toMatchObject({ condition: 'Success', attempts: 1 })
  again.close()
})

test('an endpoint lists the events that an earlier process ended', async () => {
  const path = join(folder, 'listed.db')
  const log = { attempt: () => {}, deliveryFailed: () => {}, failure: () => {} }
  const open = () => new Endpoint({ clock: 'virtual', store: path, version: '1.2.3', log })
  const endpoint = open()
  endpoint.home.plane.functions.create({ FunctionName: 'f' })
  const send = () => endpoint.home.send({ functionName: 'f', payload: new TextEncoder().encode('{}') } as never)
  const ids = [await send(), await send(), await send()]
  await endpoint.clock.settle()
  await endpoint.close()
  const again = open()
  again.start()
  const answer = await again.app.request('http://localhost/_asyncinvoke/events?last=2')
  expect(await answer.json()).toMatchObject({
    events: [
      { requestId: ids[2], condition: 'RetriesExhausted' },
      { requestId: ids[1], condition: 'RetriesExhausted' },
    ],
  })
  await again.close()
})
