import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Harness, harness } from '../../src/testing/index.ts'

const HERE = import.meta.filename
const lines = readFileSync(HERE, 'utf8').split('\n')

/** The source line of the stack's first frame, which must be of this file. */
function lineOf({ stack = '', name, message }: Error): string | undefined {
  expect(stack.startsWith(`${name}: ${message}\n`)).toBe(true)
  const [frame = ''] = stack.slice(`${name}: ${message}\n`.length).split('\n')
  expect(frame).toContain(HERE)
  return lines[Number(/:(\d+):\d+\)?$/.exec(frame)?.[1]) - 1]
}

it.each<[string, (lambda: Harness) => Promise<unknown>]>([
  ['an unknown function', (lambda) => lambda.invoke('chrage')],
  ['an unknown alias', (lambda) => lambda.invoke('charge:live')],
  ['a call of an unknown function', (lambda) => lambda.call('chrage')],
  ['a call of an unknown alias', (lambda) => lambda.call('charge', {}, { qualifier: 'live' })],
  ['a handler that hangs', (lambda) => lambda.invoke('hang').then((event) => lambda.settled(event))],
  ['a handler that hangs in a step', (lambda) => lambda.invoke('hang').then(() => lambda.step())],
  ['a handler that hangs in an advance', (lambda) => lambda.invoke('hang').then(() => lambda.advance('1s'))],
  ['a handler that hangs to the end', (lambda) => lambda.invoke('hang').then(() => lambda.untilIdle())],
])('leads to the line of the test: %s', async (name, verb) => {
  using lambda = harness({ realLimit: 10, functions: { charge: () => {}, hang: () => new Promise(() => {}) } })
  const error = await verb(lambda).catch((thrown: unknown) => thrown)
  expect(lineOf(error as Error)).toContain(`['${name}', `)
})

it("leads to the line of the test for a refusal of the engine's, too", async () => {
  using lambda = harness({ functions: { charge: { handler: () => {}, reservedConcurrency: 0 } } })
  const called = lambda.call('charge')
  await expect(called).rejects.toMatchObject({ status: 429 })
  expect(lineOf(await called.catch((thrown) => thrown))).toContain("lambda.call('charge')")
})
