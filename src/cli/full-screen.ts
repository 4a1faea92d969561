import process from 'node:process'
import { Keyboard } from './keyboard.ts'
import { TerminalScreen } from './terminal-screen.ts'

const CTRL_C = '\x03'
const CTRL_Z = '\x1a'

/** After so much real time a process that was asked to stop, and still runs, was not allowed to. */
const STOPPED_MS = 100

/** What somebody wants to know who has the terminal. */
export interface FullScreenListener {
  /** @param key a character or an escape sequence; Ctrl-C and Ctrl-Z are none */
  onKey(key: string): void
  /** All must be drawn anew. */
  onRefresh(): void
}

/**
 * The terminal of this process, taken for a program that draws on all of it. It is given back as it was at the end, when
 * the process stops for a while (Ctrl-Z), and when it ends by an error or a signal.
 */
export class FullScreen {
  readonly screen = new TerminalScreen(process.stdout)
  private readonly keyboard: Keyboard
  private readonly listener: FullScreenListener
  private isHeld = false
  private waking: ReturnType<typeof setTimeout> | undefined

  constructor(listener: FullScreenListener) {
    this.listener = listener
    this.keyboard = new Keyboard(process.stdin, (key) => this.press(key))
    process.on('exit', this.release)
    process.on('SIGCONT', this.hold)
    process.on('SIGTSTP', this.stop)
    process.stdout.on('resize', this.resize)
    this.hold()
  }

  get hasKeys(): boolean {
    return this.keyboard.isThere
  }

  close(): void {
    clearTimeout(this.waking)
    process.off('exit', this.release)
    process.off('SIGCONT', this.hold)
    process.off('SIGTSTP', this.stop)
    process.stdout.off('resize', this.resize)
    this.release()
  }

  private readonly hold = (): void => {
    this.isHeld = true
    this.keyboard.open()
    this.screen.open()
    this.listener.onRefresh()
  }

  private readonly release = (): void => {
    if (!this.isHeld) return
    this.isHeld = false
    this.screen.close()
    this.keyboard.close()
  }

  private readonly resize = (): void => {
    this.screen.clear()
    this.listener.onRefresh()
  }

  private press(key: string): void {
    if (key === CTRL_C) process.kill(process.pid, 'SIGINT')
    else if (key !== CTRL_Z) this.listener.onKey(key)
    // As the terminal does it: all that was started with this process stops with it. Windows has no such signal.
    else if (process.platform !== 'win32') process.kill(0, 'SIGTSTP')
  }

  /** Gives the terminal back, and stops. What wakes it up takes the terminal again. */
  private readonly stop = (): void => {
    this.release()
    process.off('SIGTSTP', this.stop)
    process.kill(process.pid, 'SIGTSTP')
    this.waking = setTimeout(() => {
      process.on('SIGTSTP', this.stop)
      if (!this.isHeld) this.hold()
    }, STOPPED_MS)
  }
}
