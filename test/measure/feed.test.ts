import { describe, expect, it, vi } from 'vitest'
import { Feed } from '../../src/measure/feed.ts'
import { DEAD, FAILS, SINK, World } from '../engine/world.ts'

const subject = { event: 1, function: 'f', qualifier: '$LATEST' }

describe('the feed', () => {
  it('tells of each transition as a plain object', () => {
    const feed = new Feed()
    const world = new World({ observers: [feed], run: () => ({ ms: 200, initMs: 300 }) })
    const told: unknown[] = []
    feed.on('accepted', (transition) => told.push(transition))
    feed.on('started', (transition) => told.push(transition))
    feed.on('ended', (transition) => told.push(transition))
    feed.on('finished', (transition) => told.push(transition))
    world.send(1_000)
    world.finish()
    const attempt = { ...subject, attempt: 1, version: '$LATEST', coldStartMs: 300 }
    expect(told).toEqual([
      { ...subject, atMs: 1_000 },
      { ...attempt, atMs: 1_000 },
      { ...attempt, atMs: 1_500, outcome: 'success', durationMs: 200 },
      {
        ...{ ...subject, atMs: 1_500, condition: 'Success', attempts: 1, ageMs: 500 },
        ...{ retries: 0, maximumRetries: 2, setbacks: 0, maximumAgeMs: 21_600_000 },
      },
    ])
  })

  it('tells what a drop left behind', () => {
    const feed = new Feed()
    const world = new World({
      observers: [feed],
      run: FAILS,
      takes: ({ arn }) => arn === SINK,
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f', DeadLetterConfig: { TargetArn: DEAD } })
        const DestinationConfig = { OnFailure: { Destination: SINK } }
        plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0, DestinationConfig })
      },
    })
    const told: unknown[] = []
    feed.on('delivered', (transition) => told.push(transition))
    feed.on('deliveryFailed', (transition) => told.push(transition))
    feed.on('discarded', () => told.push('discarded'))
    world.send(0)
    expect(told).toEqual([])
    world.finish()
    expect(told).toEqual([
      { ...subject, atMs: 0, side: 'onFailure', target: SINK },
      { ...subject, atMs: 0, side: 'deadLetter', target: DEAD },
    ])
  })

  it('makes no object for a transition that nobody listens to', () => {
    const feed = new Feed()
    const tell = vi.spyOn(feed as unknown as { tell(name: string): void }, 'tell')
    feed.on('discarded', () => {})
    const world = new World({ observers: [feed], run: FAILS })
    world.send(0)
    world.finish()
    expect(tell.mock.calls.map(([name]) => name)).toEqual(['discarded'])
  })

  it('calls a listener once, or until it is taken away', () => {
    const feed = new Feed()
    const world = new World({ observers: [feed] })
    const once = vi.fn()
    const often = vi.fn()
    feed.once('finished', once).on('finished', often)
    world.send(0, 'f', { count: 3 })
    world.engine.advance(0)
    feed.off('finished', often)
    world.send(1)
    world.finish()
    expect([once.mock.calls.length, often.mock.calls.length, feed.listenerCount('finished')]).toEqual([1, 3, 0])
  })
})
