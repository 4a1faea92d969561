import { Threefry } from '../kernel/threefry.ts'

const TWO_POW_32 = 4_294_967_296
/** Tells these draws from those of a run: `repl`, `icat`. */
const TAG0 = 0x7265706c
const TAG1 = 0x69636174

/**
 * The seed of a replication: the first one is the run itself, every other one gets 53 bits that are a pure function of the
 * seed and its number. So replications need not know of each other, and any of them can be run alone.
 *
 * @param seed whole number, 0 to 2⁵³ − 1
 * @param replication whole number, 1 to 2³² − 1
 */
export function replicationSeed(seed: number, replication: number): number {
  if (replication === 1) return seed
  const threefry = new Threefry()
  threefry.block(seed | 0, Math.floor(seed / TWO_POW_32) | 0, TAG0, TAG1)
  threefry.block(replication | 0, 0, threefry.x0, threefry.x1)
  return (threefry.x1 >>> 11) * TWO_POW_32 + (threefry.x0 >>> 0)
}
