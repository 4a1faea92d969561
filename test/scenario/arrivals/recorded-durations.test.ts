import { describe, expect, test } from 'vitest'
import type { EngineView } from '../../../src/engine/ports.ts'
import { SilentObserver } from '../../../src/engine/silent-observer.ts'
import { OUTCOMES } from '../../../src/rules/outcome.ts'
import { readScenario } from '../../../src/scenario/read.ts'
import { Simulation } from '../../../src/scenario/simulation.ts'
import { inMemory, saidOf } from '../reading.ts'

/** Each attempt as it ended: when the event came, which attempt, how long it ran and how it ended. */
class Attempts extends SilentObserver {
  readonly lines: string[] = []
  private engine!: EngineView

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override ended(event: number, attempt: number): void {
    const { attempts, events } = this.engine
    const outcome = OUTCOMES[attempts.outcome(attempt)]
    this.lines.push(`${events.acceptedMs(event)} #${events.attempts(event)} ${attempts.durationMs(attempt)} ${outcome}`)
  }
}

const ROWS = 'start_s,handler_ms,bad\n1,110,0\n2,120,1\n3,130,2\n4,140,3\n'
const files = { 'rows.csv': ROWS }
const recorded = (columns: string, further = '') =>
  `{ recorded: { file: rows.csv, columns: { time: start_s, ${columns} }, ${further} } }`

async function attemptsOf(functions: string, top = '', seed = 1): Promise<string[]> {
  const { scenario } = await readScenario(`${top}\nfunctions: { ${functions} }\n`, 's.yaml', {
    readFile: inMemory(files),
  })
  const attempts = new Attempts()
  new Simulation({ ...scenario, seed }, { observers: [attempts], metrics: false }).run()
  return attempts.lines
}

describe('recorded durations', () => {
  test('are those of the attempts, of retries too', async () => {
    const lines = await attemptsOf(
      `f: { model: { duration: recorded }, arrivals: [${recorded('duration: handler_ms, failures: bad')}] }`,
    )
    expect(lines.toSorted()).toEqual([
      '1000 #1 110 success',
      '2000 #1 120 error',
      '2000 #2 120 success',
      '3000 #1 130 error',
      '3000 #2 130 error',
      '3000 #3 130 success',
      '4000 #1 140 error',
      '4000 #2 140 error',
      '4000 #3 140 error',
    ])
  })

  test('may be written in seconds', async () => {
    const source = recorded('duration: handler_ms', 'durationUnit: s')
    const lines = await attemptsOf(`f: { timeout: 900s, model: { duration: recorded }, arrivals: [${source}] }`)
    expect(lines.map((line) => line.split(' ')[2])).toEqual(['110000', '120000', '130000', '140000'])
  })

  test('belong to the copies of an event, however often the recording is played', async () => {
    const source = recorded('duration: handler_ms', 'scale: 2, repeat: 3, every: 10s')
    const lines = await attemptsOf(`f: { model: { duration: recorded }, arrivals: [{ at: [0] }, ${source}] }`)
    const own = lines.filter((line) => !line.startsWith('0 '))
    expect(own).toEqual(
      [0, 10, 20].flatMap((later) =>
        [1, 2, 3, 4].flatMap((second) => Array(2).fill(`${(later + second) * 1_000} #1 ${100 + second * 10} success`)),
      ),
    )
  })

  test('belong to the duplicate of an event, too', async () => {
    const lines = await attemptsOf(
      `f: { model: { duration: recorded }, arrivals: [${recorded('duration: handler_ms')}] }`,
      'options: { duplicateProbability: 1 }',
    )
    expect(lines).toHaveLength(8)
    expect(lines.map((line) => line.split(' ')[2])).toEqual(
      ['110', '120', '130', '140'].flatMap((duration) => [duration, duration]),
    )
  })

  test('are drawn from again by events that bring none', async () => {
    const lines = await attemptsOf(
      `f: { model: { duration: recorded }, arrivals: [${recorded('duration: handler_ms')}, { constant: { rate: 100/s } }] }`,
      'runLength: 20s',
    )
    const others = lines.map((line) => line.split(' ')).filter(([atMs]) => Number(atMs) > 4_000)
    const counts = new Map<string, number>()
    for (const [, , duration] of others) counts.set(duration!, (counts.get(duration!) ?? 0) + 1)
    expect([...counts.keys()].toSorted()).toEqual(['110', '120', '130', '140'])
    // 1,599 events: 400 of each, with 5 standard deviations.
    for (const count of counts.values()) expect(Math.abs(count - 400)).toBeLessThan(5 * Math.sqrt(1_600 * 0.1875))
  })

  test('leave events that bring none to what is said otherwise', async () => {
    const lines = await attemptsOf(
      `f: { model: { duration: recorded, otherwise: 7ms }, arrivals: [{ at: [500ms] }, ${recorded('duration: handler_ms')}] }`,
    )
    expect(lines.slice(0, 2)).toEqual(['500 #1 7 success', '1000 #1 110 success'])
  })

  test('are used by the versions that say so, or inherit it', async () => {
    const versions =
      '"1": {}, "2": { model: { duration: 9ms } }, "3": { model: { duration: recorded, otherwise: 8ms } }'
    const sources = ['"1"', '"2"', '"3"'].map((qualifier) =>
      `{ ...X, qualifier: ${qualifier} }`.replace('...X', recorded('duration: handler_ms').slice(2, -2)),
    )
    const lines = await attemptsOf(
      `f: { model: { duration: recorded }, versions: { ${versions} }, arrivals: [${sources.join(', ')}] }`,
    )
    expect(
      lines
        .slice(0, 3)
        .map((line) => line.split(' ')[2])
        .toSorted(),
    ).toEqual(['110', '110', '9'])
  })

  test('of one function are not those of another that is like it', async () => {
    const f = (where: string) =>
      `{ model: { duration: recorded, otherwise: 1ms }, arrivals: [${recorded('duration: handler_ms', `where: { ${where} }`)}] }`
    const lines = await attemptsOf(`f: ${f('bad: 0')}, g: ${f('bad: 3')}`)
    expect(lines).toEqual(['1000 #1 110 success', '4000 #1 140 success'])
  })

  test('change no other draw', async () => {
    const model = (duration: string) => `model: { duration: ${duration}, errors: { probability: 0.5 } }`
    const outcomes = async (duration: string) => {
      const source = recorded('duration: handler_ms', 'repeat: 50')
      const lines = await attemptsOf(`f: { ${model(duration)}, arrivals: [${source}] }`)
      return lines.map((line) => line.replace(/ [\d.]+ (?=\w+$)/, ' ')).toSorted()
    }
    expect(await outcomes('recorded')).toEqual(await outcomes('{ exponential: { mean: 1ms } }'))
  })

  test('that no model asks for are warned of', async () => {
    const text = `functions: { f: { arrivals: [${recorded('duration: handler_ms')}] } }`
    const [warning, ...further] = await saidOf(text, { readFile: inMemory(files) })
    expect(warning).toMatch(/recorded\.columns\.duration: warning: these are not used: no model of "f" says duration/)
    expect(further).toEqual([])
  })
})

describe('recorded failures', () => {
  test('count whatever the model says of durations', async () => {
    const lines = await attemptsOf(`f: { model: { duration: 5ms }, arrivals: [${recorded('failures: bad')}] }`)
    expect(lines.filter((line) => line.startsWith('3000')).map((line) => line.slice(5))).toEqual([
      '#1 5 error',
      '#2 5 error',
      '#3 5 success',
    ])
  })
})
