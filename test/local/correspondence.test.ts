import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { EndedEvent } from '../../src/engine/ended-event.ts'
import { SilentObserver } from '../../src/engine/silent-observer.ts'
import { Correspondence } from '../../src/local/correspondence.ts'
import { HeldWorld, PLACE, START_MS } from './held-world.ts'

test('a function that a record is sent to sees the qualifier that the destination names', async () => {
  const held = new HeldWorld()
  const { plane } = held.world
  plane.aliases.create({ FunctionName: 'g', Name: 'live', FunctionVersion: '$LATEST' })
  const Destination = plane.functionArn('g', 'live')
  plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig: { OnSuccess: { Destination } } })
  await held.send()
  await setImmediate()
  await held.end(0)
  await setImmediate()
  expect(held.begun.map(({ invokedFunctionArn }) => invokedFunctionArn)).toEqual([plane.functionArn('f'), Destination])
})

test('what an event leaves behind tells of its lineage only if it ran', async () => {
  const traces: string[] = []
  class Traces extends SilentObserver {
    override delivered(ended: EndedEvent): void {
      traces.push(held.world.traceIdOf(ended))
    }
  }
  const held: HeldWorld = new HeldWorld({ observers: [new Traces()] })
  const { plane } = held.world
  const Destination = 'arn:aws:sqs:us-east-1:123456789012:q'
  const DestinationConfig = { OnSuccess: { Destination }, OnFailure: { Destination } }
  plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig })
  await held.send()
  await setImmediate()
  await held.end(0)
  held.world.enter(() => plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 0 }))
  await held.send()
  const shape = 'Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0'
  expect(traces).toEqual([
    expect.stringMatching(new RegExp(`^${shape};Lineage=1:[0-9a-f]{8}:0$`)),
    expect.stringMatching(new RegExp(`^${shape}$`)),
  ])
})

test('letters that are asked for when their events have ended long ago are let go of again', () => {
  const correspondence = new Correspondence(PLACE, { note: () => {}, noteOf: () => undefined })
  correspondence.attach({ startMs: START_MS, nowMs: 0 } as never)
  for (let number = 1; number <= 10_000; number++) correspondence.letter(number)
  expect(correspondence.size).toBeLessThanOrEqual(2_000)
})
