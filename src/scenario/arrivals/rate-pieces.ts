/** A rate that varies with time, piece by piece in order: on each piece it is constant or changes on a straight line. */
export abstract class RatePieces {
  fromMs = 0
  /** `Infinity` for the last piece, on which the rate is constant. */
  toMs = 0
  startRatePerMs = 0
  endRatePerMs = 0

  /** Goes on to the next piece, which begins where this one ends. Pieces may have no length. */
  abstract next(): void
}
