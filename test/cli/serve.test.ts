import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvokeCommand, LambdaClient, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda'
import { zipSync } from 'fflate'
import { describe, expect, onTestFinished, test } from 'vitest'
import { directory, execute } from './command.ts'
import { serving } from './serving.ts'

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:failed'
const HANDLER = "export const handler = async (event) => { if (event.fail) throw new Error('no'); return process.pid }"
const SLOW = "export const handler = (event) => new Promise((resolve) => setTimeout(resolve, event.ms, 'done'))"
const FUNCTIONS = `\
functions:
  task:
    module: ./task.mjs
    eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: "${QUEUE}" } } }
  slow:
    timeout: 20s
    module: ./slow.mjs
`
const files = { 'functions.yaml': FUNCTIONS, 'task.mjs': HANDLER, 'slow.mjs': SLOW }

function clientOf(endpoint: string): LambdaClient {
  const client = new LambdaClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
  onTestFinished(() => client.destroy())
  return client
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('an endpoint', () => {
  test('says on stdout where it listens, and nothing else', async () => {
    const { ask, stop, url, readyMs } = await serving([])
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await ask('/_asyncinvoke/health')).toMatchObject({ status: 'ok' })
    const { code, stdout, stderr } = await stop()
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: `asyncinvoke listens on ${url}\n`, stderr: '' })
    console.log(`ready after ${readyMs.toFixed(0)} ms`)
  })

  test('takes a client of AWS through six hours in virtual time', async () => {
    const { ask, stop, url } = await serving(['--clock', 'virtual', '--functions', 'functions.yaml'], directory(files))
    const client = clientOf(url)
    await client.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'task',
        MaximumEventAgeInSeconds: 100,
        DestinationConfig: { OnFailure: { Destination: QUEUE } },
      }),
    )
    const event = { FunctionName: 'task', InvocationType: 'Event', Payload: '{"fail":true}' } as const
    const { StatusCode } = await client.send(new InvokeCommand(event))
    expect(StatusCode).toBe(202)
    expect(await ask('/_asyncinvoke/clock')).toMatchObject({ clock: 'virtual', pending: 1 })
    expect(await ask('/_asyncinvoke/clock/advance', { by: '6h' })).toMatchObject({ pending: 0 })
    const { deliveries } = await ask(`/_asyncinvoke/deliveries?destination=${QUEUE}`)
    const [{ body }] = deliveries as [{ body: string }]
    expect(JSON.parse(body).requestContext).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 2 })
    expect((await stop()).code).toBe(130)
  })

  test('runs functions given as module, zip, command and model, in versions and by aliases', async () => {
    const cwd = directory({
      'task.mjs': 'export const other = async () => process.env.COLOUR',
      'poll.mjs': `
        const url = \`http://\${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/\`
        for (;;) {
          const next = await fetch(url + 'next')
          await next.text()
          await fetch(url + next.headers.get('lambda-runtime-aws-request-id') + '/response', { method: 'POST', body: '"polled"' })
        }`,
      'functions.yaml': `
runLength: 1h
functions:
  module: { module: task.mjs, handler: other, environment: { COLOUR: blue } }
  zip: { zip: f.zip, handler: index.handler, runtime: nodejs24.x }
  command: { command: ["${process.execPath}", poll.mjs] }
  model:
    model: { duration: 1ms, errors: { probability: 1 } }
    versions: { "1": { model: { errors: { probability: 0 } } } }
    aliases: { live: { functionVersion: "1" } }
    arrivals: [{ poisson: { rate: 1/s } }]
`,
    })
    const code = new TextEncoder().encode("exports.handler = async () => 'unzipped'")
    writeFileSync(join(cwd, 'f.zip'), zipSync({ 'index.js': code }))
    const { url, stop } = await serving(['--functions', 'functions.yaml'], cwd)
    const call = async (name: string) => {
      const answer = await fetch(`${url}/2015-03-31/functions/${name}/invocations`, { method: 'POST', body: '{}' })
      return answer.headers.get('x-amz-function-error') ?? (await answer.text())
    }
    const publish = await fetch(`${url}/2015-03-31/functions/model/versions`, { method: 'POST', body: '{}' })
    expect(await publish.json()).toMatchObject({ Version: '2' })
    const names = ['module', 'zip', 'command', 'model', 'model:live', 'model:2']
    // The version that the client has published runs as the function does.
    expect(await Promise.all(names.map(call))).toEqual([
      '"blue"',
      '"unzipped"',
      '"polled"',
      'Unhandled',
      'null',
      'Unhandled',
    ])
    await stop()
  })
})

test('a dependency bears the load of the moment, and no more', async () => {
  const cwd = directory({
    'functions.yaml': `
dependencies: { db: { saturation: { from: 1, full: 2 } } }
functions: { f: { model: { duration: 1s, uses: [db] }, eventInvokeConfig: { MaximumRetryAttempts: 0 } } }
`,
  })
  const { ask, send, stop } = await serving(['--clock', 'virtual', '--functions', 'functions.yaml'], cwd)
  for (let round = 0; round < 3; round++) {
    await send('f', {})
    await ask('/_asyncinvoke/clock/settle', {})
  }
  const { events } = await ask('/_asyncinvoke/events')
  expect((events as { condition: string }[]).map(({ condition }) => condition)).toEqual(Array(3).fill('Success'))
  await stop()
})

