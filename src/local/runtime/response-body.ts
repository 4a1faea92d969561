import { RESPONSE_PAYLOAD_BYTES } from '../../rules/error-object.ts'

/** A response, read to its end; undefined where it is larger than Lambda takes. */
export async function responseBody(stream: AsyncIterable<Buffer>): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of stream) {
    bytes += part.length
    if (bytes <= RESPONSE_PAYLOAD_BYTES) parts.push(part)
  }
  return bytes <= RESPONSE_PAYLOAD_BYTES ? Buffer.concat(parts) : undefined
}
