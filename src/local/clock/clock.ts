/** The endpoint's time, which moves its engines. */
export interface Clock {
  /** Now, in milliseconds since 1970. */
  nowMs(): number
  readonly kind: 'real' | 'virtual'
  /**
   * Moves virtual time on, and waits for code that runs meanwhile.
   *
   * @param byMs 0 or more
   * @throws RangeError on a real clock
   */
  advance(byMs: number): Promise<void>
  /** Moves virtual time on until every event has ended; on a real clock it waits for that. */
  settle(): Promise<void>
}
