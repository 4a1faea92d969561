import * as lambda from '@aws-sdk/client-lambda'
import { beforeEach, describe, expect, test } from 'vitest'
import { ROLE, START_MS, TestEndpoint, ZIP } from './endpoint.ts'
import { sdkClient } from './sdk.ts'

const FunctionName = 'f'
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f'
const SETTINGS = { FunctionName, Role: ROLE, Runtime: 'nodejs24.x', Handler: 'index.handler' } as const
const Code = { ZipFile: ZIP }

let endpoint: TestEndpoint
let client: lambda.LambdaClient

beforeEach(() => {
  endpoint = new TestEndpoint({ settlingMs: 1000 })
  client = sdkClient(endpoint)
})

const settle = () => {
  endpoint.nowMs += 1000
}
const create = async (more: Partial<lambda.CreateFunctionCommandInput> = {}) => {
  const created = await client.send(new lambda.CreateFunctionCommand({ ...SETTINGS, Code, ...more }))
  settle()
  return created
}
/** The refusal that a command ends in: the exception's name and its text. */
const refusal = async (sent: Promise<unknown>) => {
  const error = await sent.then(
    () => undefined,
    (reason) => reason,
  )
  return [error?.name, error?.message]
}

describe('a function', () => {
  test('is pending, then active; busy while it is updated; and has another revision each time', async () => {
    const created = await client.send(new lambda.CreateFunctionCommand({ ...SETTINGS, Code }))
    expect(created).toMatchObject({
      State: 'Pending',
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
      LastModified: '2026-09-14T15:46:26.443+0000',
      CodeSize: ZIP.length,
    })
    const update = () => client.send(new lambda.UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9 }))
    const get = () => client.send(new lambda.GetFunctionConfigurationCommand({ FunctionName }))
    expect(await refusal(update())).toEqual([
      'ResourceConflictException',
      'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    ])
    settle()
    const active = await get()
    expect(active).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' })
    const updating = await update()
    expect(updating).toMatchObject({
      Timeout: 9,
      State: 'Active',
      LastUpdateStatus: 'InProgress',
      LastUpdateStatusReason: 'The function is being created.',
      LastUpdateStatusReasonCode: 'Creating',
      LastModified: '2026-09-14T15:46:27.000+0000',
    })
    expect(await refusal(update())).toEqual([
      'ResourceConflictException',
      `The operation cannot be performed at this time. An update is in progress for resource: ${ARN}`,
    ])
    settle()
    const updated = await get()
    expect(updated.LastUpdateStatus).toBe('Successful')
    expect(new Set([created, active, updating, updated].map(({ RevisionId }) => RevisionId)).size).toBe(4)
    expect(START_MS + 2000).toBe(endpoint.nowMs)
  })

  test('keeps every setting that it is given', async () => {
    const settings = {
      Description: 'd',
      Timeout: 30,
      MemorySize: 512,
      Environment: { Variables: { STAGE: 'test' } },
      KMSKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/k',
      TracingConfig: { Mode: 'Active' },
      EphemeralStorage: { Size: 1024 },
      Architectures: ['arm64'],
      DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: '/mine', ApplicationLogLevel: 'DEBUG' },
      FileSystemConfigs: [{ Arn: 'arn', LocalMountPath: '/mnt/x' }],
    } satisfies Partial<lambda.CreateFunctionCommandInput>
    await create({
      ...settings,
      Layers: ['arn:aws:lambda:us-east-1:123456789012:layer:l:1'],
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      SnapStart: { ApplyOn: 'PublishedVersions' },
      Tags: { team: 'a' },
    })
    const { Configuration, Tags, Code: code } = await client.send(new lambda.GetFunctionCommand({ FunctionName }))
    expect(Configuration).toMatchObject({
      ...settings,
      LoggingConfig: { ...settings.LoggingConfig, SystemLogLevel: 'INFO' },
      Layers: [{ Arn: 'arn:aws:lambda:us-east-1:123456789012:layer:l:1' }],
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'], Ipv6AllowedForDualStack: false },
      SnapStart: { ApplyOn: 'PublishedVersions' },
    })
    expect(Tags).toEqual({ team: 'a' })
    const zip = await endpoint.app.request(code!.Location!)
    expect(new Uint8Array(await zip.arrayBuffer())).toEqual(ZIP)
    await client.send(
      new lambda.UpdateFunctionConfigurationCommand({ FunctionName, DeadLetterConfig: { TargetArn: '' } }),
    )
    settle()
    const after = await client.send(new lambda.GetFunctionConfigurationCommand({ FunctionName }))
    const { DeadLetterConfig: _, ...kept } = settings
    expect(after).toMatchObject(kept)
    expect(after.DeadLetterConfig).toBeUndefined()
  })

  test('is sent with its keys in the order of the wire, and with nulls', async () => {
    await create()
    const text = await (await endpoint.request('GET', '/2015-03-31/functions/f/configuration')).text()
    expect(Object.keys(JSON.parse(text))).toEqual(
      `Description TracingConfig VpcConfig DurableConfig SigningJobArn SnapStart RevisionId LastModified FunctionName Runtime
      Version PackageType LastUpdateStatus Layers TenancyConfig FunctionArn KMSKeyArn MemorySize ImageConfigResponse
      LastUpdateStatusReason CapacityProviderConfig DeadLetterConfig Timeout ConfigSha256 Handler CodeSha256 Role
      SigningProfileVersionArn MasterArn RuntimeVersionConfig CodeSize State StateReason LoggingConfig Environment
      EphemeralStorage StateReasonCode LastUpdateStatusReasonCode Architectures`.split(/\s+/),
    )
    expect(text).toContain('"VpcConfig":null,"DurableConfig":null,"SigningJobArn":null,')
  })

  test.each<[what: string, input: Partial<lambda.CreateFunctionCommandInput>, expected: unknown[]]>([
    ['the name of another', {}, ['ResourceConflictException', 'Function already exist: f']],
    [
      'no zip',
      { FunctionName: 'g', Code: { ZipFile: Buffer.from('zip') } },
      [
        'InvalidParameterValueException',
        'Could not unzip uploaded file. Please check your file, then try to upload again.',
      ],
    ],
    [
      'no code',
      { FunctionName: 'g', Code: {} },
      ['InvalidParameterValueException', 'Please provide a source for function code.'],
    ],
    [
      'no handler',
      { FunctionName: 'g', Handler: undefined },
      [
        'InvalidParameterValueException',
        'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
      ],
    ],
    [
      'no role',
      { FunctionName: 'g', Role: undefined },
      [
        'ValidationException',
        "1 validation error detected: Value null at 'role' failed to satisfy constraint: Member must not be null",
      ],
    ],
    [
      'two bad settings',
      { FunctionName: 'g', Timeout: 0, PackageType: 'Tar' as never },
      [
        'ValidationException',
        "2 validation errors detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1; Value 'Tar' at 'packageType' failed to satisfy constraint: Member must satisfy enum value set: [Zip, Image]",
      ],
    ],
    [
      'a reserved variable',
      { FunctionName: 'g', Environment: { Variables: { AWS_REGION: 'x' } } },
      [
        'InvalidParameterValueException',
        'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION',
      ],
    ],
    [
      'code in S3',
      { FunctionName: 'g', Code: { S3Bucket: 'b', S3Key: 'k' } },
      ['NotImplementedException', 'asyncinvoke does not support code in S3: hand it in as ZipFile.'],
    ],
    [
      'durable',
      { FunctionName: 'g', DurableConfig: { RetentionPeriodInDays: 1 } },
      ['NotImplementedException', 'asyncinvoke does not support DurableConfig of a function.'],
    ],
  ])('is refused: %s', async (_what, input, expected) => {
    await create()
    expect(await refusal(create(input))).toEqual(expected)
    expect(endpoint.world.plane.functionNames()).toEqual(['f'])
  })

  test('may be an image', async () => {
    const image = {
      PackageType: 'Image',
      Runtime: undefined,
      Handler: undefined,
      Code: { ImageUri: 'repo/image:1' },
    } as const
    expect(await create(image)).toMatchObject({ PackageType: 'Image', CodeSize: 0 })
    const { Code: code } = await client.send(new lambda.GetFunctionCommand({ FunctionName }))
    expect(code).toMatchObject({ RepositoryType: 'ECR', ImageUri: 'repo/image:1' })
  })

  test('is deleted with everything, or a version of it alone', async () => {
    await create({ Publish: true })
    const remove = (Qualifier?: string) => client.send(new lambda.DeleteFunctionCommand({ FunctionName, Qualifier }))
    expect(await refusal(remove('$LATEST'))).toEqual([
      'InvalidParameterValueException',
      '$LATEST version cannot be deleted without deleting the function.',
    ])
    expect((await remove('1')).StatusCode).toBe(204)
    expect((await remove()).StatusCode).toBe(204)
    expect(await refusal(remove())).toEqual(['ResourceNotFoundException', `Function not found: ${ARN}`])
  })
})

