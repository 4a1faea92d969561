import { expect } from 'vitest'
import type { Promises, Stage } from './stage.ts'

const UNPUBLISHED = 'Provisioned Concurrency Configs cannot be applied to unpublished function versions.'
const ABOVE_RESERVED =
  'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function'
const BELOW_PROVISIONED =
  " ReservedConcurrentExecutions  1 should not be lower than function's total provisioned concurrency [2]."

/** A function with two versions and the alias `live` on the first; its attempts take 10 s. */
async function published(stage: Stage, reserved?: number): Promise<void> {
  const handler = () => ({ durationMs: 10_000 })
  await stage.create('f', { handler, ...(reserved !== undefined && { reserved }) })
  await stage.call('PublishVersion', { FunctionName: 'f' })
  await stage.call('UpdateFunctionConfiguration', { FunctionName: 'f', MemorySize: 256 })
  await stage.call('PublishVersion', { FunctionName: 'f' })
  await stage.call('CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' })
}

function provide(stage: Stage, Qualifier: string, ProvisionedConcurrentExecutions: number): Promise<unknown> {
  const request = { FunctionName: 'f', Qualifier, ProvisionedConcurrentExecutions }
  return stage.call('PutProvisionedConcurrencyConfig', request)
}

export const provisioned: Promises = {
  'provisioned concurrency that takes all that is reserved leaves $LATEST nothing': async (stage) => {
    await published(stage, 1)
    await provide(stage, '1', 1)
    await stage.until(1_000)
    const latest = await stage.send('f')
    const version = await stage.send('f', '1')
    await stage.until(3_000)
    await stage.expectThrottles(latest, 1_000, 2_000)
    await stage.expectStarts(version, 1_000)
    expect(await stage.versions(version)).toEqual(['1'])
  },

  'it is in progress when it is put, and ready later': async (stage) => {
    await published(stage)
    const nothing = { AllocatedProvisionedConcurrentExecutions: 0, AvailableProvisionedConcurrentExecutions: 0 }
    const asked = { RequestedProvisionedConcurrentExecutions: 5 }
    expect(await provide(stage, 'live', 5)).toMatchObject({ ...asked, ...nothing, Status: 'IN_PROGRESS' })
    await stage.until(1_000)
    expect(await stage.call('GetProvisionedConcurrencyConfig', { FunctionName: 'f', Qualifier: 'live' })).toMatchObject(
      {
        ...asked,
        AllocatedProvisionedConcurrentExecutions: 5,
        AvailableProvisionedConcurrentExecutions: 5,
        Status: 'READY',
      },
    )
  },

  'it moves with its alias': async (stage) => {
    await published(stage, 2)
    await provide(stage, 'live', 1)
    await stage.call('UpdateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '2' })
    await stage.until(1_000)
    const [old, other, moved] = [await stage.send('f', '1'), await stage.send('f', '1'), await stage.send('f', 'live')]
    await stage.until(1_500)
    await stage.expectStarts(old, 1_000)
    await stage.expectThrottles(other, 1_000)
    await stage.expectStarts(moved, 1_000)
    expect(await stage.versions(moved)).toEqual(['2'])
  },

  'it spills over to what else is reserved (documented)': async (stage) => {
    await published(stage, 2)
    await provide(stage, '1', 1)
    await stage.until(1_000)
    const events = [await stage.send('f', '1'), await stage.send('f', '1'), await stage.send('f', '1')]
    await stage.until(1_500)
    await stage.expectStarts(events[0]!, 1_000)
    await stage.expectStarts(events[1]!, 1_000)
    await stage.expectThrottles(events[2]!, 1_000)
  },

  'it is for published versions, and not above what is reserved': async (stage) => {
    await published(stage, 2)
    await expect(provide(stage, '$LATEST', 1)).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      status: 400,
      message: UNPUBLISHED,
    })
    await expect(provide(stage, '1', 3)).rejects.toMatchObject({ status: 400, message: ABOVE_RESERVED })
    await provide(stage, '1', 2)
    await expect(stage.reserve('f', 1)).rejects.toMatchObject({ status: 400, message: BELOW_PROVISIONED })
  },

  'what was given back is not there any more': async (stage) => {
    await published(stage)
    await provide(stage, '1', 2)
    await stage.call('DeleteProvisionedConcurrencyConfig', { FunctionName: 'f', Qualifier: '1' })
    await expect(
      stage.call('GetProvisionedConcurrencyConfig', { FunctionName: 'f', Qualifier: '1' }),
    ).rejects.toMatchObject({ code: 'ProvisionedConcurrencyConfigNotFoundException', status: 404 })
    expect(await stage.call('ListProvisionedConcurrencyConfigs', { FunctionName: 'f' })).toMatchObject({
      ProvisionedConcurrencyConfigs: [],
    })
  },
}
