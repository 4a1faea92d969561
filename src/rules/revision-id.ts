import { uuid } from './uuid.ts'

const [FIRST, SECOND, THIRD, FOURTH] = [0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1]

/**
 * A `RevisionId`: a UUID that follows from what it is made of, so that the same history has the same ids. AWS's are
 * random; clients compare them only.
 */
export function revisionId(...parts: readonly (string | number)[]): string {
  const text = parts.join('\n')
  return uuid([word(text, FIRST, 0), word(text, SECOND, 1), word(text, THIRD, 2), word(text, FOURTH, 3)])
}

/** 32 bits of a text: multiply and rotate over its characters, then the finisher of MurmurHash3. */
function word(text: string, multiplier: number, start: number): number {
  let hash = start
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), multiplier)
    hash = (hash << 13) | (hash >>> 19)
  }
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
