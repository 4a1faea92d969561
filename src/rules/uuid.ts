/**
 * A UUID of version 4 (RFC 9562).
 *
 * @param words four of 32 bits, unsigned; what the version and the variant take of them is lost
 */
export function uuid(words: readonly number[]): string {
  const digits = words.map((each) => each.toString(16).padStart(8, '0')).join('')
  const variant = (8 + (Number.parseInt(digits[16]!, 16) & 3)).toString(16)
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    variant + digits.slice(17, 20),
    digits.slice(20),
  ].join('-')
}
