import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type EndpointStore, openStore } from '../../src/local/store/endpoint-store.ts'
import { HeldWorld, PLACE, START_MS } from './held-world.ts'
import { testFolder } from './store/folder.ts'

const folder = testFolder()
const opened = (store: EndpointStore) =>
  new HeldWorld({
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
