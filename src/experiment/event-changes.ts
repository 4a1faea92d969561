import { CONDITIONS, type Condition } from '../rules/condition.ts'
import type { EndColumns } from './event-ends.ts'

/** Events of one kind of change that are named. */
const NAMED = 10
/** Differences of an age below this are those of rounding. */
const SAME_MS = 1e-6

/** The numbers of an event in the two runs. They differ where more or fewer events came before it. */
export type EventPair = readonly [before: number, after: number]

/** Events that ended otherwise: `from` in the file as it is, `to` under the other setting. */
export interface ConditionChange {
  readonly from: Condition
  readonly to: Condition
  readonly count: number
  /** At most ten of them, evenly spread in order of acceptance. */
  readonly events: readonly EventPair[]
}

/** How events fared in two runs under the same draws. */
export interface EventChanges {
  /** Events that came and ended in both. */
  readonly compared: number
  /** Events that ended otherwise, the commonest change first. */
  readonly changes: readonly ConditionChange[]
  /** Events that ended the same way, but sooner or later. */
  readonly sooner: number
  readonly later: number
  /** Events of one run only, as where rates differ or one more message goes to a function. */
  readonly onlyBefore: number
  readonly onlyAfter: number
  /** The typical event of the commonest change; where none ended otherwise, the one whose age differs most; else null. */
  readonly example: EventPair | null
}

/** Compares two runs event by event, by the events' names. */
export function eventChanges(before: EndColumns, after: EndColumns): EventChanges {
  const index = new NameIndex(before)
  const byChange = new Map<number, EventPair[]>()
  let [compared, sooner, later, widestMs] = [0, 0, 0, 0]
  let widest: EventPair | null = null
  for (let place = 0; place < after.numbers.length; place++) {
    const other = index.placeOf(after.names0[place]!, after.names1[place]!)
    if (other < 0) continue
    compared++
    const pair: EventPair = [before.numbers[other]!, after.numbers[place]!]
    const [from, to] = [before.conditions[other]!, after.conditions[place]!]
    if (from !== to) {
      const key = from * CONDITIONS.length + to
      const pairs = byChange.get(key)
      if (pairs) pairs.push(pair)
      else byChange.set(key, [pair])
      continue
    }
    const shiftMs = after.agesMs[place]! - before.agesMs[other]!
    if (Math.abs(shiftMs) < SAME_MS) continue
    if (shiftMs < 0) sooner++
    else later++
    if (Math.abs(shiftMs) > widestMs) {
      widestMs = Math.abs(shiftMs)
      widest = pair
    }
  }
  const changes = [...byChange]
    .map(([key, pairs]) => ({ key, pairs: pairs.sort(([a], [b]) => a - b) }))
    .sort((a, b) => b.pairs.length - a.pairs.length || a.key - b.key)
  return {
    compared,
    changes: changes.map(({ key, pairs }) => ({
      from: CONDITIONS[Math.floor(key / CONDITIONS.length)]!,
      to: CONDITIONS[key % CONDITIONS.length]!,
      count: pairs.length,
      events: spread(pairs, NAMED),
    })),
    sooner,
    later,
    onlyBefore: before.numbers.length - compared,
    onlyAfter: after.numbers.length - compared,
    example: changes[0] ? spread(changes[0].pairs, 1)[0]! : widest,
  }
}

/** Some of a list, evenly spread; one is the one in the middle. */
function spread<T>(list: readonly T[], count: number): T[] {
  const taken = Math.min(count, list.length)
  return Array.from({ length: taken }, (_, place) => list[Math.floor(((place + 0.5) * list.length) / taken)]!)
}

/** Finds events by their names: a table with open addressing, twice as many places as events or more. */
class NameIndex {
  private readonly columns: EndColumns
  private readonly mask: number
  /** Places in the columns, from 1; 0 is free. */
  private readonly table: Int32Array

  constructor(columns: EndColumns) {
    this.columns = columns
    const { length } = columns.numbers
    const size = 2 ** Math.ceil(Math.log2(2 * length + 2))
    this.mask = size - 1
    this.table = new Int32Array(size)
    for (let place = 0; place < length; place++) {
      let slot = this.slotOf(columns.names0[place]!, columns.names1[place]!)
      while (this.table[slot] !== 0) slot = (slot + 1) & this.mask
      this.table[slot] = place + 1
    }
  }

  /** −1 where there is none. */
  placeOf(name0: number, name1: number): number {
    const { names0, names1 } = this.columns
    for (let slot = this.slotOf(name0, name1); ; slot = (slot + 1) & this.mask) {
      const place = this.table[slot]! - 1
      if (place < 0 || (names0[place] === name0 && names1[place] === name1)) return place
    }
  }

  /** Names of one source follow each other: the multiplication spreads them. */
  private slotOf(name0: number, name1: number): number {
    const mixed = Math.imul(name0 ^ Math.imul(name1, 0x85ebca6b), 0x9e3779b1)
    return (mixed ^ (mixed >>> 15)) & this.mask
  }
}