test('of an attempt that says very much the first lines are logged', async () => {
  const handler = "export const handler = () => console.log('line\\n'.repeat(2_000))"
  const text = 'functions: { f: { module: task.mjs } }\n'
  const { stop, url } = await serving(
    ['--functions', 'functions.yaml'],
    directory({ 'functions.yaml': text, 'task.mjs': handler }),
  )
  await fetch(`${url}/2015-03-31/functions/f/invocations`, { method: 'POST', body: '{}' })
  const lines = (await stop()).stderr.trimEnd().split('\n')
  expect(lines).toHaveLength(1_002)
  expect(lines.at(-2)).toMatch(/"level":40,.*"msg":"\d+ more characters of this attempt's log are left out"}$/)
  expect(lines.at(-1)).toContain('"msg":"attempt"')
})

describe('whoever stops it', () => {
  test('with Ctrl-C gets what runs to its end, and leaves no process behind', async () => {
    const { send, stop, url } = await serving(['--functions', 'functions.yaml'], directory(files))
    const path = `${url}/2015-03-31/functions`
    const pid = Number(await (await fetch(`${path}/task/invocations`, { method: 'POST', body: '{}' })).text())
    expect(isAlive(pid)).toBe(true)
    const call = fetch(`${path}/slow/invocations`, { method: 'POST', body: '{"ms":700}' })
    await send('task', {})
    const { code, stderr } = await stop()
    expect(await (await call).text()).toBe('"done"')
    expect(code).toBe(130)
    expect(stderr).not.toContain('"level":50')
    expect(isAlive(pid)).toBe(false)
  })

  test('twice does not wait', async () => {
    const { child, finished, send } = await serving(['--functions', 'functions.yaml'], directory(files))
    await send('slow', { ms: 15_000 })
    child.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(child.exitCode).toBe(null)
    child.kill('SIGINT')
    expect((await finished).code).toBe(130)
  })

  test('lets go of those who wait for virtual time', async () => {
    const model = 'functions: { f: { model: { duration: 2s } } }\n'
    const args = ['--clock', 'virtual', '--functions', 'functions.yaml']
    const { stop, url } = await serving(args, directory({ 'functions.yaml': model }))
    const call = fetch(`${url}/2015-03-31/functions/f/invocations`, { method: 'POST', body: '{}' }).catch(() => 'gone')
    await fetch(`${url}/_asyncinvoke/health`)
    expect((await stop('SIGTERM')).code).toBe(143)
    expect(await call).toBe('gone')
  })

  test('finds events that had not ended when it starts again, and functions with their versions', async () => {
    const cwd = directory(files)
    const args = ['--clock', 'virtual', '--store', 'store.db', '--functions', 'functions.yaml']
    const first = await serving(args, cwd)
    const requestId = await first.send('task', { fail: true })
    await first.ask('/_asyncinvoke/clock/advance', { by: '30s' })
    await first.ask('/2015-03-31/functions/task/versions', {})
    expect((await first.stop()).code).toBe(130)

    const versioned = `${FUNCTIONS}    versions: { "1": {} }\n    aliases: { live: { functionVersion: "1" } }\n`
    writeFileSync(
      join(cwd, 'functions.yaml'),
      versioned.replace('module: ./slow', 'reservedConcurrency: 9\n    module: ./slow'),
    )
    const second = await serving(args, cwd)
    expect(await second.ask('/_asyncinvoke/clock')).toMatchObject({ pending: 1 })
    await second.ask('/_asyncinvoke/clock/settle', {})
    const { deliveries } = await second.ask('/_asyncinvoke/deliveries')
    expect(deliveries).toMatchObject([{ destination: QUEUE, requestId }])
    const versions = async (name: string) => {
      const { Versions } = await second.ask(`/2015-03-31/functions/${name}/versions`)
      return (Versions as { Version: string }[]).map(({ Version }) => Version)
    }
    expect(await versions('task')).toEqual(['$LATEST', '1'])
    expect(await versions('slow')).toEqual(['$LATEST', '1'])
    expect(await second.ask('/2015-03-31/functions/slow/aliases/live')).toMatchObject({ FunctionVersion: '1' })
    expect(await second.ask('/2019-09-30/functions/slow/concurrency')).toEqual({ ReservedConcurrentExecutions: 9 })
    await second.stop()
  })
})

