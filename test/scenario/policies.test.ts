import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/scenario/problem.ts'
import { type ReadOptions, readScenario, takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'
import { inMemory, saidOf } from './reading.ts'

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:failed'
const KEPT = `OnFailure: { Destination: "${QUEUE}" }`
const lambda = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`

/** The findings of a file, a line each: place, path, grade and id. */
async function findingsOf(text: string, options: ReadOptions = {}): Promise<string[]> {
  const { warnings, notes } = await readScenario(text, 's.yaml', options)
  return [...warnings, ...notes].map((problem) =>
    formatProblem(problem).replace(/^(.*?: (?:warning|note)): .*?(; also in .*)? (\[[\w-]+\])$/, '$1 $3$2'),
  )
}

describe('a finding about a policy', () => {
  test('names the line and column of its setting, wherever that is', async () => {
    const text = `
functions:
  f:
    reservedConcurrency: 0
    deadLetterConfig: { TargetArn: "${QUEUE}" }
    eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: "${QUEUE}" } } }
    versions:
      "1":
        eventInvokeConfig: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 1 }
      "2": { deadLetterConfig: {} }
    aliases:
      live: { functionVersion: "2", eventInvokeConfig: { MaximumRetryAttempts: 0 } }
    arrivals: [{ at: [0s], qualifier: live }]
