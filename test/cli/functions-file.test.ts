import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readFunctionsFile } from '../../src/cli/functions-file.ts'
import { formatProblem, ScenarioError } from '../../src/scenario/problem.ts'
import { directory } from './command.ts'

/** Reads a file that stands in a folder with a module and a package. */
function read(text: string) {
  const folder = directory({ 'a.mjs': '', 'a.zip': '' })
  const path = join(folder, 'f.yaml')
  writeFileSync(path, text)
  return { folder, file: readFunctionsFile(text, path) }
}

async function problemsOf(text: string): Promise<readonly string[]> {
  const { folder, file } = read(text)
  const error = await file.then(
    () => undefined,
    (thrown) => thrown,
  )
  if (!(error instanceof ScenarioError)) throw new Error(`expected problems, got ${error}`)
  return error.message.split('\n').map((line) => line.replace(`${folder}/`, ''))
}

test.each([
  [
    'module: a.mjs',
    (folder: string) => ({ kind: 'module', path: `${folder}/a.mjs`, export: 'handler', variables: {} }),
  ],
  [
    '{ module: ./a.mjs, handler: x.y, environment: { A: "1" } }',
    (folder: string) => ({
      kind: 'module',
      path: `${folder}/a.mjs`,
      export: 'x.y',
      variables: { A: '1' },
    }),
  ],
  [
    '{ zip: a.zip, handler: a.b, runtime: nodejs24.x }',
    () => ({
      kind: 'archive',
      zip: expect.any(Function),
      runtime: 'nodejs24.x',
      handler: 'a.b',
      variables: {},
    }),
  ],
  [
    'command: [python3, -m, awslambdaric, a.b]',
    (folder: string) => ({
      kind: 'command',
      command: ['python3', '-m', 'awslambdaric', 'a.b'],
      folder,
      variables: {},
    }),
  ],
  ['url: http://localhost:9000', () => ({ kind: 'address', url: 'http://localhost:9000' })],
])('takes code as %s', async (said, source) => {
  const { folder, file } = read(`functions:\n  f: ${said.startsWith('{') ? said : `{ ${said} }`}\n`)
  const { code, scenario, warnings } = await file
  expect(code.get('f')).toEqual({ source: source(folder), simulatedMs: undefined })
  expect([scenario.functions.map(({ name }) => name), warnings]).toEqual([['f'], []])
})

test('warns of retry policies as a scenario does, with the place in the file', async () => {
  const { folder, file } = read(`functions:
  f:
    module: a.mjs
    eventInvokeConfig: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 }
`)
  const { warnings } = await file
  expect(warnings.map((problem) => formatProblem(problem).replace(`${folder}/`, ''))).toEqual([
    expect.stringMatching(/^f\.yaml:4:5: functions\.f\.eventInvokeConfig: warning: .* \[drops-leave-no-trace\]$/),
    expect.stringMatching(/^f\.yaml:4:51: .*\.MaximumEventAgeInSeconds: warning: .* \[retry-never-comes\]$/),
  ])
})

test('takes settings, models and arrivals as a scenario does, and a duration beside code', async () => {
  const { file } = read(`
account: { id: "210987654321", region: eu-west-1, concurrency: 500 }
runLength: 1h
functions:
  coded: { module: a.mjs, timeout: 9s, memory: 256, duration: 2s }
  modelled: { model: { duration: 1s }, arrivals: [{ constant: { rate: 1/s } }] }
  bare: {}
`)
  const { code, scenario } = await file
  expect(scenario.account).toMatchObject({ id: '210987654321', region: 'eu-west-1', concurrency: 500 })
  expect(scenario.functions[0]).toMatchObject({ timeoutMs: 9_000, memoryMb: 256 })
  expect([...code.keys()]).toEqual(['coded'])
  expect(code.get('coded')).toMatchObject({ simulatedMs: 2_000 })
})

describe('a problem', () => {
  const ONE_OF = 'module, zip, command, url'
  test.each([
    [
      'two kinds of code',
      '{ zip: a.zip, module: a.mjs }',
      `13: functions.f.zip: expected one of ${ONE_OF}, got module and zip`,
    ],
    [
      'a model beside code',
      '{ module: a.mjs, model: {} }',
      "23: functions.f.model: expected a function's code or its model, got module and model",
    ],
    [
      'a file that is not there',
      '{ module: b.mjs }',
      '16: functions.f.module: expected the path of a file, got b.mjs, where there is none',
    ],
    [
      'a package without its handler',
      '{ zip: a.zip }',
      '13: functions.f.zip: expected handler and runtime beside a deployment package',
    ],
    ['code settings without code', '{ handler: x }', `8: functions.f.handler: expected it beside one of ${ONE_OF}`],
    [
      'a runtime beside a module',
      '{ module: a.mjs, runtime: nodejs24.x }',
      '23: functions.f.runtime: expected nothing of the kind beside module: handler, environment, duration',
    ],
    [
      'variables beside an address',
      '{ url: "http://localhost:1", environment: {} }',
      '35: functions.f.environment: expected nothing of the kind beside url: duration',
    ],
    ['an unknown key', '{ modul: a.mjs }', '8: functions.f.modul: unknown key; did you mean "module" or "model"?'],
    ['a key that only code has', '{ handlr: a.mjs }', '8: functions.f.handlr: unknown key; did you mean "handler"?'],
    ['an empty command', '{ command: [] }', '17: functions.f.command: '],
    ['no address', '{ url: somewhere }', '13: functions.f.url: '],
    ['a number as a variable', '{ module: a.mjs, environment: { A: 1 } }', '41: functions.f.environment.A: '],
    ['a time without its unit', '{ module: a.mjs, duration: 5 }', '33: functions.f.duration: '],
  ])('is %s', async (_, said, problem) => {
    const problems = await problemsOf(`functions:\n  f: ${said}\n`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(`f.yaml:2:`)
    expect(problems[0]!.replace('f.yaml:2:', '')).toContain(problem)
  })

  test('comes with all others, in the order of the file', async () => {
    const problems = await problemsOf(`
functions:
  a: { module: b.mjs, timeout: 3 }
  b: { zip: a.zip, eventInvokeConfig: { MaximumRetryAttempts: 3 } }
`)
    expect(problems.map((line) => line.split(': ').slice(0, 2).join(' '))).toEqual([
      'f.yaml:3:16 functions.a.module',
      'f.yaml:3:32 functions.a.timeout',
      'f.yaml:4:13 functions.b.zip',
      'f.yaml:4:63 functions.b.eventInvokeConfig.MaximumRetryAttempts',
    ])
  })

  test.each([
    ['text that is no YAML', 'functions: {', /^f\.yaml:1:13: /],
    ['no map', '- f', /^f\.yaml:1:1: .*expected a map/],
    ['no functions', 'seed: 1', /function/],
    [
      'functions that are a list',
      'functions: [f]',
      /^f\.yaml:1:12: functions: expected at least one function, got none/,
    ],
    ['a function that is text', 'functions: { f: a.mjs }', /^f\.yaml:1:17: functions\.f: expected a map/],
  ])('is %s', async (_, text, problem) => {
    expect((await problemsOf(text))[0]).toMatch(problem)
  })
})
