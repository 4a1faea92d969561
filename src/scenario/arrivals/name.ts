import { Threefry } from '../../kernel/threefry.ts'

/** Any two words: they only keep these hashes apart from other uses of the generator. */
const START = [0x6e616d65, 0x736f7572] as const

/**
 * A name of 64 bits for a text, in two unsigned words: the generator's own block function chained over the bytes of
 * its UTF-8, eight at a time, the length last. Names that differ give streams of draws that have nothing in common.
 */
export function streamName(text: string): [name0: number, name1: number] {
  const bytes = new TextEncoder().encode(text)
  const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8)
  padded.set(bytes)
  const words = new DataView(padded.buffer)
  const threefry = new Threefry()
  let [name0, name1]: [number, number] = [START[0], START[1]]
  for (let offset = 0; offset < padded.length; offset += 8) {
    // Signed words, as everywhere: one number that does not fit would make the compiler forget what it knows of `block`.
    threefry.block(words.getInt32(offset, true), words.getInt32(offset + 4, true), name0, name1)
    name0 = threefry.x0
    name1 = threefry.x1
  }
  threefry.block(bytes.length, 0, name0, name1)
  return [threefry.x0 >>> 0, threefry.x1 >>> 0]
}

/** The name so many numbers of 64 bits after another, in signed words. */
export function laterName(name0: number, name1: number, count: number): [name0: number, name1: number] {
  const low = (name0 >>> 0) + (count % 2 ** 32)
  return [low | 0, (name1 + Math.floor(count / 2 ** 32) + (low >= 2 ** 32 ? 1 : 0)) | 0]
}
