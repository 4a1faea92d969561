import { describe, expect, test } from 'vitest'
import { applyOverride, parseOverride } from '../../src/scenario/override.ts'
import { formatProblem, type ScenarioError } from '../../src/scenario/problem.ts'
import { readScenario } from '../../src/scenario/read.ts'

const set = (data: unknown, text: string) => applyOverride(data, parseOverride(text))

describe('a value set from outside', () => {
  test('replaces or adds what its path names, and leaves the data that came alone', () => {
    const data = { functions: { a: { arrivals: [{ at: ['1s'] }] } } }
    const before = structuredClone(data)
    expect(set(data, 'functions.a.timeout=5s')).toEqual({
      functions: { a: { arrivals: [{ at: ['1s'] }], timeout: '5s' } },
    })
    expect(set(data, 'functions.a.arrivals[0].at.1=2s')).toEqual({
      functions: { a: { arrivals: [{ at: ['1s', '2s'] }] } },
    })
    expect(set(data, 'options={ queueing: fifo }')).toEqual({ ...before, options: { queueing: 'fifo' } })
    expect(set(undefined, 'a.b=1')).toEqual({ a: { b: 1 } })
    expect(data).toEqual(before)
  })

  test('has a path with quotes where a name holds dots or an equals sign', () => {
    expect(parseOverride('destinations."arn:aws:sns:us-east-1:1:a.b=c".errors.probability=0.5')).toMatchObject({
      path: ['destinations', 'arn:aws:sns:us-east-1:1:a.b=c', 'errors', 'probability'],
      value: 0.5,
    })
  })

  test.each(['', 'a', '=1', 'a..b=1', 'a[x]=1', 'a.=1'])('%j is no such thing', (text) => {
    expect(() => parseOverride(text)).toThrow(/^expected PATH=VALUE, such as functions\.checkout\.timeout=5s, got "/)
  })

  test('cannot lead into a plain value, past the end of a list, or be broken YAML', () => {
    expect(() => set({ a: 1 }, 'a.b=1')).toThrow('expected a map or a list at "a", which is 1, for "a.b=1"')
    expect(() => set({ a: [1] }, 'a[2]=1')).toThrow('expected an index from 0 to 1 after "a", got "2" in "a[2]=1"')
    expect(() => parseOverride('a={')).toThrow('expected a value in YAML after "a=", got "{"')
  })
})

describe('a problem of a value set from outside', () => {
  const problemsWith = async (set: string) => {
    const text = 'functions:\n  f: { timeout: 3s, arrivals: [{ at: [0s] }] }\n'
    const read = readScenario(text, 's.yaml', { set: [set] })
    return read.then(
      () => [],
      (error: ScenarioError) => error.problems.map(formatProblem),
    )
  }

  test('has no line in the file, even where it is of what was made on the way', async () => {
    expect(await problemsWith('foo.bar=1')).toEqual([expect.stringMatching(/^--set: foo: unknown key/)])
    expect(await problemsWith('functions.f.timeout=x')).toEqual([
      expect.stringMatching(/^--set: functions\.f\.timeout: expected a duration/),
    ])
  })
})
