import { readdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { CONTROL_PLANE_TABLES, SqliteStore } from '../../src/control-plane/sqlite-store.ts'
import type { Store } from '../../src/control-plane/store.ts'
import { ACCOUNT, planesKeepIn, planeWith, REGION, refusal } from './plane.ts'

const PLACE = { account: ACCOUNT, region: REGION }

function database(): DatabaseSync {
  const made = new DatabaseSync(':memory:')
  made.exec(CONTROL_PLANE_TABLES)
  return made
}

/** Everything that a store holds. */
function contents(store: Store) {
  return store.functions().map((row) => {
    const kinds = [store.versions, store.aliases, store.eventInvokeConfigs]
    return [row, ...kinds.map((rows) => rows.list(row.name))]
  })
}

const made: [Store, DatabaseSync][] = []

planesKeepIn(() => {
  const file = database()
  const store = new SqliteStore(file, PLACE)
  made.push([store, file])
  return store
})

afterEach(() => {
  for (const [store, file] of made.splice(0)) {
    expect(contents(new SqliteStore(file, PLACE))).toEqual(contents(store))
    file.close()
  }
})

// Every promise of the control plane holds with this store too; after each test what is in the file is what it answered.
for (const name of readdirSync(import.meta.dirname)) {
  if (name.endsWith('.test.ts') && name !== 'sqlite.test.ts') {
    const { href } = new URL(name, import.meta.url)
    describe(name, async () => {
      await import(href)
    })
  }
}

describe('rows in a file', () => {
  it('belong to an account in a region: others in the same file do not see them', () => {
    const file = database()
    const places = [PLACE, { ...PLACE, region: 'eu-west-1' }, { ...PLACE, account: '000000000000' }]
    const planes = places.map((place) => planeWith([], { ...place, store: new SqliteStore(file, place) }))
    for (const [i, plane] of planes.entries()) {
      plane.functions.create({ FunctionName: 'f', Timeout: i + 1 })
      plane.functions.create({ FunctionName: `only-${i}` })
    }
    planes[1]!.functions.delete({ FunctionName: 'f' })
    const read = places.map((place) => new SqliteStore(file, place))
    expect(read.map((store) => store.functions().map(({ name }) => name))).toEqual([
      ['f', 'only-0'],
      ['only-1'],
      ['f', 'only-2'],
    ])
    expect(read[2]!.versions.get('f', '$LATEST')?.timeoutSeconds).toBe(3)
  })

  it('keep whatever fields they have', () => {
    const file = database()
    const row = { name: 'f', lastVersion: 1, tags: { a: 'é' }, deep: [{ b: [1, null] }] }
    new SqliteStore(file, PLACE).putFunction(row as never)
    expect(new SqliteStore(file, PLACE).function('f')).toEqual(row)
  })

  it('cannot be changed by those who read them, from the file neither', () => {
    const file = database()
    const plane = planeWith(['f'], { store: new SqliteStore(file, PLACE) })
    const DestinationConfig = { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:q' } }
    plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig })
    const { config } = new SqliteStore(file, PLACE).eventInvokeConfigs.get('f', '$LATEST')!
    expect(Object.isFrozen(config.DestinationConfig?.OnFailure)).toBe(true)
  })

  it('are all written or none, where one of several that belong together fails', () => {
    const file = database()
    const store = new SqliteStore(file, PLACE)
    const plane = planeWith(['f'], { store })
    const before = contents(store)
    const broken = () =>
      store.atomically(() => {
        store.putFunction({ ...store.function('f')!, lastVersion: 7 })
        store.versions.delete('f', '$LATEST')
        throw new Error('half way')
      })
    expect(broken).toThrow('half way')
    expect(contents(store)).toEqual(before)
    expect(contents(new SqliteStore(file, PLACE))).toEqual(before)
    expect(plane.functions.get({ FunctionName: 'f' }).Version).toBe('$LATEST')
  })

  it('are as before when the disk is full, and the client is told 500', () => {
    const file = database()
    const store = new SqliteStore(file, PLACE)
    const plane = planeWith(['f'], { store })
    plane.versions.publish({ FunctionName: 'f' })
    file.exec(`PRAGMA max_page_count = ${file.prepare('PRAGMA page_count').get()!.page_count}`)
    const before = contents(store)
    const Description = 'x'.repeat(100_000)
    const write = () => plane.aliases.create({ FunctionName: 'f', Name: 'live', FunctionVersion: '1', Description })
    expect(refusal(write)).toEqual([
      'ServiceException',
      { Type: 'Service', Message: 'The store could not be written: database or disk is full.' },
    ])
    expect(contents(store)).toEqual(before)
    const reserve = (ReservedConcurrentExecutions: number) =>
      plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions })
    expect(reserve(5)).toEqual({ ReservedConcurrentExecutions: 5 })
  })

  it('count no reserved concurrency that could not be written', () => {
    const file = database()
    const plane = planeWith(['f', 'g'], { store: new SqliteStore(file, PLACE), accountConcurrency: 200 })
    const reserve = (FunctionName: string, ReservedConcurrentExecutions: number) =>
      plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions })
    file.exec('PRAGMA query_only = 1')
    expect(refusal(() => reserve('f', 100))[0]).toBe('ServiceException')
    file.exec('PRAGMA query_only = 0')
    expect(reserve('g', 100)).toEqual({ ReservedConcurrentExecutions: 100 })
  })
})
