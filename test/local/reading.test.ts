import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Endpoint } from '../../src/local/endpoint.ts'
import { openStore } from '../../src/local/store/endpoint-store.ts'
import { testFolder } from './store/folder.ts'

const log = { attempt: () => {}, deliveryFailed: () => {}, failure: () => {} }
const store = join(testFolder(), 'store.db')

test('who only reads leaves nothing in the store, and sees the account as it would be', async () => {
  const endpoint = new Endpoint({ store, log, version: '0', accountConcurrency: 77 })
  const get = async (path: string) => (await endpoint.app.request(`http://localhost${path}`)).json()
  expect(await get('/2015-03-31/functions')).toMatchObject({ Functions: [] })
  expect(await get('/2016-08-19/account-settings')).toMatchObject({ AccountLimit: { ConcurrentExecutions: 77 } })
  await endpoint.close()
  const opened = openStore(store)
  expect(opened.places()).toEqual([])
  opened.close()
})
