import { describe, expect, it } from 'vitest'
import { DEAD, FAILS, SINK, TOPIC, World, type WorldOptions } from './world.ts'

/** One function that sends everywhere it can. */
function sending(arns: { onSuccess?: string; onFailure?: string; dead?: string }): Pick<WorldOptions, 'setup'> {
  return {
    setup: (plane) => {
      plane.functions.create({ FunctionName: 'f', DeadLetterConfig: { TargetArn: arns.dead } })
      const DestinationConfig = {
        OnSuccess: { Destination: arns.onSuccess },
        OnFailure: { Destination: arns.onFailure },
      }
      plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0, DestinationConfig })
    },
  }
}

/** What became of messages: `deliveryFailed onFailure at 3000`. */
function messages(world: World): string[] {
  const told = world.told('delivered', 'deliveryFailed', 'discarded')
  return told.map((entry) => `${entry.name}${'side' in entry ? ` ${entry.side}` : ''} at ${entry.atMs}`)
}

describe('deliveries', () => {
  it('send a drop to its destination first, then to the dead-letter queue, or the other way round', () => {
    const arns = { onSuccess: SINK, onFailure: SINK, dead: DEAD }
    for (const deliveryOrder of ['destinationFirst', 'deadLetterFirst'] as const) {
      const world = new World({ ...sending(arns), run: FAILS, choices: { deliveryOrder } })
      world.send(0)
      world.finish()
      const expected = ['delivered onFailure at 0', 'delivered deadLetter at 0']
      expect(messages(world)).toEqual(deliveryOrder === 'destinationFirst' ? expected : expected.reverse())
    }
  })

  it('fail for good at once where nothing is repeated', () => {
    const world = new World({ ...sending({ onFailure: SINK, dead: DEAD }), run: FAILS, takes: () => false })
    world.send(0)
    world.finish()
    expect(messages(world)).toEqual([
      'deliveryFailed onFailure at 0',
      'deliveryFailed deadLetter at 0',
      'discarded at 0',
    ])
  })

  it('are repeated after 1, 2 and 4 s, and the event is discarded when the last one has failed', () => {
    const tries: [number, number][] = []
    const takes: WorldOptions['takes'] = ({ attempt }, atMs) => tries.push([attempt, atMs]) < 0
    const world = new World({ ...sending({ onFailure: SINK }), run: FAILS, takes, choices: { deliveryRetries: 3 } })
    world.send(0)
    world.finish()
    expect(tries).toEqual([
      [1, 0],
      [2, 1_000],
      [3, 3_000],
      [4, 7_000],
    ])
    expect(world.ends()).toEqual(['#1 RetriesExhausted at 0'])
    expect(messages(world)).toEqual(['deliveryFailed onFailure at 7000', 'discarded at 7000'])
  })

  it('discard nothing that one of two targets took, late or not', () => {
    const takes: WorldOptions['takes'] = ({ arn, attempt }) => arn === DEAD && attempt === 2
    const arns = { onFailure: SINK, dead: DEAD }
    const world = new World({ ...sending(arns), run: FAILS, takes, choices: { deliveryRetries: 1 } })
    world.send(0)
    world.finish()
    expect(messages(world)).toEqual(['deliveryFailed onFailure at 1000', 'delivered deadLetter at 1000'])
  })

  it('discard nothing that the first target took when the second one gives up', () => {
    const takes: WorldOptions['takes'] = ({ arn }) => arn === SINK
    const world = new World({ ...sending({ onFailure: SINK, dead: DEAD }), run: FAILS, takes })
    world.send(0)
    world.finish()
    expect(messages(world)).toEqual(['delivered onFailure at 0', 'deliveryFailed deadLetter at 0'])
  })

  it('that failed after a success discard nothing: only drops are discarded', () => {
    const world = new World({ ...sending({ onSuccess: SINK }), takes: () => false })
    world.send(0)
    world.finish()
    expect(messages(world)).toEqual(['deliveryFailed onSuccess at 0'])
  })

  it('bear an event whose number follows, once all messages of its parent are sent', () => {
    const world = new World({
      run: FAILS,
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f', DeadLetterConfig: { TargetArn: DEAD } })
        plane.functions.create({ FunctionName: 'g' })
        const Destination = plane.functionArn('g')
        const DestinationConfig = { OnFailure: { Destination } }
        plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0, DestinationConfig })
        plane.eventInvokeConfigs.put({ FunctionName: 'g', MaximumRetryAttempts: 0 })
      },
    })
    world.send(0, 'f', { count: 2 })
    world.finish()
    expect(world.journal.entries.map(({ event, name }) => `${event} ${name}`)).toEqual([
      ...['1 accepted', '1 started', '2 accepted', '2 started'],
      ...['1 ended', '1 finished', '1 delivered', '1 delivered', '3 accepted', '3 waiting'],
      ...['2 ended', '2 finished', '2 delivered', '2 delivered', '4 accepted', '4 waiting'],
      ...['3 started', '3 ended', '3 finished', '3 discarded', '4 started', '4 ended', '4 finished', '4 discarded'],
    ])
  })
})

