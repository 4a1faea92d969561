import { createHash } from 'node:crypto'
import type { Scenario } from '../scenario/scenario.ts'

/** Tells scenarios apart, but for their seeds: 64 hexadecimal digits of SHA-256. The same on every machine. */
export function scenarioDigest(scenario: Scenario): string {
  const text = JSON.stringify({ ...scenario, seed: null }, (_, value: unknown) => {
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value
      return createHash('sha256')
        .update(new Uint8Array(buffer, byteOffset, byteLength))
        .digest('hex')
    }
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
  })
  return textDigest(text)
}

/** SHA-256 in hexadecimal digits. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
