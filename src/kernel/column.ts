/** The typed arrays that tables of the simulation are made of. */
type Column =
  | Float64Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>

/** A longer copy of a column; what is new is 0. */
export function grown<C extends Column>(column: C, length: number): C {
  const longer = new (column.constructor as new (length: number) => C)(length)
  longer.set(column)
  return longer
}

/** From this many entries on a table grows eightfold at once. */
const LARGE = 1 << 16

/**
 * Entries to make room for when a table of so many is full: twice as many, and eight times as many of a large one. The
 * system gives memory when it is first touched, so room that is not used yet costs nothing; each move to a larger place
 * costs a copy.
 *
 * @param capacity a power of two, and so is what is returned
 */
export function nextCapacity(capacity: number): number {
  return capacity < LARGE ? capacity * 2 : capacity * 8
}
