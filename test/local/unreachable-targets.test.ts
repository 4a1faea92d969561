import { expect, onTestFinished, test } from 'vitest'
import { Endpoint } from '../../src/local/endpoint.ts'
import { refused } from './api/endpoint.ts'

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q'

test('where no emulator answers, a config is refused for what is wrong with it, and else for that', async () => {
  const failures: unknown[] = []
  const log = { attempt: () => {}, deliveryFailed: () => {}, failure: (error: unknown) => failures.push(error) }
  const endpoint = new Endpoint({ log, version: '0', delivery: { endpointUrl: 'http://127.0.0.1:1' } })
  onTestFinished(() => endpoint.close())
  endpoint.home.plane.functions.create({ FunctionName: 'f' })
  const put = async (name: string, settings: object) => {
    const body = JSON.stringify({ DestinationConfig: { OnFailure: { Destination: QUEUE } }, ...settings })
    const path = `http://localhost/2019-09-25/functions/${name}/event-invoke-config`
    return await refused(await endpoint.app.request(path, { method: 'PUT', body }))
  }
  expect(await put('none', {})).toMatchObject([404, 'ResourceNotFoundException', {}])
  expect(await put('f', { MaximumRetryAttempts: 9 })).toMatchObject([400, 'ValidationException', {}])
  expect(failures).toEqual([])
  const Message = expect.stringMatching(`^Nobody says whether ${QUEUE} exists: .*ECONNREFUSED.*\\.$`)
  expect(await put('f', {})).toEqual([500, 'ServiceException', { Type: 'Service', Message }])
}, 20_000)
