import { expect, test } from 'vitest'
import { documentOf, ROLE, refused, TestEndpoint, ZIP } from './endpoint.ts'

const FUNCTION = '/2015-03-31/functions/f'
const CONFIG = '/2019-09-25/functions/f/event-invoke-config'
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:dead'

interface Described {
  readonly Configuration: Readonly<Record<string, unknown>> & { readonly FunctionArn: string }
  readonly Code: { readonly Location: string }
  readonly Concurrency?: unknown
  readonly Tags?: unknown
}

/** What Terraform's provider does, call by call: the requests of its resources for functions and event-invoke configs. */
class Terraform {
  readonly endpoint = new TestEndpoint({ settlingMs: 1000 })

  async call(method: string, path: string, body?: unknown): Promise<Response> {
    return await this.endpoint.request(method, path, body)
  }

  async expectStatus(expected: number, method: string, path: string, body?: unknown): Promise<Response> {
    const answer = await this.call(method, path, body)
    expect([method, path, answer.status]).toEqual([method, path, expected])
    return answer
  }

  /** GetFunction until a member of the configuration has a value. */
  async until(member: string, value: string): Promise<Described> {
    for (let polls = 0; polls < 10; polls++) {
      const described = await documentOf<Described>(this.expectStatus(200, 'GET', FUNCTION))
      if (described.Configuration[member] === value) return described
      this.endpoint.nowMs += 500
    }
    throw new Error(`${member} never became ${value}`)
  }

  /** How the state of a function is read. */
  async read() {
    const described = await documentOf<Described>(this.expectStatus(200, 'GET', FUNCTION))
    const versions = await documentOf<{ Versions: readonly { Version: string; FunctionArn: string }[] }>(
      this.expectStatus(200, 'GET', `${FUNCTION}/versions?MaxItems=10000`),
    )
    const signing = await documentOf(this.expectStatus(200, 'GET', '/2020-06-30/functions/f/code-signing-config'))
    expect(signing).toEqual({ CodeSigningConfigArn: '', FunctionName: 'f' })
    return { ...described, last: versions.Versions.at(-1)! }
  }
}

test('a function with a dead-letter queue and reserved concurrency is applied, changed, published and destroyed', async () => {
  const terraform = new Terraform()
  expect((await terraform.call('GET', FUNCTION)).status).toBe(404)
  await terraform.expectStatus(201, 'POST', '/2015-03-31/functions', {
    FunctionName: 'f',
    Role: ROLE,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: Buffer.from(ZIP).toString('base64') },
    Description: '',
    MemorySize: 128,
    Timeout: 3,
    Publish: false,
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    DeadLetterConfig: { TargetArn: QUEUE },
    EphemeralStorage: { Size: 512 },
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/f' },
    TracingConfig: { Mode: 'PassThrough' },
    Tags: { Name: 'f' },
  })
  await terraform.until('State', 'Active')
  await terraform.expectStatus(200, 'PUT', '/2017-10-31/functions/f/concurrency', { ReservedConcurrentExecutions: 5 })
  const created = await terraform.read()
  expect(created).toMatchObject({
    Configuration: { DeadLetterConfig: { TargetArn: QUEUE }, MemorySize: 128, LastUpdateStatus: 'Successful' },
    Code: { Location: expect.stringMatching(/^http/) },
    Concurrency: { ReservedConcurrentExecutions: 5 },
    Tags: { Name: 'f' },
    last: { Version: '$LATEST' },
  })

  await terraform.expectStatus(200, 'PUT', `${FUNCTION}/configuration`, {
    Role: ROLE,
    MemorySize: 256,
    DeadLetterConfig: { TargetArn: '' },
  })
  await terraform.until('LastUpdateStatus', 'Successful')
  await terraform.expectStatus(200, 'PUT', `${FUNCTION}/code`, { ZipFile: Buffer.from(ZIP).toString('base64') })
  await terraform.until('LastUpdateStatus', 'Successful')
  await terraform.expectStatus(204, 'DELETE', '/2017-10-31/functions/f/concurrency')
  await terraform.expectStatus(201, 'POST', `${FUNCTION}/versions`, {})
  const version = await documentOf<{ State: string }>(
    terraform.expectStatus(200, 'GET', `${FUNCTION}/configuration?Qualifier=1`),
  )
  expect(version.State).toBe('Active')
  const updated = await terraform.read()
  expect(updated).toMatchObject({ Configuration: { MemorySize: 256, DeadLetterConfig: null }, last: { Version: '1' } })
  expect(updated.Concurrency).toBeUndefined()
  expect((await refused(await terraform.call('GET', `${FUNCTION}/policy`)))[0]).toBe(404)

  await terraform.expectStatus(204, 'DELETE', FUNCTION)
  await terraform.expectStatus(404, 'GET', FUNCTION)
})

test('an event-invoke config is created and updated by Put, read back without difference, and its loss is seen', async () => {
  const terraform = new Terraform()
  terraform.endpoint.world.plane.functions.create({ FunctionName: 'f' })
  await terraform.expectStatus(200, 'PUT', CONFIG, {
    MaximumRetryAttempts: 2,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnFailure: { Destination: QUEUE } },
  })
  expect(await documentOf(terraform.expectStatus(200, 'GET', CONFIG))).toMatchObject({
    MaximumRetryAttempts: 2,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnSuccess: { Destination: null }, OnFailure: { Destination: QUEUE } },
  })
  await terraform.expectStatus(200, 'PUT', CONFIG, { MaximumRetryAttempts: 0 })
  expect(await documentOf(terraform.expectStatus(200, 'GET', CONFIG))).toMatchObject({
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: null,
    DestinationConfig: { OnFailure: { Destination: null } },
  })
  await terraform.expectStatus(204, 'DELETE', CONFIG)
  await terraform.expectStatus(404, 'DELETE', CONFIG)
  await terraform.expectStatus(404, 'GET', CONFIG)
})

test('an alias and a permission are applied and destroyed', async () => {
  const terraform = new Terraform()
  terraform.endpoint.world.plane.functions.create({ FunctionName: 'f' })
  terraform.endpoint.nowMs += 1000
  await terraform.expectStatus(201, 'POST', `${FUNCTION}/versions`, {})
  await terraform.expectStatus(201, 'POST', `${FUNCTION}/aliases`, {
    Name: 'live',
    FunctionVersion: '1',
    Description: '',
    RoutingConfig: {},
  })
  await terraform.expectStatus(200, 'GET', `${FUNCTION}/aliases/live`)
  await terraform.expectStatus(200, 'PUT', `${FUNCTION}/aliases/live`, { FunctionVersion: '1', Description: 'd' })
  await terraform.expectStatus(201, 'POST', `${FUNCTION}/policy?Qualifier=live`, {
    StatementId: 'AllowTopic',
    Action: 'lambda:InvokeFunction',
    Principal: 'sns.amazonaws.com',
    SourceArn: 'arn:aws:sns:us-east-1:123456789012:t',
  })
  const { Policy } = await documentOf<{ Policy: string }>(
    terraform.expectStatus(200, 'GET', `${FUNCTION}/policy?Qualifier=live`),
  )
  expect(JSON.parse(Policy).Statement[0].Resource).toBe('arn:aws:lambda:us-east-1:123456789012:function:f:live')
  await terraform.expectStatus(204, 'DELETE', `${FUNCTION}/policy/AllowTopic?Qualifier=live`)
  await terraform.expectStatus(204, 'DELETE', `${FUNCTION}/aliases/live`)
  await terraform.expectStatus(404, 'GET', `${FUNCTION}/aliases/live`)
})
