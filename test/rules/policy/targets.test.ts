import { describe, expect, test } from 'vitest'
import { POLICY_CHECKS } from '../../../src/rules/policy/finding.ts'
import { BUCKET, config, DEAD, fine, found, lambda, QUEUE, said } from './account.ts'

const PATH = 'eventInvokeConfig.DestinationConfig'
const version = (name: string, deadLetterArn: string | undefined) => ({
  version: name,
  timeoutMs: 3_000,
  deadLetterArn,
  eventInvokeConfig: undefined,
})
const alias = (name: string, functionVersion: string, settings = {}) => ({
  name,
  functionVersion,
  other: undefined,
  eventInvokeConfig: undefined,
  ...settings,
})

test('nothing is said of policies that are fine', () => {
  const functions = [
    fine('defaults'),
    fine('recorded', { deadLetterArn: undefined, eventInvokeConfig: config(2, 21_600, { onFailure: QUEUE }) }),
    fine('both', { eventInvokeConfig: config(0, 60, { onSuccess: lambda('defaults'), onFailure: QUEUE }) }),
    fine('archive', { eventInvokeConfig: config(1, 300, { onFailure: BUCKET }) }),
    fine('released', {
      versions: [version('1', DEAD), version('2', DEAD)],
      aliases: [alias('live', '2', { eventInvokeConfig: config(2, 3_600, { onFailure: QUEUE }) })],
      eventInvokeConfig: config(0),
    }),
    fine('called', { deadLetterArn: undefined, addressed: new Set() }),
  ]
  expect(found(functions)).toEqual([])
})

test('the ids stand in order, each once', () => {
  expect([...new Set(POLICY_CHECKS)].toSorted()).toEqual(POLICY_CHECKS)
})

describe('zero reserved concurrency', () => {
  const off = fine('f', {
    reservedConcurrency: 0,
    eventInvokeConfig: config(2, 3_600, { onSuccess: QUEUE, onFailure: QUEUE }),
  })

  test('drops every event, which is no pause', () => {
    expect(said('no-concurrency', [off])).toEqual([
      'warning f reservedConcurrency: every event is accepted and dropped at once as ZeroReservedConcurrency, with 0 attempts and 0 retries: events that are to wait need 1 or more',
    ])
    expect(said('no-concurrency', [fine('f', { reservedConcurrency: 1 }), fine('g')])).toEqual([])
  })

  test('leaves nothing for the on-success destination, and something for the one on failure', () => {
    expect(said('destination-never-fires', [off])).toEqual([
      `warning f:$LATEST ${PATH}.OnSuccess.Destination: nothing is ever sent here: with a reserved concurrency of 0 no attempt ever runs, and so none succeeds`,
    ])
    expect(said('destination-never-fires', [{ ...off, reservedConcurrency: 1 }])).toEqual([])
  })
})

test('an on-success destination hears nothing where events are too old before they start', () => {
  const f = fine('f', { eventInvokeConfig: config(null, 60, { onSuccess: QUEUE }) })
  expect(said('destination-never-fires', [f], { choices: { queueLatencyMs: 60_000 } })[0]).toContain('too old before')
})

describe('a drop without a trace', () => {
  const bare = fine('f', { deadLetterArn: undefined })
  const lost = (settings: Parameters<typeof fine>[1]) => said('drops-leave-no-trace', [{ ...bare, ...settings }])

  test('is a warning of a config that was stored, and a note of a function of which nothing is said', () => {
    expect(lost({ eventInvokeConfig: config(1, 3_600) })).toEqual([
      'warning f:$LATEST eventInvokeConfig: neither an on-failure destination nor a dead-letter queue: an event that failed 2 times, or would be 3600 s old by its next attempt, is lost without a trace',
    ])
    expect(lost({})[0]).toMatch(/^note f:\$LATEST : .* an event that failed 3 times, or would be 21600 s old/)
  })

  test('counts the attempts that there can be', () => {
    expect(lost({ eventInvokeConfig: config(2, 60) })[0]).toContain('that failed 1 time,')
    expect(lost({ reservedConcurrency: 0 })[0]).toContain('every event is lost')
  })

  test('does not happen where a success is recorded: that is not enough', () => {
    expect(lost({ eventInvokeConfig: config(2, 3_600, { onSuccess: QUEUE }) })).toHaveLength(1)
    expect(lost({ eventInvokeConfig: config(2, 3_600, { onFailure: QUEUE }) })).toEqual([])
    expect(lost({ deadLetterArn: DEAD })).toEqual([])
  })

  test('is that of the qualifier which events are sent to', () => {
    const recorded = { eventInvokeConfig: config(2, 3_600, { onFailure: QUEUE }), versions: [version('1', undefined)] }
    const sentTo = (...addressed: string[]) =>
      lost({ ...recorded, aliases: [alias('live', '1')], addressed: new Set(addressed) }).map(
        (line) => line.split(' ')[1],
      )
    expect(sentTo('$LATEST')).toEqual([])
    expect(sentTo('live')).toEqual(['f:live'])
    expect(sentTo('1', '$LATEST')).toEqual(['f:1'])
    expect(sentTo()).toEqual([])
  })

  test('is that of aliases or else of $LATEST, and of every config, where nobody knows who is sent events', () => {
    const versions = [version('1', undefined)]
    const configured = [{ ...versions[0]!, eventInvokeConfig: config(0) }]
    expect(lost({ versions: configured }).map((line) => line.split(' ')[1])).toEqual(['f:$LATEST', 'f:1'])
    expect(lost({ versions }).map((line) => line.split(' ')[1])).toEqual(['f:$LATEST'])
    expect(lost({ versions, aliases: [alias('live', '1')] }).map((line) => line.split(' ')[1])).toEqual(['f:live'])
  })
})

