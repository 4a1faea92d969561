import { describe, expect, it } from 'vitest'
import type { FunctionMinute, MinuteRow } from '../../src/measure/minute-row.ts'
import { MINUTE_CSV_HEADER, minuteCsvLine, minuteJsonLine } from '../../src/measure/minute-row.ts'
import { Minutes } from '../../src/measure/minutes.ts'
import { DEAD, FAILS, SINK, World, type WorldOptions } from '../engine/world.ts'

function measured(options: WorldOptions) {
  const rows: MinuteRow[] = []
  const minutes = new Minutes((row) => rows.push(row))
  const world = new World({ ...options, observers: [minutes] })
  return { world, minutes, rows, of: (name: string) => rows.filter((row) => row.FunctionName === name) }
}

const long: NonNullable<WorldOptions['setup']> = (plane) => {
  plane.functions.create({ FunctionName: 'f', Timeout: 900 })
}

describe('the minutes', () => {
  it('count an attempt in the minute of its start, the rest when it happens', () => {
    const { world, minutes, of } = measured({ setup: long, run: () => ({ ms: 90_000, outcome: 'error' }) })
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0 })
    world.send(30_000)
    world.finish()
    minutes.close()
    expect(of('f')).toMatchObject([
      {
        Timestamp: '2026-01-01T00:00:00.000Z',
        atMs: 0,
        AsyncEventsReceived: 1,
        AsyncEventAge: { SampleCount: 1, Maximum: 0 },
        AsyncEventsDropped: undefined,
        Invocations: 1,
        Errors: 1,
        Throttles: 0,
        Duration: { SampleCount: 1, Average: 90_000 },
        ConcurrentExecutions: 1,
      },
      { Timestamp: '2026-01-01T00:01:00.000Z', Invocations: undefined, ConcurrentExecutions: 1 },
      {
        Timestamp: '2026-01-01T00:02:00.000Z',
        AsyncEventsReceived: undefined,
        AsyncEventsDropped: 1,
        Invocations: undefined,
        Errors: undefined,
        ConcurrentExecutions: 1,
      },
    ])
  })

  it('come in order of time, each as soon as its last attempt has ended', () => {
    const { world, rows } = measured({
      setup: long,
      run: ({ event }) => ({ ms: event === 1 ? 150_000 : 1_000 }),
    })
    world.send(0)
    world.send(70_000)
    world.engine.advance(149_999)
    expect(rows).toEqual([])
    world.engine.advance(150_000)
    expect(rows.map(({ atMs, FunctionName }) => [atMs, FunctionName])).toEqual([
      [0, 'f'],
      [0, undefined],
      [60_000, 'f'],
      [60_000, undefined],
    ])
  })

  it('leave out minutes in which nothing happened', () => {
    const { world, minutes, rows } = measured({})
    world.send(0)
    world.send(86_400_000)
    world.finish()
    minutes.close()
    expect(rows.map(({ atMs }) => atMs)).toEqual([0, 0, 86_400_000, 86_400_000])
  })

  it('take the minutes of the clock, not of the run', () => {
    const rows: MinuteRow[] = []
    const minutes = new Minutes((row) => rows.push(row))
    const world = new World({ observers: [minutes] })
    Object.assign(world.engine, { startMs: Date.UTC(2026, 4, 1, 12, 30, 45) })
    world.send(10_000)
    world.send(15_000)
    world.finish()
    minutes.close()
    expect(rows.map(({ Timestamp, atMs }) => [Timestamp, atMs])).toEqual([
      ['2026-05-01T12:30:00.000Z', -45_000],
      ['2026-05-01T12:30:00.000Z', -45_000],
      ['2026-05-01T12:31:00.000Z', 15_000],
      ['2026-05-01T12:31:00.000Z', 15_000],
    ])
  })

  it('tell a sample of 0 from no sample, as recorded for throttles, errors and drops', () => {
    const { world, minutes, of } = measured({
      accountConcurrency: 1,
      run: () => ({ ms: 10_000 }),
      setup: (plane) => plane.functions.create({ FunctionName: 'f', Timeout: 10 }),
    })
    world.send(0, 'f', { count: 2 })
    world.finish()
    minutes.close()
    // Throttled at 0, 1, 3 and 7 s, run at 15 s.
    const [row] = of('f') as FunctionMinute[]
    expect(row).toMatchObject({ Invocations: 2, Throttles: 4, Errors: 0, AsyncEventsDropped: 0 })
    expect(row!.AsyncEventAge).toMatchObject({ SampleCount: 6, Maximum: 15_000, Average: 26_000 / 6 })
    expect(row!.DeadLetterErrors).toBeUndefined()
    expect(row!.DestinationDeliveryFailures).toBeUndefined()
  })

  it('show zero reserved concurrency as a drop without a throttle', () => {
    const { world, minutes, of } = measured({
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f' })
        plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 0 })
      },
    })
    world.send(0)
    world.finish()
    minutes.close()
    expect(of('f')[0]).toMatchObject({ AsyncEventsReceived: 1, AsyncEventsDropped: 1, Throttles: undefined })
  })

  it('count failed destinations and dead letters apart', () => {
    const setup: NonNullable<WorldOptions['setup']> = (plane) => {
      plane.functions.create({ FunctionName: 'f', DeadLetterConfig: { TargetArn: DEAD } })
      const DestinationConfig = { OnFailure: { Destination: SINK } }
      plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0, DestinationConfig })
    }
    const failures = (taking: string) => {
      const { world, minutes, of } = measured({ run: FAILS, takes: ({ arn }) => arn === taking, setup })
      world.send(0, 'f', { count: 3 })
      world.finish()
      minutes.close()
      return of('f')
    }
    expect(failures('neither')).toMatchObject([{ DestinationDeliveryFailures: 3, DeadLetterErrors: 3 }])
    expect(failures(SINK)).toMatchObject([{ DestinationDeliveryFailures: undefined, DeadLetterErrors: 3 }])
    expect(failures(DEAD)).toMatchObject([{ DestinationDeliveryFailures: 3, DeadLetterErrors: undefined }])
  })

  it('know the account: all that runs, what is unreserved, and what is claimed', () => {
    const { world, minutes, rows } = measured({
      run: () => ({ ms: 500 }),
      setup: (plane) => {
        for (const FunctionName of ['f', 'g']) plane.functions.create({ FunctionName })
        plane.concurrency.put({ FunctionName: 'g', ReservedConcurrentExecutions: 30 })
      },
    })
    world.send(0, 'f', { count: 2 })
    world.send(0, 'g', { count: 3 })
    world.finish()
    minutes.close()
    expect(rows.map(({ FunctionName }) => FunctionName)).toEqual(['f', 'g', undefined])
    expect(rows[2]).toEqual({
      Timestamp: '2026-01-01T00:00:00.000Z',
      atMs: 0,
      ConcurrentExecutions: 5,
      UnreservedConcurrentExecutions: 2,
      ClaimedAccountConcurrency: 32,
    })
  })

  it('know what provisioned concurrency was used for, and that it is claimed while it is not', () => {
    const { world, minutes, of, rows } = measured({
      run: () => ({ ms: 80_000 }),
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f', Timeout: 900 })
        plane.versions.publish({ FunctionName: 'f' })
        plane.provisioned.put({ FunctionName: 'f', Qualifier: '1', ProvisionedConcurrentExecutions: 4 })
      },
    })
    world.send(0, 'f')
    world.send(30_000, 'f', { qualifier: '1', count: 2 })
    world.send(70_000, 'f', { qualifier: '1', count: 3 })
    world.finish()
    minutes.close()
    const provisioned = (of('f') as FunctionMinute[]).map((row) => [
      row.ProvisionedConcurrentExecutions,
      row.ProvisionedConcurrencyInvocations,
      row.ProvisionedConcurrencySpilloverInvocations,
      row.ProvisionedConcurrencyUtilization,
    ])
    expect(provisioned).toEqual([
      [2, 2, 0, 0.5],
      [4, 2, 1, 1],
      [2, 0, 0, 0.5],
    ])
    const claimed = rows.flatMap((row) => ('ClaimedAccountConcurrency' in row ? [row.ClaimedAccountConcurrency] : []))
    expect(claimed).toEqual([5, 6, 5])
  })

  it('add up to what happened, minute by minute', () => {
    const { world, minutes, rows } = measured({
      setup: long,
      accountConcurrency: 3,
      run: ({ event, tries }) => ({
        ms: (event * 7_919) % 100_000,
        outcome: (event + tries) % 3 === 0 ? 'error' : 'success',
      }),
    })
    for (let atMs = 0; atMs < 600_000; atMs += 7_000) world.send(atMs)
    world.finish()
    minutes.close()
    const perMinute = (names: string[]) => {
      const counts = new Map<number, number>()
      for (const { atMs } of world.told(...(names as ['started'])))
        counts.set(atMs - (atMs % 60_000), (counts.get(atMs - (atMs % 60_000)) ?? 0) + 1)
      return counts
    }
    const column = (name: 'Invocations' | 'Throttles' | 'AsyncEventsReceived') => {
      const functionRows = rows.filter((row): row is FunctionMinute => row.FunctionName === 'f')
      return new Map(functionRows.flatMap((row) => (row[name] ? [[row.atMs, row[name]]] : [])))
    }
    expect(column('Invocations')).toEqual(perMinute(['started']))
    expect(column('Throttles')).toEqual(perMinute(['throttled']))
    expect(column('AsyncEventsReceived')).toEqual(perMinute(['accepted']))
  })
})

