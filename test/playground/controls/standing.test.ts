import { describe, expect, it } from 'vitest'
import { readOwnScenario } from '../../../src/playground/controls/own-scenario.ts'
import { runCommand, scenarioFileName, scenarioYaml } from '../../../src/playground/controls/scenario-file.ts'
import { type Standing, standingOf, turnBehind } from '../../../src/playground/controls/standing.ts'
import { turnText, turnTime } from '../../../src/playground/controls/turn-text.ts'
import { Player } from '../../../src/playground/playback/player.ts'
import { KNOBS } from '../../../src/playground/setup/knob.ts'
import { scenarioOf, type Turn } from '../../../src/playground/setup/setup.ts'
import { formatProblem, ScenarioError } from '../../../src/scenario/problem.ts'
import { simulate } from '../../../src/scenario/simulate.ts'
import { SCENARIO } from '../turns.ts'

const turns: Turn[] = [
  { atMs: 0, function: 'charge', knob: 'age', value: 90 },
  { atMs: 120_000, function: 'charge', knob: 'retries', value: 0 },
  { atMs: 180_000, function: 'charge', knob: 'config', value: { MaximumRetryAttempts: 1 } },
]

async function stands(atMs: number, subject?: string, last?: Standing) {
  let realMs = 0
  const player = await Player.open({ scenario: SCENARIO, turns, atMs, speed: 10 }, () => realMs)
  while (player.isSeeking) {
    player.frame()
    realMs += 16
  }
  return { player, standing: standingOf(player, subject, last)! }
}

describe('how the knobs stand', () => {
  it('follows the clock: what was done by now, and since when', async () => {
    const since = async (atMs: number) => {
      const { standing } = await stands(atMs)
      const times = (['age', 'retries', 'errors'] as const).map((knob) => {
        const turn = turnBehind(standing, knob)
        return turn && turnTime(turn)
      })
      return [KNOBS.age.read(standing.written), KNOBS.retries.read(standing.written), ...times]
    }
    expect(await since(60_000)).toEqual([90, 1, 'the start', undefined, undefined])
    expect(await since(120_000)).toEqual([90, 0, 'the start', '2m', undefined])
    expect(await since(200_000)).toEqual([21_600, 1, '3m', '3m', undefined])
  })

  it('is the same object until something of it changes', async () => {
    const { player, standing } = await stands(60_000)
    expect(standingOf(player, 'charge', standing)).toBe(standing)
    expect(standingOf(player, 'mail', standing)).toMatchObject({ name: 'mail', names: ['charge', 'mail'] })
    player.step()
    expect(standingOf(player, undefined, standing)).toBe(standing)
    await player.turn({ function: 'mail', knob: 'outage', value: true })
    expect(standingOf(player, 'mail', standing)).toMatchObject({ isOut: true })
  })

  it('says that no event can be sent after the run length, and until then it can', async () => {
    const { player, standing } = await stands(599_999)
    expect(standing.closed).toBeUndefined()
    await player.turn({ function: 'charge', knob: 'send', value: 1 })
    const late = await stands(600_000)
    expect(late.standing.closed).toBe('No event can be sent any more: arrivals end at 10m, the run length.')
    await expect(late.player.turn({ function: 'charge', knob: 'send', value: 1 })).rejects.toThrow('run length')
  })
})

describe('what was turned', () => {
  it('is said in words', () => {
    const all: Turn[] = [
      ...turns,
      { atMs: 0, function: 'charge', knob: 'config', value: null },
      { atMs: 0, function: 'charge', knob: 'concurrency', value: null },
      { atMs: 0, function: 'charge', knob: 'concurrency', value: 0 },
      { atMs: 0, function: 'charge', knob: 'rate', value: 0.5 },
      { atMs: 0, function: 'charge', knob: 'errors', value: 0.25 },
      { atMs: 0, function: 'charge', knob: 'duration', value: 1_500 },
      { atMs: 0, function: 'charge', knob: 'deadLetter', value: true },
      { atMs: 0, function: 'charge', knob: 'outage', value: false },
      { atMs: 0, function: 'charge', knob: 'send', value: 3 },
    ]
    expect(all.map(turnText)).toEqual([
      'Age limit: 90 s',
      'Retries: 0',
      'config: {"MaximumRetryAttempts":1}',
      'event-invoke config deleted',
      'Reserved concurrency: none',
      'Reserved concurrency: 0',
      'Arrivals: one in 2 s',
      'An attempt fails: 25.0 %',
      'An attempt takes: 1.5 s',
      'Dead-letter queue: on',
      'outage ends',
      '3 events sent',
    ])
  })

  it('goes along as a scenario file that runs the same', async () => {
    const setup = { scenario: { ...SCENARIO, name: 'Charge & mail' }, turns, seed: 9 }
    const yaml = scenarioYaml(setup)
    const { total } = await simulate(await readOwnScenario(yaml, 'scenario.yaml'))
    expect(total).toEqual((await simulate(scenarioOf(setup))).total)
    expect(scenarioFileName(setup)).toBe('charge-mail.yaml')
    expect(runCommand(setup)).toBe(`asyncinvoke run - <<'SCENARIO'\n${yaml}SCENARIO`)
  })
})

describe('a scenario of one’s own', () => {
  it('has the name of its file where it says none', async () => {
    const { name } = await readOwnScenario('functions: { a: { arrivals: [{ at: [0s] }] } }', 'my-outage.yaml')
    expect(name).toBe('my-outage')
  })

  it('is refused with every problem at its place, and with what a page cannot do', async () => {
    const text = `runLength: 1x
functions:
  a:
    retries: 2
    arrivals: [{ perMinute: { file: day.csv } }]
`
    const error = await readOwnScenario(text, 'mine.yaml').catch((each: unknown) => each)
    expect(error).toBeInstanceOf(ScenarioError)
    const lines = (error as ScenarioError).problems.map(formatProblem)
    expect(lines[0]).toMatch(/^mine\.yaml:1:12: runLength: expected a duration/)
    expect(lines[1]).toMatch(/^mine\.yaml:4:5: functions\.a\.retries: unknown key/)
    expect(lines.join('\n')).toContain('this page cannot read files that a scenario names')
  })
})
