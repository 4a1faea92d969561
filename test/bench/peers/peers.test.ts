import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Measurement, parseMeasurement } from '../measurement.ts'
import { cpp, type Program, simpy } from '../programs.ts'

const directory = mkdtempSync(join(tmpdir(), 'asyncinvoke-peers-'))
afterAll(() => rmSync(directory, { recursive: true }))

const CPP = cpp(directory)
const SIMPY = simpy()
const EVENTS = 20_000
/** Standard errors that a result may lie away from theory. The seeds are fixed, so this is decided once. */
const Z = 4.5

function run(program: Program, workload: string, events = EVENTS): Measurement {
  if ('missing' in program) throw new Error(program.missing)
  const [file, ...prefix] = program.command
  return parseMeasurement(execFileSync(file, [...prefix, workload, `${events}`], { encoding: 'utf8' }), events)
}

function missing(program: Program): string | undefined {
  return 'missing' in program ? program.missing : undefined
}

describe.for([
  ['C++', CPP],
  ['SimPy', SIMPY],
] as const)('the peer in %s', ([, program]) => {
  test.for(['W', 'W2', 'W3'])('makes the attempts and drops that theory expects on %s', (workload, { skip }) => {
    skip(missing(program) !== undefined, missing(program))
    const { attempts, dropped } = run(program, workload)
    // 1, 2 or 3 attempts with probability 0.9, 0.09 and 0.01; nothing ages out before 6 h.
    const mean = 1.11
    const variance = 0.9 * 1 + 0.09 * 4 + 0.01 * 9 - mean ** 2
    expect(Math.abs(attempts - EVENTS * mean)).toBeLessThan(Z * Math.sqrt(EVENTS * variance))
    const exhausted = EVENTS * 0.1 ** 3
    expect(Math.abs(dropped.RetriesExhausted - exhausted)).toBeLessThan(Z * Math.sqrt(exhausted))
    expect(dropped.EventAgeExceeded).toBe(0)
  })

  test('starts attempts at the age that theory expects where nothing waits for a slot', ({ skip }) => {
    skip(missing(program) !== undefined, missing(program))
    const { meanAgeMs } = run(program, 'W3')
    // An event's ages add up to S₁ + 60 s if the first attempt fails, and S₁ + S₂ + 180 s more if the second does too.
    const mean = 0.1 * 70 + 0.01 * 200
    const square = 0.09 * (70 ** 2 + 100) + 0.01 * (270 ** 2 + 4 * 100 + 100)
    const standardErrorS = Math.sqrt((square - mean ** 2) / EVENTS) / 1.11
    expect(Math.abs(meanAgeMs / 1000 - mean / 1.11)).toBeLessThan(Z * standardErrorS)
  })
})

test('the peers agree where a backlog grows', ({ skip }) => {
  for (const program of [CPP, SIMPY]) skip(missing(program) !== undefined, missing(program))
  // The age follows the sum of 22,200 service times, whose relative standard error is 1/√22,200 = 0.7 %; that of their
  // number is 0.2 %. Two runs differ by at most Z √2 times as much: 4.5 %.
  const ratio = run(CPP, 'W2').meanAgeMs / run(SIMPY, 'W2').meanAgeMs
  expect(Math.abs(ratio - 1)).toBeLessThan(0.045)
})

test('C++ drops what ages out in the queue on W2', ({ skip }) => {
  skip(missing(CPP) !== undefined, missing(CPP))
  const events = 1_500_000
  const { dropped } = run(CPP, 'W2', events)
  // The slots start 64 attempts a second. What arrives at a is behind 1,000 a first attempts and 6.4 (a − 60) retries:
  // it starts at 15.725 a − 6, after more than 6 h where a > 1,467 s. Of the 33,000 that arrive later 64 a second start;
  // 30,900 are dropped. Of the 1,467,000 before, the first 94,000 started while events still arrived; a tenth of
  // the others wants a retry, which comes behind everybody else and too late: 137,300. Together a share of 0.112. The
  // service times of 1.38 million attempts shift the border by 1.2 s, and the share by 0.0008: 0.004 is five times that.
  expect(Math.abs(dropped.EventAgeExceeded / events - 0.112)).toBeLessThan(0.004)
})