describe('minute rows', () => {
  it('become lines of CSV with an empty field where there is no sample', () => {
    const { world, minutes, rows } = measured({ run: () => ({ ms: 8 }) })
    world.send(0)
    world.finish()
    minutes.close()
    const table = rows.map((row) => {
      const fields = minuteCsvLine(row).split(',')
      return Object.fromEntries(MINUTE_CSV_HEADER.split(',').map((name, place) => [name, fields[place]]))
    })
    expect(table[0]).toMatchObject({
      FunctionName: 'f',
      'AsyncEventAge.SampleCount': '1',
      'Duration.Average': '8',
      Errors: '0',
      DeadLetterErrors: '',
      ClaimedAccountConcurrency: '',
    })
    expect(table[1]).toMatchObject({ FunctionName: '', Errors: '', ConcurrentExecutions: '1' })
  })

  it('become lines of JSON that leave out what has no sample', () => {
    const { world, minutes, rows } = measured({ run: () => ({ ms: 8 }) })
    world.send(0)
    world.finish()
    minutes.close()
    expect(Object.keys(JSON.parse(minuteJsonLine(rows[0]!)))).toEqual([
      'Timestamp',
      'atMs',
      'FunctionName',
      'AsyncEventsReceived',
      'AsyncEventAge',
      'AsyncEventsDropped',
      'Invocations',
      'Errors',
      'Throttles',
      'Duration',
      'ConcurrentExecutions',
    ])
  })
})