describe('a record too large for its target', () => {
  const payload = (size: number) => `"${'x'.repeat(size - 2)}"`
  const send = (arns: Parameters<typeof sending>[0], size: number, more: WorldOptions = {}) => {
    const world = new World({ ...sending(arns), ...more })
    world.send(0, 'f', { payload: payload(size) })
    return world.finish()
  }

  it('reaches an SNS topic without its payloads on failure', () => {
    const world = send({ onFailure: TOPIC }, 262_144, { run: FAILS })
    const [record] = world.bodies(TOPIC)
    expect(Object.keys(JSON.parse(record!))).toEqual(['version', 'timestamp', 'requestContext', 'responseContext'])
  })

  it('reaches it whole while it fits', () => {
    const world = send({ onFailure: TOPIC }, 261_000, { run: FAILS })
    expect(JSON.parse(world.bodies(TOPIC)[0]!).requestPayload).toHaveLength(260_998)
  })

  it('fails where the choice says so, and on success', () => {
    const choices = { oversizeRecord: 'fail' } as const
    expect(messages(send({ onFailure: TOPIC }, 262_144, { run: FAILS, choices }))).toEqual([
      'deliveryFailed onFailure at 0',
      'discarded at 0',
    ])
    expect(messages(send({ onSuccess: TOPIC }, 262_144))).toEqual(['deliveryFailed onSuccess at 0'])
  })

  it('fails on a queue, whose dead letters are smaller: they are the payload alone', () => {
    const world = send({ onFailure: SINK, dead: DEAD }, 1_048_576, { run: FAILS })
    expect(messages(world)).toEqual(['deliveryFailed onFailure at 0', 'delivered deadLetter at 0'])
    expect(world.bodies(DEAD)[0]).toHaveLength(1_048_576)
  })

  it('fails as a dead letter on a topic', () => {
    expect(messages(send({ dead: TOPIC }, 262_144, { run: FAILS }))).toEqual(['delivered deadLetter at 0'])
    expect(messages(send({ dead: TOPIC }, 262_145, { run: FAILS }))).toEqual([
      'deliveryFailed deadLetter at 0',
      'discarded at 0',
    ])
  })

  it('fails on a function, and no event is born', () => {
    const world = new World({
      setup: (plane) => {
        for (const FunctionName of ['f', 'g']) plane.functions.create({ FunctionName })
        const DestinationConfig = { OnSuccess: { Destination: plane.functionArn('g') } }
        plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig })
      },
    })
    world.send(0, 'f', { payload: payload(1_048_576) })
    world.finish()
    expect(messages(world)).toEqual(['deliveryFailed onSuccess at 0'])
    expect(world.engine.accepted).toBe(1)
  })
})
