import fc from 'fast-check'
import type { EventInvokeConfig } from '../../rules/event-invoke-config.ts'
import type { Change } from '../faults/change.ts'
import { eventInvokeConfigs } from './event-invoke-configs.ts'

export interface ChangeOptions {
  /** Configs that are put. Default: `eventInvokeConfigs({ onSuccess: [], onFailure: [] })`. */
  readonly configs?: fc.Arbitrary<EventInvokeConfig> | undefined
  /** An alias that moves between versions, and those versions; at least one. Default: none. */
  readonly alias?: { readonly name: string; readonly versions: readonly string[] } | undefined
}

const MOST_RESERVED = 5

/**
 * Changes of a function's settings: a config is put or deleted, concurrency reserved or given back, an alias moved.
 *
 * @throws RangeError for an alias without versions
 */
export function changes(options: ChangeOptions = {}): fc.Arbitrary<Change> {
  return fc.oneof(...changesByKind(options))
}

/** The same, each kind apart. */
export function changesByKind(options: ChangeOptions): fc.Arbitrary<Change>[] {
  const { alias, configs = eventInvokeConfigs({ onSuccess: [], onFailure: [] }) } = options
  if (alias?.versions.length === 0)
    throw new RangeError(`expected at least one version for the alias ${alias.name} to move to, got none`)
  return [
    fc.record({ kind: fc.constant('putEventInvokeConfig' as const), config: configs }),
    fc.constant({ kind: 'deleteEventInvokeConfig' }),
    fc.record({
      kind: fc.constant('reserveConcurrency' as const),
      executions: fc.option(fc.nat(MOST_RESERVED), { nil: undefined }),
    }),
    ...(alias ? [moveAlias(alias.name, alias.versions)] : []),
  ]
}

function moveAlias(alias: string, versions: readonly string[]): fc.Arbitrary<Change> {
  const weight = fc.double({ min: 0, max: 1, noNaN: true })
  return fc.tuple(fc.constantFrom(...versions), fc.constantFrom(undefined, ...versions), weight).map(
    ([version, other, share]): Change => ({
      kind: 'moveAlias',
      alias,
      version,
      weights: other === undefined || other === version ? {} : { [other]: share },
    }),
  )
}