describe('code', () => {
  const update = (input: Partial<lambda.UpdateFunctionCodeCommandInput>) =>
    client.send(new lambda.UpdateFunctionCodeCommand({ FunctionName, ZipFile: ZIP, ...input }))

  test('is exchanged, and published at once where that is asked for', async () => {
    const created = await create()
    const before = await client.send(new lambda.GetFunctionConfigurationCommand({ FunctionName }))
    expect((await update({ DryRun: true })).RevisionId).toBe(before.RevisionId)
    expect(await refusal(update({ RevisionId: created.RevisionId }))).toEqual([
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    ])
    const updated = await update({ RevisionId: before.RevisionId, Architectures: ['arm64'] })
    expect(updated).toMatchObject({ LastUpdateStatus: 'InProgress', Architectures: ['arm64'], FunctionArn: ARN })
    settle()
    expect(await update({ Publish: true })).toMatchObject({ Version: '1', FunctionArn: `${ARN}:1` })
  })
})

describe('versions', () => {
  const publish = (input: Partial<lambda.PublishVersionCommandInput> = {}) =>
    client.send(new lambda.PublishVersionCommand({ FunctionName, ...input }))

  test('are published once a change, listed in order, and counted in pages', async () => {
    await create()
    expect(await publish({ Description: 'one' })).toMatchObject({
      Version: '1',
      FunctionArn: `${ARN}:1`,
      Description: 'one',
      State: 'Active',
      LastUpdateStatus: 'Successful',
    })
    expect(await publish()).toMatchObject({ Version: '1' })
    for (let number = 2; number <= 11; number++) {
      await client.send(new lambda.UpdateFunctionConfigurationCommand({ FunctionName }))
      settle()
      await publish()
    }
    const seen: unknown[] = []
    const pages = lambda.paginateListVersionsByFunction({ client, pageSize: 5 }, { FunctionName })
    for await (const page of pages) seen.push(page.Versions!.map(({ Version }) => Version).join(' '))
    expect(seen).toEqual(['$LATEST 1 2 3 4', '5 6 7 8 9', '10 11'])
  })

  test('are published only of the code and the revision that are meant', async () => {
    const { CodeSha256 } = await create()
    expect(await refusal(publish({ CodeSha256: 'x' }))).toEqual([
      'InvalidParameterValueException',
      `CodeSHA256 (x) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    ])
    expect((await refusal(publish({ RevisionId: 'x' })))[0]).toBe('PreconditionFailedException')
    expect((await publish({ CodeSha256 })).Version).toBe('1')
  })
})

describe('aliases', () => {
  test('are made, weighed, changed by revision, listed and deleted', async () => {
    await create({ Publish: true })
    await client.send(new lambda.UpdateFunctionConfigurationCommand({ FunctionName }))
    settle()
    await client.send(new lambda.PublishVersionCommand({ FunctionName }))
    const alias = { FunctionName, Name: 'live' }
    const made = await client.send(new lambda.CreateAliasCommand({ ...alias, FunctionVersion: '1', Description: 'd' }))
    expect(made).toMatchObject({ AliasArn: `${ARN}:live`, Name: 'live', FunctionVersion: '1', Description: 'd' })
    expect(await refusal(client.send(new lambda.CreateAliasCommand({ ...alias, FunctionVersion: '1' })))).toEqual([
      'ResourceConflictException',
      `Alias already exists: ${ARN}:live`,
    ])
    const RoutingConfig = { AdditionalVersionWeights: { 2: 0.25 } }
    const update = (RevisionId?: string) =>
      client.send(new lambda.UpdateAliasCommand({ ...alias, RoutingConfig, RevisionId }))
    expect((await refusal(update('x')))[0]).toBe('PreconditionFailedException')
    const changed = await update(made.RevisionId)
    expect(changed).toMatchObject({ RoutingConfig, Description: 'd' })
    expect(changed.RevisionId).not.toBe(made.RevisionId)
    expect(await client.send(new lambda.GetAliasCommand(alias))).toMatchObject({ RoutingConfig })
    await client.send(new lambda.CreateAliasCommand({ FunctionName, Name: 'a', FunctionVersion: '2' }))
    const list = async (FunctionVersion?: string, MaxItems?: number) =>
      client.send(new lambda.ListAliasesCommand({ FunctionName, FunctionVersion, MaxItems }))
    expect((await list()).Aliases?.map(({ Name }) => Name)).toEqual(['a', 'live'])
    expect((await list('1')).Aliases?.map(({ Name }) => Name)).toEqual(['live'])
    expect((await list(undefined, 1)).NextMarker).toBeDefined()
    await client.send(new lambda.DeleteAliasCommand(alias))
    expect(await refusal(client.send(new lambda.GetAliasCommand(alias)))).toEqual([
      'ResourceNotFoundException',
      `Cannot find alias arn: ${ARN}:live`,
    ])
  })
})

describe('what belongs to a function as a whole', () => {
  test('reserved concurrency', async () => {
    await create()
    const put = (ReservedConcurrentExecutions: number) =>
      client.send(new lambda.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }))
    const get = async () => {
      const { ReservedConcurrentExecutions } = await client.send(
        new lambda.GetFunctionConcurrencyCommand({ FunctionName }),
      )
      return ReservedConcurrentExecutions
    }
    expect(await get()).toBeUndefined()
    expect((await put(0)).ReservedConcurrentExecutions).toBe(0)
    await put(3)
    expect(await get()).toBe(3)
    const { Concurrency } = await client.send(new lambda.GetFunctionCommand({ FunctionName }))
    expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 3 })
    expect(await refusal(put(901))).toEqual([
      'InvalidParameterValueException',
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    ])
    const settings = await client.send(new lambda.GetAccountSettingsCommand({}))
    expect(settings).toMatchObject({
      AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 997 },
      AccountUsage: { FunctionCount: 1, TotalCodeSize: ZIP.length },
    })
    await client.send(new lambda.DeleteFunctionConcurrencyCommand({ FunctionName }))
    expect(await get()).toBeUndefined()
  })

  test('provisioned concurrency of its versions and aliases', async () => {
    await create({ Publish: true })
    const Qualifier = '1'
    const put = (input: { Qualifier: string; ProvisionedConcurrentExecutions: number }) =>
      client.send(new lambda.PutProvisionedConcurrencyConfigCommand({ FunctionName, ...input }))
    expect(await put({ Qualifier, ProvisionedConcurrentExecutions: 5 })).toMatchObject({
      $metadata: { httpStatusCode: 202 },
      AllocatedProvisionedConcurrentExecutions: 0,
      RequestedProvisionedConcurrentExecutions: 5,
      Status: 'IN_PROGRESS',
    })
    expect(await refusal(put({ Qualifier: '$LATEST', ProvisionedConcurrentExecutions: 1 }))).toEqual([
      'InvalidParameterValueException',
      'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
    ])
    expect(await refusal(put({ Qualifier, ProvisionedConcurrentExecutions: 0 }))).toEqual([
      'ValidationException',
      "1 validation error detected: Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ])
    const get = () => client.send(new lambda.GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }))
    expect(await get()).toMatchObject({ Status: 'READY', AvailableProvisionedConcurrentExecutions: 5 })
    const list = await client.send(new lambda.ListProvisionedConcurrencyConfigsCommand({ FunctionName, MaxItems: 1 }))
    expect(list.ProvisionedConcurrencyConfigs).toMatchObject([{ FunctionArn: `${ARN}:1`, Status: 'READY' }])
    expect(list.NextMarker).toBeUndefined()
    await client.send(new lambda.DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }))
    expect((await refusal(get()))[0]).toBe('ProvisionedConcurrencyConfigNotFoundException')
  })

  test('its recursion config', async () => {
    await create()
    const put = (RecursiveLoop: string) =>
      client.send(new lambda.PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: RecursiveLoop as never }))
    const get = () => client.send(new lambda.GetFunctionRecursionConfigCommand({ FunctionName }))
    expect((await get()).RecursiveLoop).toBe('Terminate')
    expect((await put('Allow')).RecursiveLoop).toBe('Allow')
    expect((await get()).RecursiveLoop).toBe('Allow')
    expect(await refusal(put('InvalidValue'))).toEqual([
      'ValidationException',
      "1 validation error detected: Value 'InvalidValue' at 'recursiveLoop' failed to satisfy constraint: Member must satisfy enum value set: [Terminate, Allow]",
    ])
  })

  test('its tags', async () => {
    await create({ Tags: { a: '1' } })
    const tags = async () => (await client.send(new lambda.ListTagsCommand({ Resource: ARN }))).Tags
    await client.send(new lambda.TagResourceCommand({ Resource: ARN, Tags: { b: '2', c: '3' } }))
    expect(await tags()).toEqual({ a: '1', b: '2', c: '3' })
    await client.send(new lambda.UntagResourceCommand({ Resource: ARN, TagKeys: ['a', 'b', 'never'] }))
    expect(await tags()).toEqual({ c: '3' })
    expect(await refusal(client.send(new lambda.ListTagsCommand({ Resource: `${ARN}:1` })))).toEqual([
      'InvalidParameterValueException',
      'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    ])
  })

  test('its policy', async () => {
    await create()
    const permission = {
      FunctionName,
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
    }
    const get = () => client.send(new lambda.GetPolicyCommand({ FunctionName }))
    const none = ['ResourceNotFoundException', 'The resource you requested does not exist.']
    expect(await refusal(get())).toEqual(none)
    const SourceArn = 'arn:aws:s3:::b'
    const added = await client.send(new lambda.AddPermissionCommand({ ...permission, SourceArn }))
    const statement = {
      Sid: 's',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: ARN,
      Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } },
    }
    expect(JSON.parse(added.Statement!)).toEqual(statement)
    expect((await refusal(client.send(new lambda.AddPermissionCommand(permission))))[0]).toBe(
      'ResourceConflictException',
    )
    expect(JSON.parse((await get()).Policy!).Statement).toEqual([statement])
    await client.send(new lambda.RemovePermissionCommand({ FunctionName, StatementId: 's' }))
    expect(await refusal(get())).toEqual(none)
  })

  test('that nobody signs its code', async () => {
    await create()
    const answer = await client.send(new lambda.GetFunctionCodeSigningConfigCommand({ FunctionName }))
    expect(answer).toMatchObject({ CodeSigningConfigArn: '', FunctionName })
  })
})

test('functions are listed in pages, with all their versions where that is asked for', async () => {
  for (const name of ['c', 'a', 'b']) await create({ FunctionName: name, Publish: name === 'a' })
  const seen: unknown[] = []
  const pages = lambda.paginateListFunctions({ client, pageSize: 2 }, {})
  for await (const page of pages) seen.push(page.Functions!.map(({ FunctionArn }) => FunctionArn!.slice(47)))
  expect(seen).toEqual([['a', 'b'], ['c']])
  const all = await client.send(new lambda.ListFunctionsCommand({ FunctionVersion: 'ALL' }))
  expect(all.Functions?.map(({ FunctionArn }) => FunctionArn!.slice(47))).toEqual([
    'a:$LATEST',
    'a:1',
    'b:$LATEST',
    'c:$LATEST',
  ])
})

test('event-invoke configs, their times and pages are understood by the SDK', async () => {
  await create({ Publish: true })
  const put = (Qualifier: string) =>
    client.send(new lambda.PutFunctionEventInvokeConfigCommand({ FunctionName, Qualifier, MaximumRetryAttempts: 0 }))
  expect((await put('1')).LastModified).toEqual(new Date(endpoint.nowMs))
  await put('$LATEST')
  const update = new lambda.UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 })
  expect(await client.send(update)).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 })
  const seen: unknown[] = []
  const pages = lambda.paginateListFunctionEventInvokeConfigs({ client, pageSize: 1 }, { FunctionName })
  for await (const page of pages) seen.push(page.FunctionEventInvokeConfigs!.map(({ FunctionArn }) => FunctionArn))
  expect(seen).toEqual([[`${ARN}:$LATEST`], [`${ARN}:1`]])
  await client.send(new lambda.DeleteFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: '1' }))
  const get = new lambda.GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: '1' })
  expect(await refusal(client.send(get))).toEqual([
    'ResourceNotFoundException',
    `The function ${ARN}:1 doesn't have an EventInvokeConfig`,
  ])
})

test('invocations of every kind', async () => {
  await create()
  const invoke = async (input: Partial<lambda.InvokeCommandInput>) =>
    client.send(new lambda.InvokeCommand({ FunctionName, Payload: '{"a":1}', ...input }))
  const answer = await invoke({ LogType: 'Tail' })
  expect([answer.StatusCode, answer.Payload?.transformToString(), answer.ExecutedVersion]).toEqual([
    200,
    '{"a":1}',
    '$LATEST',
  ])
  expect(Buffer.from(answer.LogResult!, 'base64').toString()).toMatch(/^START RequestId/)
  const event = await invoke({ InvocationType: 'Event' })
  expect([event.StatusCode, event.$metadata.requestId]).toEqual([202, '00000000-0000-4000-8000-000000000002'])
  expect((await invoke({ InvocationType: 'DryRun' })).StatusCode).toBe(204)
  const old = await client.send(new lambda.InvokeAsyncCommand({ FunctionName, InvokeArgs: '{}' }))
  expect(old.Status).toBe(202)
  endpoint.world.answer = { failed: true }
  expect((await invoke({})).FunctionError).toBe('Unhandled')
})
