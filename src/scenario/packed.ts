import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate'

/** Longest data that are packed, as JSON, in bytes: what a link can carry. */
export const MOST_PACKED_BYTES = 1_000_000

/**
 * Data in few characters, all of which may stand in an address: compressed JSON in base64url.
 *
 * @param data as JSON can say it
 * @throws RangeError above 1,000,000 bytes of JSON
 */
export function packed(data: unknown): string {
  const json = strToU8(JSON.stringify(data))
  if (json.length > MOST_PACKED_BYTES) {
    const most = MOST_PACKED_BYTES.toLocaleString('en-US')
    throw new RangeError(`expected at most ${most} bytes, got ${json.length.toLocaleString('en-US')}`)
  }
  const binary = Array.from(deflateSync(json, { level: 9 }), (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/**
 * The data again.
 *
 * @throws RangeError for a text that does not come from there
 */
export function unpacked(text: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0))
    return JSON.parse(strFromU8(inflateSync(bytes, { out: new Uint8Array(MOST_PACKED_BYTES) })))
  } catch {
    throw new RangeError('expected what such a link carries; perhaps a part of the link was lost')
  }
}
