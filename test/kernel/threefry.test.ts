import { expect, test } from 'vitest'
import { Threefry } from '../../src/kernel/threefry.ts'

/** Known answers of Random123 for Threefry-2x32 with 20 rounds: counter, key, output. */
const KNOWN_ANSWERS = [
  ['00000000 00000000', '00000000 00000000', '6b200159 99ba4efe'],
  ['ffffffff ffffffff', 'ffffffff ffffffff', '1cb996fc bb002be7'],
  ['243f6a88 85a308d3', '13198a2e 03707344', 'c4923a9c 483df7a0'],
] as const

function words(hex: string): [number, number] {
  const [first, second] = hex.split(' ')
  return [Number.parseInt(first, 16), Number.parseInt(second, 16)]
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0')
}

test.each(KNOWN_ANSWERS)('counter %s under key %s gives the published %s', (counter, key, output) => {
  const threefry = new Threefry()
  threefry.block(...words(counter), ...words(key))
  expect(`${hex(threefry.x0)} ${hex(threefry.x1)}`).toBe(output)
})

test('signed and unsigned words mean the same', () => {
  const [signed, unsigned] = [new Threefry(), new Threefry()]
  signed.block(-1, -2, -3, -4)
  unsigned.block(2 ** 32 - 1, 2 ** 32 - 2, 2 ** 32 - 3, 2 ** 32 - 4)
  expect([signed.x0, signed.x1]).toEqual([unsigned.x0, unsigned.x1])
})

test('flipping any one bit of counter or key flips about half of the output', () => {
  const before = new Threefry()
  const after = new Threefry()
  let flipped = 0
  const input = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]
  before.block(input[0], input[1], input[2], input[3])
  for (let bit = 0; bit < 128; bit++) {
    const changed = [...input]
    changed[bit >> 5] ^= 1 << (bit & 31)
    after.block(changed[0], changed[1], changed[2], changed[3])
    flipped += bitsSet(before.x0 ^ after.x0) + bitsSet(before.x1 ^ after.x1)
  }
  // 128 × 64 fair coins: standard deviation √(8192) / 2 = 45, five of which are 226.
  expect(Math.abs(flipped - (128 * 64) / 2)).toBeLessThan(226)
})

function bitsSet(word: number): number {
  return (word >>> 0).toString(2).replaceAll('0', '').length
}
