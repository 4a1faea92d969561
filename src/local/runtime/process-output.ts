/** Model choice: more of what an attempt writes is not kept, so that a flood does not fill the endpoint's memory. */
const KEPT_BYTES = 1_048_576

/** What a process has written: the end of it, where it is much. */
export class ProcessOutput {
  readonly #parts: Buffer[] = []
  #bytes = 0
  #leftOutBytes = 0

  add(part: Buffer): void {
    this.#parts.push(part)
    this.#bytes += part.length
    while (this.#bytes - this.#parts[0]!.length >= KEPT_BYTES) {
      const { length } = this.#parts.shift()!
      this.#bytes -= length
      this.#leftOutBytes += length
    }
  }

  /** What has been written since the last time. */
  take(): string {
    const note = this.#leftOutBytes > 0 ? `asyncinvoke: ${this.#leftOutBytes} bytes before this are left out\n` : ''
    const text = note + Buffer.concat(this.#parts.splice(0)).toString()
    this.#bytes = 0
    this.#leftOutBytes = 0
    return text
  }
}
