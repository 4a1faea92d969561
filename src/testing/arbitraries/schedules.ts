import fc from 'fast-check'
import type { EventInvokeConfig } from '../../rules/event-invoke-config.ts'
import { BACKOFF_FIRST_MS, FUNCTION_ERROR_DELAYS_MS } from '../../rules/limits.ts'
import { type Duration, milliseconds } from '../faults/fault.ts'
import type { Harness } from '../harness/harness.ts'
import { eventInvokeConfigs } from './event-invoke-configs.ts'

/** One thing that is done to a harness, as plain data. */
export type Move =
  | { readonly kind: 'advance'; readonly byMs: number }
  | { readonly kind: 'putEventInvokeConfig'; readonly config: EventInvokeConfig }
  | { readonly kind: 'deleteEventInvokeConfig' }
  /** Undefined takes the reservation away. */
  | { readonly kind: 'reserveConcurrency'; readonly executions: number | undefined }
  | {
      readonly kind: 'moveAlias'
      readonly alias: string
      readonly version: string
      /** Share of the events, 0 to 1, by the number of the other version. */
      readonly weights: Readonly<Record<string, number>>
    }
  | { readonly kind: 'throttle'; readonly forMs: number }

/** Moves in the order in which they are made. */
export type Schedule = readonly Move[]

export interface ScheduleOptions {
  /** Moves at most. Default: 10. */
  readonly most?: number | undefined
  /** The clock goes on by so much at most, in one move. Default: 10 m. */
  readonly longestAdvance?: Duration | undefined
  /** Configs that are put. Default: `eventInvokeConfigs({ onSuccess: [], onFailure: [] })`. */
  readonly configs?: fc.Arbitrary<EventInvokeConfig> | undefined
  /** An alias that moves between versions, and those versions; at least one. Default: none. */
  readonly alias?: { readonly name: string; readonly versions: readonly string[] } | undefined
}

const DEFAULT_MOST = 10
const DEFAULT_LONGEST_MS = 600_000
const MOST_RESERVED = 5
/** Times at which something is due: first back-offs, first and second retry. */
const DUE_MS = [BACKOFF_FIRST_MS, ...FUNCTION_ERROR_DELAYS_MS]

/**
 * Schedules of moves of the clock and of changes: half of the moves are the clock's, often by just as much as Lambda waits.
 * Shrinks to fewer moves, and to shorter ones.
 *
 * @throws RangeError for a number of moves below 1, a bad duration, or an alias without versions
 */
export function schedules(options: ScheduleOptions = {}): fc.Arbitrary<Schedule> {
  const { most = DEFAULT_MOST, alias, configs = eventInvokeConfigs({ onSuccess: [], onFailure: [] }) } = options
  const longestMs = Math.floor(milliseconds(options.longestAdvance ?? DEFAULT_LONGEST_MS))
  if (!(Number.isInteger(most) && most >= 1))
    throw new RangeError(`schedules: expected most to be a whole number from 1 on, got ${most}`)
  if (alias?.versions.length === 0)
    throw new RangeError(`schedules: expected at least one version for the alias ${alias.name} to move to, got none`)
  const due = DUE_MS.filter((ms) => ms <= longestMs)
  const byMs = fc.oneof(fc.nat(longestMs), ...(due.length > 0 ? [fc.constantFrom(...due)] : []))
  const advance = fc.record({ kind: fc.constant('advance' as const), byMs })
  const changes: fc.Arbitrary<Move>[] = [
    fc.record({ kind: fc.constant('putEventInvokeConfig' as const), config: configs }),
    fc.constant({ kind: 'deleteEventInvokeConfig' }),
    fc.record({
      kind: fc.constant('reserveConcurrency' as const),
      executions: fc.option(fc.nat(MOST_RESERVED), { nil: undefined }),
    }),
    fc.record({ kind: fc.constant('throttle' as const), forMs: fc.integer({ min: 1, max: Math.max(1, longestMs) }) }),
    ...(alias ? [moveAlias(alias.name, alias.versions)] : []),
  ]
  const move = fc.oneof(
    { weight: changes.length, arbitrary: advance },
    ...changes.map((arbitrary) => ({ weight: 1, arbitrary })),
  )
  return fc.array(move, { maxLength: most, size: 'max' })
}

function moveAlias(alias: string, versions: readonly string[]): fc.Arbitrary<Move> {
  const weight = fc.double({ min: 0, max: 1, noNaN: true })
  return fc.tuple(fc.constantFrom(...versions), fc.constantFrom(undefined, ...versions), weight).map(
    ([version, other, share]): Move => ({
      kind: 'moveAlias',
      alias,
      version,
      weights: other === undefined || other === version ? {} : { [other]: share },
    }),
  )
}

/**
 * Makes the moves of a schedule on a harness, one after the other.
 *
 * @param functionName what the changes are of
 * @throws what the harness throws: for an alias that is not there, and for concurrency that the account has not left
 */
export async function playSchedule(lambda: Harness, functionName: string, schedule: Schedule): Promise<void> {
  for (const move of schedule) {
    if (move.kind === 'advance') await lambda.advance(move.byMs)
    else change(lambda, functionName, move)
  }
}

function change(lambda: Harness, functionName: string, move: Exclude<Move, { kind: 'advance' }>): void {
  const changed = lambda.function(functionName)
  switch (move.kind) {
    case 'putEventInvokeConfig':
      changed.putEventInvokeConfig(move.config)
      return
    case 'deleteEventInvokeConfig':
      // AWS refuses to delete what is not there; of a schedule any part may be left out.
      if (lambda.controlPlane.eventInvokeConfig(functionName, '$LATEST')) changed.deleteEventInvokeConfig()
      return
    case 'reserveConcurrency':
      changed.reserveConcurrency(move.executions)
      return
    case 'moveAlias':
      changed.moveAlias(move.alias, { version: move.version, weights: move.weights })
      return
    case 'throttle':
      lambda.throttle(functionName, { for: move.forMs })
      return
  }
}
