/** Sizes and marks of a zip's tables. Source: PKWARE's APPNOTE, 4.3.12 and 4.3.16. */
const END_MARK = 0x06054b50
const END_BYTES = 22
const ENTRY_MARK = 0x02014b50
const ENTRY_BYTES = 46
const UNIX = 3
const KIND = 0o170000

/**
 * The Unix modes of the entries of a zip, by name. Entries that were written without one are left out, and so are those of a
 * zip of more than 65,535 entries.
 */
export function fileModes(zip: Uint8Array): ReadonlyMap<string, number> {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength)
  const modes = new Map<string, number>()
  const end = endOf(bytes)
  if (end === undefined) return modes
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (at + ENTRY_BYTES > bytes.length || bytes.readUInt32LE(at) !== ENTRY_MARK) return modes
    const nameBytes = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes)
    const mode = bytes.readUInt16LE(at + 40)
    if (bytes.readUInt8(at + 5) === UNIX && mode !== 0) modes.set(name, mode)
    at += ENTRY_BYTES + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return modes
}

export function isFolder(name: string, mode: number | undefined): boolean {
  return name.endsWith('/') || ((mode ?? 0) & KIND) === 0o040000
}

export function isLink(mode: number | undefined): boolean {
  return ((mode ?? 0) & KIND) === 0o120000
}

/** Where the table of the end stands: a comment of any length may follow it. */
function endOf(bytes: Buffer): number | undefined {
  for (let at = bytes.length - END_BYTES; at >= 0; at--) if (bytes.readUInt32LE(at) === END_MARK) return at
  return undefined
}
