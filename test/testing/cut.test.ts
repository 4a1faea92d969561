import { describe, expect, it } from 'vitest'
import { harness, onAttempt } from '../../src/testing/index.ts'

const later = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

/** A handler of three steps, 100 ms apart. */
function stepper() {
  const steps: string[] = []
  const handler = async () => {
    steps.push('first')
    await later(100)
    steps.push('second')
    await later(100)
    steps.push('third')
    return 'done'
  }
  return { handler, steps }
}

describe('a crash in the midst of a handler', () => {
  it('lets nothing of it go on, and is retried as any crash', async () => {
    const { handler, steps } = stepper()
    using lambda = harness({ functions: { work: handler } })
    const event = await lambda.invoke('work', {}, { faults: [onAttempt(1).crashAfter('150ms')] })
    await lambda.advance('30s')
    expect(steps).toEqual(['first', 'second'])
    await lambda.settled(event)
    expect(steps).toEqual(['first', 'second', 'first', 'second', 'third'])
    expect(event.attempts).toMatchObject([
      { startedMs: 0, endedMs: 150, outcome: 'error', error: { name: 'Runtime.ExitError' } },
      { startedMs: 60_150, endedMs: 60_350, outcome: 'success', response: 'done' },
    ])
  })

  it('lets happen at its instant what was waiting for that, and nothing after it', async () => {
    const { handler, steps } = stepper()
    using lambda = harness({ functions: { work: handler } })
    await lambda.invoke('work', {}, { faults: [onAttempt(1).crashAfter('100ms')] })
    await lambda.advance('30s')
    expect(steps).toEqual(['first', 'second'])
  })

  it('comes before a timer of its instant that was set later', async () => {
    const steps: string[] = []
    const handler = async () => {
      await later(50)
      steps.push('first')
      await later(100)
      steps.push('second')
    }
    using lambda = harness({ functions: { work: handler } })
    await lambda.invoke('work', {}, { faults: [onAttempt(1).crashAfter('150ms')] })
    await lambda.advance('30s')
    expect(steps).toEqual(['first'])
  })

  it('does not take place when the handler has ended before, and is not waited for', async () => {
    const { handler, steps } = stepper()
    using lambda = harness({ functions: { work: handler } })
    const event = await lambda.invoke('work', {}, { faults: [onAttempt(1).crashAfter('2s')] })
    await lambda.untilIdle()
    expect(event.attempts).toMatchObject([{ endedMs: 200, outcome: 'success', error: undefined }])
    expect(steps).toEqual(['first', 'second', 'third'])
    expect(lambda.elapsedMs).toBe(200)
    expect(String(event)).not.toContain('injected')
  })

  it('does not take place when the timeout was before it', async () => {
    using lambda = harness({ functions: { work: () => later(10_000) } })
    const event = await lambda.invoke('work', {}, { faults: [onAttempt(1).crashAfter('5s')] })
    await lambda.advance('10s')
    expect(event.attempts).toMatchObject([{ endedMs: 3_000, outcome: 'timeout' }])
  })

  it('stands in the timeline as what was injected, by the name of its builder', async () => {
    using lambda = harness({ functions: { work: stepper().handler } })
    const event = await lambda.invoke('work', {}, { faults: [onAttempt(1).crashAfter('150ms')] })
    await lambda.settled(event)
    expect(String(event).replaceAll(/\s+/g, ' ')).toContain("(injected: onAttempt(1).crashAfter('150ms'))")
  })

  it('comes after a duration, which must be one', async () => {
    expect(() => onAttempt(1).crashAfter('soon')).toThrow('expected a duration')
    using lambda = harness({ functions: { work: () => null } })
    await expect(lambda.invoke('work', {}, { faults: [{ kind: 'cut', attempt: 1, afterMs: -1 }] })).rejects.toThrow(
      'faults[0].afterMs: expected 0 ms or more, got -1',
    )
  })
})