describe('bad usage', () => {
  /** What a start says that comes to nothing. */
  async function refused(args: readonly string[], cwd?: string): Promise<string> {
    const { code, stdout, stderr } = await execute(['serve', '--port', '0', ...args], { ...(cwd && { cwd }) })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    return stderr
  }

  test.each([
    [['--speed', '0'], "option '--speed <factor>' argument '0' is invalid. expected a number above 0"],
    [['--speed', '60', '--clock', 'virtual'], '--speed: expected a real clock, got --clock virtual'],
    [['--clock', 'sundial'], 'Allowed choices are real, virtual.'],
    [['--port', '70000'], 'expected a port from 0 to 65535'],
    [['--endpoint-url', 'localhost:4566'], 'expected an address with http: or https:'],
    [['--deliver-to', 'queue'], 'expected an address with http: or https:'],
    [['--real-aws', '--endpoint-url', 'http://localhost:4566'], "cannot be used with option '--endpoint-url <url>'"],
    [['--host', '203.0.113.7'], 'cannot listen on 203.0.113.7:0: it is no address of this machine'],
    [['--store', 'there/is/none.db'], 'there/is/none.db'],
    [['--functions', 'none.yaml'], 'none.yaml: expected a file of functions, but there is no such file or directory'],
  ])('%j is named and exits 2', async (args, text) => {
    const stderr = await refused(args)
    expect(stderr).toContain(text)
    expect(stderr).not.toContain('internal error')
  })

  test('is a port that another program has', async () => {
    const { url, stop } = await serving([])
    const { port } = new URL(url)
    expect(await refused(['--port', port])).toBe(
      `asyncinvoke: cannot listen on 127.0.0.1:${port}: another program listens there\n`,
    )
    await stop()
  })

  test('leaves a store as it was, its events and settings too', async () => {
    const handler = "import { appendFileSync } from 'node:fs'; export const handler = () => appendFileSync('RAN', 'x')"
    const cwd = directory({ 'task.mjs': '' })
    const log = join(cwd, 'ran')
    writeFileSync(join(cwd, 'task.mjs'), handler.replace("'RAN'", JSON.stringify(log)))
    const text = 'functions: { a: { reservedConcurrency: 0, module: task.mjs }, b: {} }\n'
    writeFileSync(join(cwd, 'functions.yaml'), text)
    const args = ['--store', 'store.db', '--functions', 'functions.yaml']
    const first = await serving(args, cwd)
    await first.send('a', {})
    await first.stop()

    const { url, stop } = await serving([])
    // What this file says would let the event run at once.
    const lets = '\nfunctions: { a: { module: task.mjs }, b: { reservedConcurrency: 950 } }\n'
    writeFileSync(join(cwd, 'functions.yaml'), lets.replace('950', '1'))
    expect(await refused([...args, '--port', new URL(url).port], cwd)).toContain('another program listens there')
    await stop()
    writeFileSync(join(cwd, 'functions.yaml'), lets)
    expect(await refused(args, cwd)).toContain('functions.b: Specified ReservedConcurrentExecutions')
    expect(existsSync(log)).toBe(false)

    const last = await serving(['--store', 'store.db'], cwd)
    expect(await last.ask('/2019-09-30/functions/a/concurrency')).toEqual({ ReservedConcurrentExecutions: 0 })
    await last.stop()
  })

  test('is a damaged store, which is left as it is', async () => {
    const cwd = directory({ 'store.db': 'SQLite format 3\0 and then something else'.repeat(200) })
    const before = readFileSync(join(cwd, 'store.db'))
    expect(await refused(['--store', 'store.db'], cwd)).toMatch(/^asyncinvoke: store\.db: .*left as it is/)
    expect(readFileSync(join(cwd, 'store.db'))).toEqual(before)
    mkdirSync(join(cwd, 'folder'))
    expect(await refused(['--store', 'folder'], cwd)).toMatch(/^asyncinvoke: folder: .*\n$/)
  })

  test('is a file with problems: all of them, and no store is made', async () => {
    const text = `functions:\n  a: { module: none.mjs, zip: b.zip }\n  b: { modul: a.mjs }\n`
    const cwd = directory({ 'functions.yaml': text })
    const stderr = await refused(['--functions', 'functions.yaml', '--store', 'store.db'], cwd)
    expect(stderr.split('\n')).toEqual([
      'functions.yaml:2:31: functions.a.zip: expected one of module, zip, command, url, got module and zip',
      'functions.yaml:3:8: functions.b.modul: unknown key; did you mean "module" or "model"?',
      '',
    ])
    expect(() => readFileSync(join(cwd, 'store.db'))).toThrow('ENOENT')
  })

  test('is what AWS would refuse, in its words', async () => {
    const cwd = directory({ 'functions.yaml': 'functions: { a: { reservedConcurrency: 950 } }\n' })
    expect(await refused(['--functions', 'functions.yaml'], cwd)).toContain(
      "asyncinvoke: functions.yaml: functions.a: Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].\n",
    )
  })
})

test('on every address it warns, and answers to the names of the machine', async () => {
  const { url, stop } = await serving(['--host', '0.0.0.0'])
  const { port } = new URL(url)
  const health = await fetch(`http://127.0.0.1:${port}/_asyncinvoke/health`)
  expect(health.status).toBe(200)
  expect((await stop()).stderr).toBe(
    'asyncinvoke: warning: whoever reaches 0.0.0.0 can run code here: nobody is asked for a password\n',
  )
})