`
    expect(await findingsOf(text)).toEqual([
      's.yaml:4:5: functions.f.reservedConcurrency: warning [no-concurrency]',
      's.yaml:6:60: functions.f.eventInvokeConfig.DestinationConfig.OnSuccess.Destination: warning [destination-never-fires]',
      's.yaml:9:30: functions.f.versions.1.eventInvokeConfig.MaximumEventAgeInSeconds: warning [retry-never-comes]',
      's.yaml:10:14: functions.f.versions.2.deadLetterConfig: warning [dead-letter-of-version]',
      's.yaml:12:37: functions.f.aliases.live.eventInvokeConfig: warning [drops-leave-no-trace]',
    ])
  })

  test('of something set from outside has no line', async () => {
    const text = `functions: { f: { deadLetterConfig: { TargetArn: "${QUEUE}" }, arrivals: [{ at: [0s] }] } }`
    const path = 'functions.f.eventInvokeConfig.MaximumEventAgeInSeconds'
    expect(await findingsOf(text, { set: [`${path}=60`] })).toEqual([`--set: ${path}: note [retry-never-comes]`])
  })

  test('is told once where several functions share it, and names the places of the others', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
    const functions = (some: string[]) => some.map((name) => `  ${name}: { arrivals: [{ at: [0s] }] }`).join('\n')
    const few = await findingsOf(`functions:\n${functions(names.slice(0, 3))}\n`)
    expect(few).toEqual(['s.yaml:2:3: functions.a: note [drops-leave-no-trace]; also in functions.b, functions.c'])
    const [all] = await findingsOf(`functions:\n${functions(names)}\n`)
    expect(all).toMatch(/functions\.g and 2 more$/)
  })

  test('stays a warning beside a note of the same words', async () => {
    const text = `functions:
  a: { deadLetterConfig: { TargetArn: "${QUEUE}" }, eventInvokeConfig: { MaximumEventAgeInSeconds: 90 } }
  b: { deadLetterConfig: { TargetArn: "${QUEUE}" }, eventInvokeConfig: { MaximumEventAgeInSeconds: 90, MaximumRetryAttempts: 2 } }
  c: { arrivals: [{ at: [0s] }], deadLetterConfig: { TargetArn: "${QUEUE}" } }`
    const late = (await findingsOf(text)).filter((line) => line.includes('retry-never-comes'))
    expect(late).toEqual([
      expect.stringContaining('functions.b.eventInvokeConfig.MaximumEventAgeInSeconds: warning'),
      expect.stringContaining('functions.a.eventInvokeConfig.MaximumEventAgeInSeconds: note'),
    ])
  })

  test('is told once of all functions of a file', async () => {
    const text = 'functionsFrom: { perMinute: day.csv, eventInvokeConfig: { MaximumEventAgeInSeconds: 60 } }'
    const readFile = inMemory({ 'day.csv': 'function,minute,invocations\nf1,0,3\nf2,0,1\n' })
    expect(await findingsOf(text, { readFile })).toEqual([
      's.yaml:1:38: functionsFrom.eventInvokeConfig: warning [drops-leave-no-trace]',
      's.yaml:1:59: functionsFrom.eventInvokeConfig.MaximumEventAgeInSeconds: note [retry-never-comes]',
    ])
  })

  test('waits until nothing is wrong any more', async () => {
    expect(await saidOf('functions: { f: { timeout: 3, arrivals: [{ at: [0s] }] } }')).toEqual([
      expect.stringContaining('functions.f.timeout: expected a duration'),
    ])
    const unmet = 'functions: { f: { arrivals: [{ at: [0s] }] } }\nexpect: [f.droped == 0]'
    expect(await saidOf(unmet)).toEqual([expect.stringContaining('unknown metric')])
  })

  test('follows the options that its arithmetic hangs on', async () => {
    const text = `functions:
  f: { eventInvokeConfig: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60, DestinationConfig: { ${KEPT} } }, arrivals: [{ at: [0s] }] }`
    const never = expect.stringContaining('[retry-never-comes]')
    expect(await findingsOf(text)).toEqual([never])
    expect(await findingsOf(`${text}\noptions: { ageLookAheadBoundary: exclusive }`)).not.toContainEqual(never)
  })
})

describe('whose events a policy is for', () => {
  const bare = { deadLetterConfig: {}, versions: { 1: {} }, aliases: { live: { functionVersion: 1 } } }
  const kept = { DestinationConfig: { OnFailure: { Destination: QUEUE } } }
  const lostBy = async (input: ScenarioInput) => {
    const { warnings, notes } = await takeScenario(input)
    return [...warnings, ...notes].flatMap(({ path, message }) =>
      message.includes('[drops-leave-no-trace]') ? [path] : [],
    )
  }

  test('is told by arrivals, but not by calls', async () => {
    const f = { ...bare, eventInvokeConfig: kept }
    const at = (qualifier: string, invocation: 'Event' | 'RequestResponse' = 'Event') => [
      { at: ['0s'], qualifier, invocation },
    ]
    expect(await lostBy({ functions: { f: { ...f, arrivals: at('$LATEST') } } })).toEqual([])
    expect(await lostBy({ functions: { f: { ...f, arrivals: at('live') } } })).toEqual(['functions.f.aliases.live'])
    expect(await lostBy({ functions: { f: { ...f, arrivals: at('live', 'RequestResponse') } } })).toEqual([])
  })

  test('is told by destinations and by redrives of queues', async () => {
    const g = (target: string) => ({
      eventInvokeConfig: {
        DestinationConfig: { OnSuccess: { Destination: lambda(target) }, ...kept.DestinationConfig },
      },
      arrivals: [{ at: ['0s'] }],
    })
    expect(await lostBy({ functions: { f: bare, g: g('f:1') } })).toEqual(['functions.f.versions.1'])
    const redriven: ScenarioInput = {
      functions: { f: bare, g: { eventInvokeConfig: kept, arrivals: [{ at: ['0s'] }] } },
      destinations: { [QUEUE]: { queue: {}, redrive: [{ at: '1h', to: 'f:1' }] } },
    }
    expect(await lostBy(redriven)).toEqual(['functions.f.versions.1'])
  })
})

describe('a policy that changes during the run', () => {
  const text = (changes: string) => `functions:
  f:
    reservedConcurrency: 0
    eventInvokeConfig: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60, DestinationConfig: { ${KEPT} } }
    arrivals: [{ at: [0s, 1h] }]
changes:
${changes}`
  const ids = async (changes: string) => (await findingsOf(text(changes))).map((line) => /\[(.*)\]/.exec(line)![1])

  test('is told of what no change mends', async () => {
    expect(await ids('  - { at: 1m, functions: { f: { timeout: 9s } } }')).toEqual([
      'no-concurrency',
      'retry-never-comes',
    ])
    expect(await ids('  - { at: 1m, functions: { f: { reservedConcurrency: 5 } } }')).toEqual(['retry-never-comes'])
    expect(await ids('  - { at: 1m, functions: { f: { eventInvokeConfig: null } } }')).toEqual(['no-concurrency'])
  })

  test('is not mended by a deletion', async () => {
    expect(await ids('  - { at: 1m, functions: { f: null } }')).toHaveLength(2)
  })
})

test('warnings stand in the result of a simulation, and notes do not', async () => {
  const { warnings } = await simulate({
    functions: {
      f: { eventInvokeConfig: { MaximumEventAgeInSeconds: 90 }, arrivals: [{ at: ['0s'] }] },
    },
  })
  expect(warnings).toEqual([
    expect.stringMatching(/^functions\.f\.eventInvokeConfig: warning: .*\[drops-leave-no-trace\]$/),
  ])
})
