import { expect } from 'vitest'
import { fails, type Promises } from './stage.ts'

const NONE = { OnFailure: { Destination: null }, OnSuccess: { Destination: null } }

export const configs: Promises = {
  'put replaces the whole config, update changes what it names': async (stage) => {
    await stage.create('f')
    const FunctionName = 'f'
    await stage.call('PutFunctionEventInvokeConfig', {
      FunctionName,
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 60,
    })
    await stage.call('UpdateFunctionEventInvokeConfig', { FunctionName, MaximumRetryAttempts: 0 })
    expect(await stage.call('GetFunctionEventInvokeConfig', { FunctionName })).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: NONE,
    })
    await stage.call('PutFunctionEventInvokeConfig', { FunctionName, MaximumRetryAttempts: 0 })
    expect(await stage.call('GetFunctionEventInvokeConfig', { FunctionName })).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: null,
      DestinationConfig: NONE,
    })
  },

  'a qualifier without a config is told as such': async (stage) => {
    await stage.create('f', { config: { MaximumRetryAttempts: 0 } })
    await stage.call('PublishVersion', { FunctionName: 'f' })
    await expect(stage.call('GetFunctionEventInvokeConfig', { FunctionName: 'f:1' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
      message: `The function ${stage.arn('f', '1')} doesn't have an EventInvokeConfig`,
    })
  },

  'a put that is refused leaves the config as it was': async (stage) => {
    await stage.create('f', { config: { MaximumRetryAttempts: 1 } })
    const FunctionName = 'f'
    const DestinationConfig = { OnSuccess: { Destination: stage.arn('f') } }
    await expect(stage.call('PutFunctionEventInvokeConfig', { FunctionName, DestinationConfig })).rejects.toMatchObject(
      {
        code: 'InvalidParameterValueException',
        status: 400,
        message: "You can't specify the function as a destination for itself.",
      },
    )
    expect(await stage.call('GetFunctionEventInvokeConfig', { FunctionName })).toMatchObject({
      MaximumRetryAttempts: 1,
      DestinationConfig: NONE,
    })
  },

  'an event obeys the config of exactly the qualifier that it was sent to': async (stage) => {
    await stage.create('f', { handler: fails, config: { MaximumRetryAttempts: 0 } })
    await stage.call('PublishVersion', { FunctionName: 'f' })
    await stage.call('PutFunctionEventInvokeConfig', { FunctionName: 'f', Qualifier: '1', MaximumRetryAttempts: 1 })
    await stage.call('CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' })
    const [latest, version, alias] = [await stage.send('f'), await stage.send('f', '1'), await stage.send('f', 'live')]
    await stage.until(200_000)
    await stage.expectEnd(latest, 'RetriesExhausted', 1, 0)
    await stage.expectEnd(version, 'RetriesExhausted', 2, 60_000)
    await stage.expectEnd(alias, 'RetriesExhausted', 3, 180_000)
  },

  'a deleted config leaves the defaults': async (stage) => {
    await stage.create('f', { handler: fails, config: { MaximumRetryAttempts: 0 } })
    await stage.call('DeleteFunctionEventInvokeConfig', { FunctionName: 'f' })
    const event = await stage.send('f')
    await stage.until(200_000)
    await stage.expectEnd(event, 'RetriesExhausted', 3, 180_000)
  },
}
