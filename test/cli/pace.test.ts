import { expect, test } from 'vitest'
import { Pace, speedFor } from '../../src/cli/pace.ts'
import { readScenario } from '../../src/scenario/read.ts'
import { Simulation } from '../../src/scenario/simulation.ts'
import { SCENARIO } from './command.ts'

/** A run of ten events, one a minute, and a clock that only a test moves. */
async function pace(speed: number) {
  const { scenario } = await readScenario(SCENARIO, 'small.yaml')
  const simulation = new Simulation(scenario)
  const clock = { realMs: 5_000 }
  const made = new Pace(simulation, speed, () => clock.realMs)
  const pass = (ms: number) => {
    clock.realMs += ms
    made.frame()
    return simulation.engine.nowMs
  }
  pass(0)
  return { pace: made, simulation, clock, pass }
}

test('the clock goes as much faster than time as the speed says', async () => {
  const { pass } = await pace(20)
  expect([pass(50), pass(50), pass(25)]).toEqual([1_000, 2_000, 2_500])
})

test('a pause, and a process that was stopped, are not made up for', async () => {
  const { pace: paced, pass, clock } = await pace(10)
  expect(pass(60_000)).toBe(1_000)
  paced.toggle()
  expect(pass(50)).toBe(1_000)
  paced.toggle()
  clock.realMs += 90
  expect([pass(0), pass(50)]).toEqual([1_000, 1_500])
})

test('a step goes to the next decision and pauses, and at the end nowhere', async () => {
  const { pace: paced, simulation } = await pace(10)
  paced.step()
  expect([simulation.engine.nowMs, paced.isPlaying]).toEqual([100, false])
  while (!simulation.isDone) paced.step()
  const { nowMs } = simulation.engine
  paced.step()
  expect(simulation.engine.nowMs).toBe(nowMs)
})

test('at its end the clock stands where the last event ended, as after a run that nobody watched', async () => {
  const { pass, simulation } = await pace(10_000)
  while (!simulation.isDone) pass(100)
  expect(pass(100)).toBe(simulation.engine.nowMs)
  expect(simulation.result()).toEqual(new Simulation(simulation.scenario).run().result())
})

test('where the machine is too slow for the speed the frame comes all the same, and says so', async () => {
  const { scenario } = await readScenario(SCENARIO.replace('1/m', '2000/s'), 'busy.yaml')
  const simulation = new Simulation(scenario)
  let realMs = 0
  // Each look at the clock takes a while.
  const paced = new Pace(simulation, 10_000, () => (realMs += 30))
  paced.frame()
  paced.frame()
  expect(paced.isBehind).toBe(true)
  expect(simulation.engine.nowMs).toBeLessThan(30 * 10_000)
})

test('speeds go in steps from 1 to 10,000, from any speed in between', async () => {
  const { pace: paced } = await pace(7)
  paced.faster()
  expect(paced.speed).toBe(10)
  paced.slower()
  expect(paced.speed).toBe(5)
  for (let count = 0; count < 20; count++) paced.slower()
  expect(paced.speed).toBe(1)
  for (let count = 0; count < 20; count++) paced.faster()
  expect(paced.speed).toBe(10_000)
})

test('unless somebody says how fast, a run takes about a minute', () => {
  const minutes = [0, 10, 60, 360, 1_440, 10_080, 500_000]
  expect(minutes.map((each) => speedFor(each * 60_000))).toEqual([2, 10, 50, 200, 1_000, 10_000, 10_000])
})
