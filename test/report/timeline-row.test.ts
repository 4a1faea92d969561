import { describe, expect, it } from 'vitest'
import type { ControlPlane } from '../../src/control-plane/control-plane.ts'
import { RULES } from '../../src/rules/explanation.ts'
import { DEAD, FAILS, SINK, type WorldOptions } from '../engine/world.ts'
import { ExplainedWorld } from '../measure/explained.ts'
import { HOUR } from './sample.ts'
import { drawn, onFailure, settings, worldOf } from './told.ts'

const lambda = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`
const seen = new Set<string>()

function story(world: ExplainedWorld, event = 1): string {
  for (const { rules } of world.timeline(event).steps) for (const rule of rules) seen.add(rule)
  return drawn(world, event)
}

describe('the timeline of an event tells of', () => {
  it('function errors, the retries after them and the record', () => {
    const world = worldOf({ run: () => ({ ms: 500, outcome: 'error' }), setup: settings(onFailure) }, 1, 2 * HOUR)
    expect(story(world)).toMatchInlineSnapshot(`
      "
      event 1 · f · dropped as RetriesExhausted after 3 m 02 s, 3 attempts
      in force at its end: 2 retries and an age of 6 h
        02:00:00.000   accepted
        02:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
        02:00:00.500 ┴ function error after 500 ms
                     · wait 60 s, then retry 1 of 2                     documented [1]
        02:01:00.500 ┬ attempt 2                                          age 1 m 01 s
        02:01:01.000 ┴ function error after 500 ms
                     · wait 120 s, then retry 2 of 2                               [1]
        02:03:01.000 ┬ attempt 3                                          age 3 m 01 s
        02:03:01.500 ┴ function error after 500 ms
                     ✗ 2 of 2 retries are used up, so the event is dropped
                                                                        documented [2]
        02:03:01.500 → on failure: sqs sink took the record             documented [3]
      "
    `)
  })

  it('the age look-ahead after a timeout', () => {
    const world = worldOf({
      run: ({ tries }) => (tries === 1 ? { ms: 627, outcome: 'error' } : { ms: 9_000 }),
      setup: settings({ ...onFailure, MaximumEventAgeInSeconds: 180 }),
    })
    expect(story(world)).toMatchInlineSnapshot(`
      "
      event 1 · f · dropped as EventAgeExceeded after 1 m 04 s, 2 attempts
      in force at its end: 2 retries and an age of 3 m
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
        00:00:00.627 ┴ function error after 627 ms
                     · wait 60 s, then retry 1 of 2                     documented [1]
        00:01:00.627 ┬ attempt 2                                          age 1 m 01 s
        00:01:03.627 ┴ function error: timed out after 3 s              documented [2]
                     ✗ the next retry would come at age 3 m 04 s, the limit is
                       3 m 00 s, so the event is dropped now, not later
                                                                   recorded on AWS [3]
        00:01:03.627 → on failure: sqs sink took the record             documented [4]
      "
    `)
  })

  it('the age look-ahead at the very limit', () => {
    const world = worldOf({ run: FAILS, setup: settings({ MaximumEventAgeInSeconds: 60 }) })
    expect(story(world)).toMatchInlineSnapshot(`
      "
      event 1 · f · dropped as EventAgeExceeded after 0 ms, 1 attempt
      in force at its end: 2 retries and an age of 60 s
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
        00:00:00.000 ┴ function error after 0 ms
                     ✗ the next retry would come at age 1 m 00 s, the limit is
                       1 m 00 s, so the event is dropped now, not later
                                                 recorded on AWS [1]; model choice [2]
        00:00:00.000 ✗ nothing took it: the event is discarded          documented [3]
      "
    `)
  })

  it('throttles, and the age look-ahead after one', () => {
    const world = worldOf(
      {
        run: () => ({ ms: 130_000 }),
        setup: (plane) => {
          settings({ MaximumEventAgeInSeconds: 60 }, 1)(plane)
          plane.functions.update({ FunctionName: 'f', Timeout: 900 })
        },
      },
      2,
    )
    expect(story(world, 2)).toMatchInlineSnapshot(`
      "
      event 2 · f · dropped as EventAgeExceeded after 31.0 s, 0 attempts
      in force at its end: 2 retries and an age of 60 s
        00:00:00.000   accepted
        00:00:00.000 × throttled: 1 of 1 reserved in use; wait 1 s
                                         age 0 ms  documented, recorded on AWS [1] [2]
        00:00:01.000 × throttled: 1 of 1 reserved in use; wait 2 s           age 1.0 s
        00:00:03.000 × throttled: 1 of 1 reserved in use; wait 4 s           age 3.0 s
        00:00:07.000 × throttled: 1 of 1 reserved in use; wait 8 s           age 7.0 s
        00:00:15.000 × throttled: 1 of 1 reserved in use; wait 16 s         age 15.0 s
        00:00:31.000 × throttled: 1 of 1 reserved in use                    age 31.0 s
                     ✗ the next dispatch would come at age 1 m 03 s, the limit is
                       1 m 00 s, so the event is dropped now, not later
                                                                   recorded on AWS [3]
        00:00:31.000 ✗ nothing took it: the event is discarded          documented [4]
      "
    `)
  })

  it('a long run of throttles in a few rows, under the limit of the account', () => {
    const run = ({ event }: { event: number }) => ({ ms: event === 1 ? 850_000 : 1 })
    const setup = (plane: ControlPlane) => plane.functions.create({ FunctionName: 'f', Timeout: 900 })
    expect(story(worldOf({ run, setup, accountConcurrency: 1 }, 2), 2)).toMatchInlineSnapshot(`
      "
      event 2 · f · succeeded after 18 m 31 s, 1 attempt
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 × throttled: 1 of 1 unreserved in use; wait 1 s
                                         age 0 ms  documented, recorded on AWS [1] [2]
        00:00:01.000 × throttled: 1 of 1 unreserved in use; wait 2 s         age 1.0 s
        00:00:03.000 × throttled: 1 of 1 unreserved in use; wait 4 s         age 3.0 s
        00:00:07.000 × throttled: 1 of 1 unreserved in use; wait 8 s         age 7.0 s
        00:00:15.000 × throttled: 1 of 1 unreserved in use; wait 16 s       age 15.0 s
                     · 4 more throttles like these
        00:08:31.000 × throttled: 1 of 1 unreserved in use; wait 5 m      age 8 m 31 s
        00:13:31.000 × throttled: 1 of 1 unreserved in use; wait 5 m     age 13 m 31 s
        00:18:31.000 ┬ attempt 1                                         age 18 m 31 s
        00:18:31.001 ┴ success after 1.0 ms
                     ✓ ends as Success at age 18 m 31 s                 documented [3]
      "
    `)
  })

  it('a system error', () => {
    const world = worldOf({ run: ({ tries }) => (tries === 1 ? { ms: 40, outcome: 'system' } : { ms: 20 }) })
    expect(story(world)).toMatchInlineSnapshot(`
      "
      event 1 · f · succeeded after 1.1 s, 1 attempt
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
        00:00:00.040 ┴ system error after 40 ms: a fault of the service
                                                              documented, inferred [1]
                     · wait 1 s: step 1 of the back-off
                                                       documented, recorded on AWS [2]
        00:00:01.040 ┬ attempt 1                                             age 1.0 s
        00:00:01.060 ┴ success after 20 ms
                     ✓ ends as Success at age 1.1 s                     documented [3]
      "
    `)
  })

  it('zero reserved concurrency, at once and later', () => {
    expect(story(worldOf({ setup: settings(onFailure, 0) }))).toMatchInlineSnapshot(`
      "
      event 1 · f · dropped as ZeroReservedConcurrency after 0 ms, 0 attempts
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 ✗ reserved concurrency is 0, so the event is dropped without an
                       attempt                                     recorded on AWS [1]
        00:00:00.000 → on failure: sqs sink took the record             documented [2]
      "
    `)
    const world = new ExplainedWorld({ run: FAILS, setup: settings({}) })
    world.send(0)
    world.engine.advance(30_000)
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 0 })
    world.finish()
    expect(story(world)).toMatchInlineSnapshot(`
      "
      event 1 · f · dropped as ZeroReservedConcurrency after 1 m 00 s, 1 attempt
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
        00:00:00.000 ┴ function error after 0 ms
                     · wait 60 s, then retry 1 of 2                     documented [1]
        00:01:00.000 ✗ reserved concurrency is 0, so the event is dropped
                                                     inferred [2]; recorded on AWS [3]
        00:01:00.000 ✗ nothing took it: the event is discarded          documented [4]
      "
    `)
  })

  it('a target that is not there', () => {
    const world = new ExplainedWorld()
    world.send(0, 'f', { qualifier: 'live' })
    world.finish()
    expect(story(world)).toMatchInlineSnapshot(`
      "
      event 1 · f:live · dropped as RetriesExhausted after 3 m 00 s, 3 attempts
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 ┴ attempt 1: f:live is not there, 404
                                                         age 0 ms  recorded on AWS [1]
                     · wait 60 s, then retry 1 of 2                     documented [2]
        00:01:00.000 ┴ attempt 2: f:live is not there, 404           age 1 m 00 s  [1]
                     · wait 120 s, then retry 2 of 2                               [2]
        00:03:00.000 ┴ attempt 3: f:live is not there, 404           age 3 m 00 s  [1]
                     ✗ 2 of 2 retries are used up, so the event is dropped
                                                                        documented [3]
        00:03:00.000 ✗ nothing took it: the event is discarded          documented [4]
      "
    `)
    const silent = new ExplainedWorld({ choices: { missingTarget: 'drop' } })
    silent.send(0, 'f', { qualifier: 'live' })
    expect(story(silent)).toMatchInlineSnapshot(`
      "
      event 1 · f:live · dropped as RetriesExhausted after 0 ms, 1 attempt
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 ┴ attempt 1: f:live is not there, 404
                                                         age 0 ms  recorded on AWS [1]
                     ✗ f:live is gone, and so is the event            model choice [2]
        00:00:00.000 ✗ nothing took it: the event is discarded          documented [3]
      "
    `)
  })

  it('an event that loop detection stops, and the chain that led to it', () => {
    const twins = (more: WorldOptions = {}) =>
      worldOf({
        ...more,
        setup: (plane) => {
          for (const FunctionName of ['f', 'g']) plane.functions.create({ FunctionName })
          for (const [FunctionName, other] of Object.entries({ f: 'g', g: 'f' })) {
            const DestinationConfig = { OnSuccess: { Destination: lambda(other) } }
            plane.eventInvokeConfigs.put({ FunctionName, DestinationConfig })
          }
        },
      })
    expect(story(twins(), 33)).toMatchInlineSnapshot(`
      "
      event 33 · f · dropped as RecursiveInvocation after 0 ms, 0 attempts
      in force at its end: 2 retries and an age of 6 h
      chain of events: 1 → 2 → … → 31 → 32 → 33
        00:00:00.000   accepted: the on-success record of event 32
                                                       documented, recorded on AWS [1]
        00:00:00.000 ✗ loop detection: f has had 16 events in this chain, so this one
                       is dropped                      documented, recorded on AWS [2]
        00:00:00.000 ✗ nothing took it: the event is discarded          documented [3]
      "
    `)
    expect(story(twins(), 2)).toMatchInlineSnapshot(`
      "
      event 2 · g · succeeded after 0 ms, 1 attempt
      in force at its end: 2 retries and an age of 6 h
      chain of events: 1 → 2
        00:00:00.000   accepted: the on-success record of event 1
                                                       documented, recorded on AWS [1]
        00:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
        00:00:00.000 ┴ success after 0 ms
                     ✓ ends as Success at age 0 ms                      documented [2]
        00:00:00.000 → on success: lambda f took the record as event 3  documented [3]
      "
    `)
    expect(story(twins({ choices: { recursionStop: 'dropOnly' } }), 33)).toContain('[2]')
  })

  it('a success, its cold start and its destination', () => {
    const world = worldOf({
      choices: { queueLatencyMs: 40 },
      run: () => ({ ms: 120, initMs: 310 }),
      setup: settings({ DestinationConfig: { OnSuccess: { Destination: SINK } } }),
    })
    expect(story(world)).toMatchInlineSnapshot(`
      "
      event 1 · f · succeeded after 470 ms, 1 attempt
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
                     · wait 40 ms in the queue                        model choice [1]
        00:00:00.040 ┬ attempt 1, cold start of 310 ms                       age 40 ms
        00:00:00.470 ┴ success after 120 ms
                     ✓ ends as Success at age 470 ms                    documented [2]
        00:00:00.470 → on success: sqs sink took the record             documented [3]
      "
    `)
  })

  it('a destination and a dead-letter queue, of which one fails', () => {
    const world = worldOf({
      run: FAILS,
      takes: ({ arn }) => arn === DEAD,
      setup: (plane) => {
        settings({ ...onFailure, MaximumRetryAttempts: 0 })(plane)
        plane.functions.update({ FunctionName: 'f', DeadLetterConfig: { TargetArn: DEAD } })
      },
    })
    expect(story(world)).toMatchInlineSnapshot(`
      "
      event 1 · f · dropped as RetriesExhausted after 0 ms, 1 attempt
      in force at its end: 0 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
        00:00:00.000 ┴ function error after 0 ms
                     ✗ no retries are allowed, so the event is dropped  documented [1]
        00:00:00.000 ✗ on failure: sqs sink did not take the record: it is lost
                                                                        documented [2]
        00:00:00.000 → dead letter: sqs dead took the event
                                                       documented, recorded on AWS [3]
      "
    `)
  })

  it('a second delivery of an event', () => {
    expect(story(worldOf({ choices: { duplicateProbability: 1 } }), 2)).toMatchInlineSnapshot(`
      "
      event 2 · f · succeeded after 0 ms, 1 attempt
      in force at its end: 2 retries and an age of 6 h
      chain of events: 1 → 2
        00:00:00.000   accepted: event 1, delivered a second time
                                                          documented, model choice [1]
        00:00:00.000 ┬ attempt 1                                              age 0 ms
        00:00:00.000 ┴ success after 0 ms
                     ✓ ends as Success at age 0 ms                      documented [2]
      "
    `)
  })

  it('provisioned environments, what spills over and what they keep for themselves', () => {
    const world = new ExplainedWorld({
      run: () => ({ ms: 1_500 }),
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f' })
        plane.versions.publish({ FunctionName: 'f' })
        plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 2 })
        plane.provisioned.put({ FunctionName: 'f', Qualifier: '1', ProvisionedConcurrentExecutions: 1 })
      },
    })
    world.send(0, 'f', { qualifier: '1', count: 2 })
    world.send(1_500)
    world.send(1_600)
    world.finish()
    expect(story(world, 1)).toMatchInlineSnapshot(`
      "
      event 1 · f:1 · succeeded after 1.5 s, 1 attempt
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, provisioned                 age 0 ms  documented [1]
        00:00:01.500 ┴ success after 1.5 s
                     ✓ ends as Success at age 1.5 s                     documented [2]
      "
    `)
    expect(story(world, 2)).toMatchInlineSnapshot(`
      "
      event 2 · f:1 · succeeded after 1.5 s, 1 attempt
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, spilled over to on-demand, cold start
                                                              age 0 ms  documented [1]
        00:00:01.500 ┴ success after 1.5 s
                     ✓ ends as Success at age 1.5 s                     documented [2]
      "
    `)
    expect(story(world, 4)).toMatchInlineSnapshot(`
      "
      event 4 · f · succeeded after 4.5 s, 1 attempt
      in force at its end: 2 retries and an age of 6 h
        00:00:01.600   accepted
        00:00:01.600 × throttled: 1 of 2 reserved in use, 1 kept by provisioned
                       environments; wait 1 s
                                     age 0 ms  documented, recorded on AWS [1] [2] [3]
        00:00:02.600 × throttled: 1 of 2 reserved in use, 1 kept by provisioned
                       environments; wait 2 s                                age 1.0 s
        00:00:04.600 ┬ attempt 1                                             age 3.0 s
        00:00:06.100 ┴ success after 1.5 s
                     ✓ ends as Success at age 4.5 s                     documented [4]
      "
    `)
  })

  it('the versions behind a weighted alias', () => {
    const world = new ExplainedWorld({
      run: ({ tries }) => ({ ms: 5, outcome: tries === 1 ? 'error' : 'success' }),
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f' })
        plane.versions.publish({ FunctionName: 'f' })
        plane.functions.update({ FunctionName: 'f', Timeout: 9 })
        plane.versions.publish({ FunctionName: 'f' })
        const RoutingConfig = { AdditionalVersionWeights: { 2: 0.25 } }
        plane.aliases.create({ FunctionName: 'f', Name: 'live', FunctionVersion: '1', RoutingConfig })
        plane.aliases.create({ FunctionName: 'f', Name: 'plain', FunctionVersion: '1' })
      },
    })
    world.send(0, 'f', { qualifier: 'live' })
    world.send(0, 'f', { qualifier: 'plain' })
    world.finish()
    expect(story(world)).toMatchInlineSnapshot(`
      "
      event 1 · f:live · succeeded after 1 m 00 s, 2 attempts
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, version 1 (75.0 % of live), cold start
                                                            age 0 ms  model choice [1]
        00:00:00.005 ┴ function error after 5.0 ms
                     · wait 60 s, then retry 1 of 2                     documented [2]
        00:01:00.005 ┬ attempt 2, version 2 (25.0 % of live), cold start
                                                                     age 1 m 00 s  [1]
        00:01:00.010 ┴ success after 5.0 ms
                     ✓ ends as Success at age 1 m 00 s                  documented [3]
      "
    `)
    expect(story(world, 2)).toMatchInlineSnapshot(`
      "
      event 2 · f:plain · succeeded after 1 m 00 s, 2 attempts
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, version 1, cold start                       age 0 ms
        00:00:00.005 ┴ function error after 5.0 ms
                     · wait 60 s, then retry 1 of 2                     documented [1]
        00:01:00.005 ┬ attempt 2, version 1                               age 1 m 00 s
        00:01:00.010 ┴ success after 5.0 ms
                     ✓ ends as Success at age 1 m 00 s                  documented [2]
      "
    `)
  })

  it('a queue, and an age that passes in it', () => {
    const run = () => ({ ms: 100_000 })
    const setup = (plane: ControlPlane) => {
      settings({ MaximumEventAgeInSeconds: 60 }, 1)(plane)
      plane.functions.update({ FunctionName: 'f', Timeout: 900 })
    }
    const world = worldOf({ choices: { queueing: 'fifo' }, run, setup }, 2)
    expect(story(world, 2)).toMatchInlineSnapshot(`
      "
      event 2 · f · dropped as EventAgeExceeded after 1 m 40 s, 0 attempts
      in force at its end: 2 retries and an age of 60 s
        00:00:00.000   accepted
        00:00:00.000 · no slot is free: joined the queue    age 0 ms  model choice [1]
        00:01:40.000 ✗ too old to be tried: its age is 1 m 40 s, the limit is
                       1 m 00 s, so the event is dropped                documented [2]
        00:01:40.000 ✗ nothing took it: the event is discarded          documented [3]
      "
    `)
    // A success is one even past the limit.
    expect(story(world, 1)).toMatchInlineSnapshot(`
      "
      event 1 · f · succeeded after 1 m 40 s, 1 attempt
      in force at its end: 2 retries and an age of 60 s
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
        00:01:40.000 ┴ success after 1 m 40 s
                     ✓ ends as Success at age 1 m 40 s    documented [1]; inferred [2]
      "
    `)
  })

  it('waits that a choice varies or lengthens', () => {
    const jittered = worldOf({ choices: { jitter: 'recorded' }, run: FAILS })
    expect(story(jittered)).toMatchInlineSnapshot(`
      "
      event 1 · f · dropped as RetriesExhausted after 2 m 43 s, 3 attempts
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
        00:00:00.000 ┴ function error after 0 ms
                     · wait 56.3 s (60 s nominal), then retry 1 of 2
                                                      documented [1]; model choice [2]
        00:00:56.252 ┬ attempt 2                                            age 56.3 s
        00:00:56.252 ┴ function error after 0 ms
                     · wait 1 m 47 s (120 s nominal), then retry 2 of 2        [1] [2]
        00:02:42.875 ┬ attempt 3                                          age 2 m 43 s
        00:02:42.875 ┴ function error after 0 ms
                     ✗ 2 of 2 retries are used up, so the event is dropped
                                                                        documented [3]
        00:02:42.875 ✗ nothing took it: the event is discarded          documented [4]
      "
    `)
    const crowd = worldOf({ choices: { backPressure: 4 }, run: () => ({ ms: 900 }), accountConcurrency: 1 }, 3)
    expect(story(crowd, 3)).toMatchInlineSnapshot(`
      "
      event 3 · f · succeeded after 4.9 s, 1 attempt
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 × throttled: 1 of 1 unreserved in use; wait 1.5 s (1 s nominal)
                            age 0 ms  documented, recorded on AWS [1] [2]; documented,
                                                                      model choice [3]
        00:00:01.500 × throttled: 1 of 1 unreserved in use; wait 2.5 s (2 s nominal)
                                                                             age 1.5 s
        00:00:04.000 ┬ attempt 1                                             age 4.0 s
        00:00:04.900 ┴ success after 900 ms
                     ✓ ends as Success at age 4.9 s                     documented [4]
      "
    `)
  })

  it('a throttle for the scaling rate', () => {
    const world = new ExplainedWorld({
      choices: { scalingRate: { environments: 1, perMs: 10_000 } },
      run: () => ({ ms: 3_000 }),
      setup: settings({}),
    })
    world.send(0)
    world.send(1_000)
    expect(story(world.finish() as ExplainedWorld, 2)).toMatchInlineSnapshot(`
      "
      event 2 · f · succeeded after 6.0 s, 1 attempt
      in force at its end: 2 retries and an age of 6 h
        00:00:01.000   accepted
        00:00:01.000 × throttled: the scaling rate is used up; wait 1 s
                             age 0 ms  documented [1]; documented, recorded on AWS [2]
        00:00:02.000 × throttled: the scaling rate is used up; wait 2 s      age 1.0 s
        00:00:04.000 ┬ attempt 1                                             age 3.0 s
        00:00:07.000 ┴ success after 3.0 s
                     ✓ ends as Success at age 6.0 s                     documented [3]
      "
    `)
    const queued = new ExplainedWorld({
      choices: { queueing: 'fifo', scalingRate: { environments: 1, perMs: 10_000 } },
      run: () => ({ ms: 3_000 }),
      setup: settings({}),
    })
    queued.send(0)
    queued.send(1_000)
    expect(story(queued.finish() as ExplainedWorld, 2)).toMatchInlineSnapshot(`
      "
      event 2 · f · succeeded after 5.0 s, 1 attempt
      in force at its end: 2 retries and an age of 6 h
        00:00:01.000   accepted
        00:00:01.000 · the scaling rate is used up: joined the queue
                                                            age 0 ms  model choice [1]
        00:00:03.000 ┬ attempt 1                                             age 2.0 s
        00:00:06.000 ┴ success after 3.0 s
                     ✓ ends as Success at age 5.0 s                     documented [2]
      "
    `)
  })

  it('an event that a queue sent back, and where it comes from', () => {
    const world = worldOf({ run: FAILS, setup: settings({ MaximumRetryAttempts: 0, ...onFailure }) }, 2)
    world.redrive(2 * HOUR, 2, 'onFailure', SINK)
    world.finish()
    expect(story(world, 2)).toMatchInlineSnapshot(`
      "
      event 2 · f · dropped as RetriesExhausted after 0 ms, 1 attempt
      in force at its end: 0 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
        00:00:00.000 ┴ function error after 0 ms
                     ✗ no retries are allowed, so the event is dropped  documented [1]
        00:00:00.000 → on failure: sqs sink took the record             documented [2]
        02:00:00.000 → sent back from sqs sink as event 3                 inferred [3]
      "
    `)
    expect(story(world, 3)).toMatchInlineSnapshot(`
      "
      event 3 · f · dropped as RetriesExhausted after 0 ms, 1 attempt
      in force at its end: 0 retries and an age of 6 h
      chain of events: 2 → 3
        02:00:00.000   accepted: event 2, sent back from sqs sink         inferred [1]
        02:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
        02:00:00.000 ┴ function error after 0 ms
                     ✗ no retries are allowed, so the event is dropped  documented [2]
        02:00:00.000 → on failure: sqs sink took the record             documented [3]
      "
    `)
  })

  it('an attempt that is still in progress', () => {
    const world = new ExplainedWorld({ run: () => undefined })
    world.send(0)
    expect(story(world)).toMatchInlineSnapshot(`
      "
      event 1 · f · has not ended
        00:00:00.000   accepted
        00:00:00.000 ┬ attempt 1, cold start                                  age 0 ms

      "
    `)
  })

  it('a wait after a throttle that was drawn', () => {
    const choices = { throttleBackoff: { exponential: { meanMs: 10_000 } } } as const
    const crowd = worldOf({ choices, run: () => ({ ms: 900 }), accountConcurrency: 1 }, 2)
    expect(story(crowd, 2)).toMatchInlineSnapshot(`
      "
      event 2 · f · succeeded after 11.7 s, 1 attempt
      in force at its end: 2 retries and an age of 6 h
        00:00:00.000   accepted
        00:00:00.000 × throttled: 1 of 1 unreserved in use; wait 10.8 s (10 s on
                       average)
                           age 0 ms  documented, recorded on AWS [1]; model choice [2]
        00:00:10.828 ┬ attempt 1                                            age 10.8 s
        00:00:11.728 ┴ success after 900 ms
                     ✓ ends as Success at age 11.7 s                    documented [3]
      "
    `)
  })

  it('every rule that there is', () => {
    expect(Object.keys(RULES).filter((rule) => !seen.has(rule))).toEqual([])
  })
})