test('a queue that is destination and dead-letter queue gets two messages of different shape', () => {
  const twice = fine('f', { eventInvokeConfig: config(2, 3_600, { onFailure: DEAD }) })
  expect(said('same-target-twice', [twice])).toEqual([
    `warning f:$LATEST ${PATH}.OnFailure.Destination: this is the dead-letter target of $LATEST too: 1 drop makes 2 messages here, its invocation record and the bare payload`,
  ])
  const once = fine('f', { eventInvokeConfig: config(2, 3_600, { onSuccess: DEAD, onFailure: QUEUE }) })
  expect(said('same-target-twice', [once])).toEqual([])
})

describe('what AWS refuses', () => {
  const refused = (settings: Parameters<typeof fine>[1], exists?: () => boolean) =>
    said('setting-refused', [fine('f', settings)], exists && { exists })

  test('is told in its words: a bucket for success', () => {
    expect(refused({ eventInvokeConfig: config(2, 3_600, { onSuccess: BUCKET, onFailure: BUCKET }) })).toEqual([
      `warning f:$LATEST ${PATH}.OnSuccess.Destination: AWS refuses it: The destination ARN ${BUCKET} is invalid.`,
    ])
  })

  test('is a function as its own destination', () => {
    const [line] = refused({ eventInvokeConfig: config(2, 3_600, { onFailure: lambda('f:live') }) })
    expect(line).toContain("You can't specify the function as a destination for itself.")
  })

  test('is a target that is not there', () => {
    const settings = { eventInvokeConfig: config(2, 3_600, { onFailure: QUEUE }) }
    expect(refused(settings, () => false)).toHaveLength(2) // the dead-letter queue is not there either
    expect(refused(settings)).toEqual([])
  })

  test('is a number out of its range, and a text that is no ARN, once', () => {
    expect(
      refused({ eventInvokeConfig: config(3, 59, { onFailure: 'failed' }) }).map((line) => line.split(' ')[2]),
    ).toEqual([
      'eventInvokeConfig.MaximumRetryAttempts:',
      'eventInvokeConfig.MaximumEventAgeInSeconds:',
      `${PATH}.OnFailure.Destination:`,
    ])
  })

  test('is a bucket as dead-letter queue, told of at the version that has another than its function', () => {
    const versions = [version('1', BUCKET), version('2', DEAD)]
    expect(refused({ deadLetterArn: BUCKET, versions })).toEqual([
      expect.stringContaining(
        'warning f:$LATEST deadLetterConfig.TargetArn: AWS refuses it: Invalid dead letter queue',
      ),
    ])
    expect(refused({ versions })[0]).toContain('f:1 versions.1.deadLetterConfig.TargetArn')
    expect(refused({ deadLetterArn: 'dead' })[0]).toContain("refuses it: 1 validation error detected: Value 'dead'")
  })
})

describe('a config that events do not get', () => {
  const settings = { eventInvokeConfig: config(0, 60, { onFailure: QUEUE }), versions: [version('1', DEAD)] }
  const lost = (more: Parameters<typeof fine>[1]) => said('config-not-inherited', [fine('f', { ...settings, ...more })])
  const aliases = [alias('live', '1')]

  test('is a warning where no other event gets it either', () => {
    expect(lost({ aliases, addressed: new Set(['live']) })).toEqual([
      'warning f:live eventInvokeConfig: it does not hold for events sent to live, which has none of its own: they get 2 retries, 21600 s and no destination',
    ])
  })

  test('is a note where others do, or nobody knows', () => {
    expect(lost({ aliases, addressed: new Set(['live', '$LATEST']) })[0]).toMatch(/^note f:live /)
    expect(lost({ aliases })[0]).toMatch(/^note f:live /)
  })

  test('may be that of the version behind an alias', () => {
    const versions = [{ ...version('1', DEAD), eventInvokeConfig: config(0) }]
    const [line] = lost({ eventInvokeConfig: undefined, versions, aliases, addressed: new Set(['live']) })
    expect(line).toContain('f:live versions.1.eventInvokeConfig: ')
  })

  test('is none where it says no more than the defaults', () => {
    const eventInvokeConfig = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 }
    expect(lost({ eventInvokeConfig, aliases, addressed: new Set(['live']) })).toEqual([])
  })

  test('is none where the qualifier has its own, or is not sent anything', () => {
    const own = [alias('live', '1', { eventInvokeConfig: config(2) })]
    expect(lost({ aliases: own, addressed: new Set(['live']) })).toEqual([])
    expect(lost({ aliases, addressed: new Set(['$LATEST']) })).toEqual([])
  })
})

describe("a version's dead-letter queue that is not that of $LATEST", () => {
  const differs = (settings: Parameters<typeof fine>[1], choices = {}) =>
    said('dead-letter-of-version', [fine('f', settings)], { choices })
  const versions = [version('1', undefined), version('2', QUEUE), version('3', DEAD)]

  test('is told with the alias that leads there', () => {
    expect(differs({ versions, aliases: [alias('live', '1')], addressed: new Set(['live']) })).toEqual([
      `warning f:1 versions.1.deadLetterConfig: a version keeps the dead-letter target that it was published with, and $LATEST has ${DEAD}: drops of live are lost to it`,
      expect.stringMatching(/^note f:2 .*: drops of 2 go to .*failed$/),
    ])
  })

  test('counts for the second version of an alias too', () => {
    const aliases = [alias('live', '3', { other: { version: '2', weight: 0.1 } })]
    expect(differs({ versions, aliases })[1]).toMatch(/^warning f:2 .*: drops of live go to/)
  })

  test('is none where versions follow $LATEST', () => {
    expect(differs({ versions }, { versionDeadLetter: 'followsLatest' })).toEqual([])
  })
})
