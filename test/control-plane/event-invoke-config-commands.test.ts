import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ControlPlane } from '../../src/control-plane/control-plane.ts'
import type { EventInvokeConfig } from '../../src/rules/event-invoke-config.ts'
import { ServiceError } from '../../src/rules/service-error.ts'
import { fn, planeWith, publishNext, queue } from './plane.ts'

/** Retries, age, on-success, on-failure; null is unset. */
type Settings = [retries: number | null, age: number | null, onSuccess: string | null, onFailure: string | null]

/** What a control plane with one function `f` must know: nothing but qualifiers and what is stored under them. */
interface Model {
  readonly configs: Map<string, Settings>
  readonly aliases: Set<string>
  versions: number
}

const FunctionName = 'f'
const QUALIFIERS = ['$LATEST', '1', '2', '3', 'blue', 'green']
const EMPTY: Settings = [null, null, null, null]

function isThere(model: Model, qualifier: string): boolean {
  const isVersion = /^[0-9]+$/.test(qualifier) && Number(qualifier) <= model.versions
  return qualifier === '$LATEST' || isVersion || model.aliases.has(qualifier)
}

function request([MaximumRetryAttempts, MaximumEventAgeInSeconds, onSuccess, onFailure]: Settings): EventInvokeConfig {
  return {
    MaximumRetryAttempts,
    MaximumEventAgeInSeconds,
    DestinationConfig: {
      OnSuccess: onSuccess === null ? null : { Destination: onSuccess },
      OnFailure: onFailure === null ? null : { Destination: onFailure },
    },
  }
}

function settingsIn(answer: ReturnType<ControlPlane['eventInvokeConfigs']['get']>): Settings {
  const { OnSuccess, OnFailure } = answer.DestinationConfig
  return [answer.MaximumRetryAttempts, answer.MaximumEventAgeInSeconds, OnSuccess.Destination, OnFailure.Destination]
}

/** The status a call ends with; 200 where it is accepted. */
function status(call: () => unknown): number {
  try {
    call()
    return 200
  } catch (error) {
    if (error instanceof ServiceError) return error.status
    throw error
  }
}

type Command = fc.Command<Model, ControlPlane>

class Write implements Command {
  readonly operation: 'put' | 'update'
  readonly qualifier: string
  readonly settings: Settings

  constructor(operation: 'put' | 'update', qualifier: string, settings: Settings) {
    this.operation = operation
    this.qualifier = qualifier
    this.settings = settings
  }

  check = () => true
  toString = () => `${this.operation} ${this.qualifier} ${JSON.stringify(this.settings)}`

  run(model: Model, plane: ControlPlane): void {
    const { operation, qualifier, settings } = this
    const stored = operation === 'put' ? EMPTY : model.configs.get(qualifier)
    const isEmpty = settings.every((setting) => setting === null)
    const expected = isEmpty ? 400 : isThere(model, qualifier) && stored ? 200 : 404
    const call = { FunctionName, Qualifier: qualifier, ...request(settings) }
    expect(status(() => plane.eventInvokeConfigs[operation](call))).toBe(expected)
    if (expected === 200) model.configs.set(qualifier, settings.map((setting, i) => setting ?? stored![i]) as Settings)
  }
}

class Delete implements Command {
  readonly qualifier: string

  constructor(qualifier: string) {
    this.qualifier = qualifier
  }

  check = () => true
  toString = () => `delete ${this.qualifier}`

  run(model: Model, plane: ControlPlane): void {
    const call = () => plane.eventInvokeConfigs.delete({ FunctionName: `f:${this.qualifier}` })
    expect(status(call)).toBe(model.configs.delete(this.qualifier) ? 200 : 404)
  }
}

class Get implements Command {
  readonly qualifier: string

  constructor(qualifier: string) {
    this.qualifier = qualifier
  }

  check = () => true
  toString = () => `get ${this.qualifier}`

  run(model: Model, plane: ControlPlane): void {
    const { qualifier } = this
    const call = () => plane.eventInvokeConfigs.get({ FunctionName, Qualifier: qualifier })
    const stored = model.configs.get(qualifier)
    if (stored) expect(settingsIn(call())).toEqual(stored)
    else expect(status(call)).toBe(404)
    expect(plane.eventInvokeConfig('f', qualifier) !== undefined).toBe(stored !== undefined)
  }
}

class ListAll implements Command {
  readonly pageSize: number

  constructor(pageSize: number) {
    this.pageSize = pageSize
  }

  check = () => true
  toString = () => `list by ${this.pageSize}`

  run(model: Model, plane: ControlPlane): void {
    const arns: string[] = []
    let Marker: string | undefined
    do {
      const page = plane.eventInvokeConfigs.list({ FunctionName, MaxItems: this.pageSize, Marker })
      expect(page.FunctionEventInvokeConfigs.length).toBeLessThanOrEqual(this.pageSize)
      arns.push(...page.FunctionEventInvokeConfigs.map((config) => config.FunctionArn))
      Marker = page.NextMarker ?? undefined
    } while (Marker !== undefined)
    expect(arns).toEqual([...model.configs.keys()].map((qualifier) => fn('f', qualifier)).sort())
  }
}

class Publish implements Command {
  check = () => true
  toString = () => 'publish'

  run(model: Model, plane: ControlPlane): void {
    expect(publishNext(plane, 'f')).toBe(String(++model.versions))
  }
}

class SwitchAlias implements Command {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  check = () => true
  toString = () => `create or delete alias ${this.name}`

  run(model: Model, plane: ControlPlane): void {
    const alias = { FunctionName, Name: this.name }
    if (model.aliases.delete(this.name)) plane.aliases.delete(alias)
    else {
      plane.aliases.create({ ...alias, FunctionVersion: '$LATEST' })
      model.aliases.add(this.name)
    }
  }
}

const qualifiers = fc.constantFrom(...QUALIFIERS)
const destinations = fc.option(fc.constantFrom(queue('a'), queue('b'), 'arn:aws:sns:us-east-1:123456789012:t'))
const settings: fc.Arbitrary<Settings> = fc.tuple(
  fc.option(fc.integer({ min: 0, max: 2 })),
  fc.option(fc.integer({ min: 60, max: 21_600 })),
  destinations,
  destinations,
)
const operations = fc.constantFrom('put' as const, 'update' as const)

const commands: fc.Arbitrary<Command>[] = [
  fc.tuple(operations, qualifiers, settings).map((args) => new Write(...args)),
  qualifiers.map((qualifier) => new Delete(qualifier)),
  qualifiers.map((qualifier) => new Get(qualifier)),
  fc.integer({ min: 1, max: 4 }).map((pageSize) => new ListAll(pageSize)),
  fc.constant(new Publish()),
  fc.constantFrom('blue', 'green').map((name) => new SwitchAlias(name)),
]

test('whatever is done to them, the stored configs are what a map by qualifier says', () => {
  fc.assert(
    fc.property(fc.commands(commands, { size: 'large' }), (run) => {
      fc.modelRun(
        () => ({ model: { configs: new Map(), aliases: new Set<string>(), versions: 0 }, real: planeWith(['f']) }),
        run,
      )
    }),
    { seed: 7, numRuns: 60 },
  )
})
