/** One key: an escape sequence, or a character. */
const KEY = new RegExp(String.raw`${'\x1b'}[[O][\d;]*[A-Za-z~]|.`, 'gsu')

/** What a keyboard asks of a stream. */
export type KeyStream = Pick<
  NodeJS.ReadStream,
  'on' | 'off' | 'resume' | 'pause' | 'setEncoding' | 'setRawMode' | 'isTTY'
>

/** Tells each key as it is pressed, without the terminal showing it: Ctrl-C and Ctrl-Z too. */
export class Keyboard {
  private readonly stream: KeyStream
  private readonly listener: (data: string) => void

  constructor(stream: KeyStream, onKey: (key: string) => void) {
    this.stream = stream
    this.listener = (data) => {
      for (const [key] of data.matchAll(KEY)) onKey(key)
    }
  }

  /** Whether there is one: else input comes from a file or a pipe. */
  get isThere(): boolean {
    return this.stream.isTTY
  }

  /** Takes it. Again: after somebody else may have set the terminal otherwise. */
  open(): void {
    if (!this.isThere) return
    this.close()
    this.stream.setEncoding('utf8')
    this.stream.setRawMode(true)
    this.stream.on('data', this.listener)
    this.stream.resume()
  }

  /** Gives it back as it was. */
  close(): void {
    if (!this.isThere) return
    this.stream.off('data', this.listener)
    this.stream.setRawMode(false)
    this.stream.pause()
  }
}
