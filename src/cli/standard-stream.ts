import { fstatSync, writeSync } from 'node:fs'
import { EXIT } from './exit-code.ts'
import { systemReason } from './usage-error.ts'

/** What of some bytes, from an offset on, was written: as `writeSync`, which may write fewer than there are. */
export type WriteSome = (descriptor: number, bytes: Uint8Array, offset: number) => number

/** Writes all bytes, or throws what the system says of the rest. */
export function writeWhole(descriptor: number, bytes: Uint8Array, write: WriteSome = writeSync): void {
  for (let done = 0; done < bytes.length; ) done += write(descriptor, bytes, done)
}

/**
 * Watches over stdout or stderr. A reader that has gone (`| head`) is no error; anything else that a stream reports is told
 * once, and the exit code is that of a file that cannot be written.
 */
export function guard(stream: NodeJS.WriteStream & { readonly fd?: number }): void {
  if (stream.fd !== undefined && isRegularFile(stream.fd)) holdToWhole(stream, stream.fd)
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    const reason = systemReason(error) ?? error.message
    if (stream === process.stdout) process.stderr.write(`asyncinvoke: cannot write the result: ${reason}\n`)
    process.exitCode = EXIT.usage
  })
}

/**
 * Has a stream to a file write all it is given. Node's own writes once, and takes what did not fit, on a disk that is nearly
 * full, for written.
 */
function holdToWhole(stream: NodeJS.WriteStream, descriptor: number): void {
  stream._write = (chunk: Uint8Array | string, encoding, done) => {
    try {
      writeWhole(descriptor, typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)
    } catch (error) {
      return done(error as Error)
    }
    done()
  }
}

function isRegularFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile()
  } catch {
    // It is closed.
    return false
  }
}
