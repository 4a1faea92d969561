/** Gives a file's bytes; a path is relative to the scenario file. */
export type ReadFile = (path: string) => Promise<Uint8Array>

/** First two bytes of every gzip file (RFC 1952). */
const GZIP = [0x1f, 0x8b] as const

/**
 * The text of a file in UTF-8, unpacked if it is gzip by its first bytes, whatever its name says.
 *
 * @throws RangeError where the bytes are neither
 */
export async function textOf(bytes: Uint8Array): Promise<string> {
  const isGzip = bytes[0] === GZIP[0] && bytes[1] === GZIP[1]
  const plain = isGzip ? await unpacked(bytes) : [bytes]
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    let text = ''
    for (const chunk of plain) text += decoder.decode(chunk, { stream: true })
    return text + decoder.decode()
  } catch {
    throw new RangeError('expected text in UTF-8, got other bytes')
  }
}

async function unpacked(bytes: Uint8Array): Promise<Uint8Array[]> {
  const stream = new DecompressionStream('gzip')
  const writer = stream.writable.getWriter()
  // A damaged file fails both ends; the reading end tells.
  writer.write(bytes as Uint8Array<ArrayBuffer>).catch(() => {})
  writer.close().catch(() => {})
  const chunks: Uint8Array[] = []
  try {
    const reader = stream.readable.getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) chunks.push(part.value)
  } catch {
    throw new RangeError('expected a whole gzip file, got a damaged one')
  }
  return chunks
}
