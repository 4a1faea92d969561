import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import xterm from '@xterm/headless'
import { onTestFinished } from 'vitest'

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')
const BRIDGE = join(import.meta.dirname, 'pseudo-terminal.py')
/** After so much real time a screen that does not come is a failure. */
const PATIENCE_MS = 20_000

/** Whether terminals can be made here: it takes Python. */
export const hasTerminals = spawnSync('python3', ['-c', 'import pty']).status === 0

export interface TerminalOptions {
  readonly columns?: number
  readonly rows?: number
  readonly env?: NodeJS.ProcessEnv
}

/** What is left when a command has ended. */
export interface Left {
  readonly code: number | null
  /** Whether keys are read and echoed as they were before. */
  readonly isRestored: boolean
}

/** A command in a terminal of its own, whose screen an emulator keeps. */
export class PseudoTerminal {
  /** All that came, with its escape sequences. */
  output = ''
  readonly left: Promise<Left>
  private readonly child: ChildProcess
  private readonly screen: xterm.Terminal

  private constructor(command: readonly string[], { columns = 80, rows = 24, env = {} }: TerminalOptions) {
    this.screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
    const { PATH } = process.env
    this.child = spawn('python3', [BRIDGE, String(columns), String(rows), ...command], {
      // Python makes a locale of its own of the locale C.
      env: { PATH, LANG: 'C.UTF-8', TERM: 'xterm-256color', PYTHONCOERCECLOCALE: '0', ...env },
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    })
    onTestFinished(() => {
      this.child.kill('SIGKILL')
    })
    let said = ''
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.output += text
      this.screen.write(text)
    })
    this.left = new Promise((resolve, reject) => {
      this.child.on('error', reject).on('close', (code) => resolve({ code, isRestored: said === 'restored' }))
    })
  }

  /** The command line of this package. */
  static start(args: readonly string[], options: TerminalOptions = {}): PseudoTerminal {
    return new PseudoTerminal([process.execPath, MAIN, ...args], options)
  }

  /** A program of some lines, which may import this package's files by their paths. */
  static module(code: string): PseudoTerminal {
    return new PseudoTerminal([process.execPath, '--input-type=module', '--eval', code], {})
  }

  /** The command line, from a shell that goes on afterwards. */
  static shell(args: readonly string[], options: TerminalOptions = {}): PseudoTerminal {
    const terminal = new PseudoTerminal(['bash', '--norc', '--noprofile', '-i'], options)
    terminal.type(`${[process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ')}\r`)
    return terminal
  }

  type(keys: string): this {
    this.child.stdin!.write(keys)
    return this
  }

  /** Sends a signal to the command. */
  signal(name: NodeJS.Signals): void {
    const children = spawnSync('pgrep', ['-P', String(this.child.pid)], { encoding: 'utf8' }).stdout
    process.kill(Number(children), name)
  }

  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows)
    ;(this.child.stdio[3] as Writable).write(`${columns} ${rows}\n`)
  }

  /** Whether the screen is that of the shell, with what was there before. */
  get isNormal(): boolean {
    return this.screen.buffer.active.type === 'normal'
  }

  /** Whether the cursor was shown last, and not hidden. */
  get hasCursor(): boolean {
    return this.output.lastIndexOf('\x1b[?25h') >= this.output.lastIndexOf('\x1b[?25l')
  }

  /** What is on the screen, with what has been scrolled out of it. */
  get text(): string {
    const { active } = this.screen.buffer
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)!)
    return lines.reduce((text, line) => `${text}${line.isWrapped ? '' : '\n'}${line.translateToString(true)}`, '')
  }

  /** Waits until something is on the screen, or is true. */
  async until(wanted: string | RegExp | (() => boolean)): Promise<void> {
    const isThere = () =>
      typeof wanted === 'function'
        ? wanted()
        : typeof wanted === 'string'
          ? this.text.includes(wanted)
          : wanted.test(this.text)
    const startedMs = performance.now()
    while (!isThere()) {
      if (performance.now() - startedMs > PATIENCE_MS)
        throw new Error(`expected ${String(wanted)} on the screen, got\n${this.text}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}
