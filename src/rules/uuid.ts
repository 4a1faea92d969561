/** The 256 bytes in hexadecimal. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * A UUID of version 4 (RFC 9562).
 *
 * @param words four of 32 bits; what the version and the variant take of the second and the third is lost
 */
export function uuid([first, second, third, fourth]: readonly [number, number, number, number]): string {
  const version = (second & 0xffff0fff) | 0x4000
  const variant = (third & 0x3fffffff) | 0x80000000
  const digits = hex(first) + hex(version) + hex(variant) + hex(fourth)
  const groups = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)]
  return groups.join('-')
}

/** Eight hexadecimal digits. */
function hex(word: number): string {
  return BYTES[word >>> 24]! + BYTES[(word >>> 16) & 255]! + BYTES[(word >>> 8) & 255]! + BYTES[word & 255]!
}
