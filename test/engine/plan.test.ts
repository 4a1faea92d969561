import { expect, it } from 'vitest'
import { World } from './world.ts'

it('a planned action runs before what is due at its instant, in the order of planning', () => {
  const world = new World({ run: () => ({ ms: 100 }) })
  world.send(0)
  const told: string[] = []
  const tell = (name: string) => () => told.push(`${name} at ${world.engine.nowMs}, running ${world.engine.running}`)
  world.engine.plan(100, tell('first'))
  world.engine.plan(100, tell('second'))
  world.engine.plan(50, tell('earlier'))
  world.finish()
  expect(told).toEqual(['earlier at 50, running 1', 'first at 100, running 1', 'second at 100, running 1'])
  expect(world.ends()).toEqual(['#1 Success at 100'])
})

it('an action cannot be planned for the past, nor for no time at all', () => {
  const world = new World({ run: () => ({ ms: 100 }) })
  world.engine.advance(1_000)
  expect(() => world.engine.plan(999, () => {})).toThrow('expected a time of 1000 ms or later, got 999')
  expect(() => world.engine.plan(Number.NaN, () => {})).toThrow('got NaN')
})
