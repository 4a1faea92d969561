import { createHash, randomBytes } from 'node:crypto'

/**
 * The trace of an event or a call: X-Ray's header, by its parts. Recorded: `Root=1-<8 hex>-<24 hex>;Parent=<16 hex>;
 * Sampled=0;Lineage=<depth>:<8 hex of the function>:<depth - 1>`.
 */
export interface Trace {
  readonly root: string
  readonly parent: string
  /** Invocations in the chain so far, this one too: from 1. */
  readonly depth: number
}

/** A trace that begins now, or goes on from the header that a caller sent. */
export function traceOf(header: string | undefined, nowMs: number): Trace {
  const root = /(?:^|;)\s*root=(1-[0-9a-f]{8}-[0-9a-f]{24})/i.exec(header ?? '')?.[1]
  const parent = /(?:^|;)\s*parent=([0-9a-f]{16})/i.exec(header ?? '')?.[1]
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')
  return { root: root ?? `1-${seconds}-${hex(12)}`, parent: parent ?? hex(8), depth: 1 }
}

/** The trace of an event that a delivery of another starts. */
export function nextTrace({ root, depth }: Trace): Trace {
  return { root, parent: hex(8), depth: depth + 1 }
}

/**
 * The header as code gets it.
 *
 * @param functionArn without a qualifier: its hash names the function in the lineage. Undefined: no lineage, as in what an
 * event leaves behind that never ran (recorded)
 */
export function traceHeader({ root, parent, depth }: Trace, functionArn: string | undefined): string {
  if (functionArn === undefined) return `Root=${root};Parent=${parent};Sampled=0`
  const hash = createHash('sha256').update(functionArn).digest('hex').slice(0, 8)
  return `Root=${root};Parent=${parent};Sampled=0;Lineage=${depth}:${hash}:${depth - 1}`
}

/** Random bytes that nobody has used yet: to ask the system for a few at a time costs more than all else of a trace. */
let pool = randomBytes(4_096)
let used = 0

function hex(bytes: number): string {
  if (used + bytes > pool.length) {
    pool = randomBytes(pool.length)
    used = 0
  }
  used += bytes
  return pool.toString('hex', used - bytes, used)
}
