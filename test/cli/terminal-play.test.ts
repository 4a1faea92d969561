import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { speed } from '../../src/cli/argument.ts'
import { ROOT } from '../source-file.ts'
import { directory, execute, SCENARIO } from './command.ts'
import { hasTerminals, PseudoTerminal } from './pseudo-terminal.ts'

const FILES = { 'small.yaml': SCENARIO }
const HIDE_CURSOR = '\x1b[?25l'

function play(...options: string[]): string[] {
  return ['play', '--terminal', `${directory(FILES)}/small.yaml`, ...options]
}

if (!hasTerminals) console.warn('no pseudo-terminals: python3 is not there')

describe.skipIf(!hasTerminals)('a run that is watched in a terminal', () => {
  test('shows where events are until its end, and leaves the report where the shell goes on', async () => {
    const options = play('--speed', '1000')
    const terminal = PseudoTerminal.start(options)
    await terminal.until('playing')
    expect(terminal.isNormal).toBe(false)
    expect(terminal.hasCursor).toBe(false)
    await terminal.until('every event has ended')
    expect(terminal.text).toMatch(/6 {2}succeeded/)
    expect(terminal.text).toMatch(/4 {2}RetriesExhausted[\s\S]+→ dlq dead/)
    terminal.type('q')
    expect(await terminal.left).toEqual({ code: 0, isRestored: true })
    expect([terminal.isNormal, terminal.hasCursor]).toEqual([true, true])
    const { stdout } = await execute(['run', options[2]!])
    expect(terminal.text.trim()).toBe(stdout.replace(/ in [^·]+ ·/, ' ·').trim())
  })

  test('stands still when it is paused, goes on decision by decision, and as fast as keys say', async () => {
    const terminal = PseudoTerminal.start(play('--speed', '1'))
    // The first event has ended.
    await terminal.until('00:00:01.')
    terminal.type(' ')
    await terminal.until('1x paused')
    terminal.type('.')
    await terminal.until('00:01:00.000')
    expect(terminal.text).toMatch(/^ 2 ─+▶ 0 ─+▶ 1 of 1,000 ─+▶ 1$/m)
    terminal.type('\x1b[C')
    await terminal.until('00:01:00.100')
    terminal.type('++-')
    await terminal.until('2x paused')
    const { text } = terminal
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(terminal.text).toBe(text)
    terminal.type('+++++++++++++ ')
    await terminal.until('every event has ended')
    terminal.type('q')
    expect(await terminal.left).toEqual({ code: 0, isRestored: true })
  })

  test('can be left before its end: the report says how far it came', async () => {
    const terminal = PseudoTerminal.start(play())
    await terminal.until('playing')
    terminal.type('q')
    expect(await terminal.left).toEqual({ code: 0, isRestored: true })
    await terminal.until(/stopped at 00:00:\d\d of 10 m/)
  })

  test.each([
    ['Ctrl-C', 130, (terminal: PseudoTerminal) => terminal.type('\x03')],
    ['SIGTERM while it is paused', 143, (terminal: PseudoTerminal) => terminal.type(' ').signal('SIGTERM')],
  ])('gives the terminal back after %s', async (_, code, end) => {
    const terminal = PseudoTerminal.start(play())
    await terminal.until('playing')
    end(terminal)
    expect(await terminal.left).toEqual({ code, isRestored: true })
    await terminal.until('stopped at')
    expect([terminal.isNormal, terminal.hasCursor]).toEqual([true, true])
  })

  test('gives the terminal to the shell on Ctrl-Z, and takes it again when it is called back', async () => {
    const terminal = PseudoTerminal.shell(play())
    await terminal.until('playing')
    terminal.type('\x1a')
    await terminal.until('Stopped')
    expect([terminal.isNormal, terminal.hasCursor]).toEqual([true, true])
    terminal.type('stty -a\r')
    await terminal.until(/ icanon .* echo /)
    terminal.type('fg\r')
    await terminal.until('playing')
    expect([terminal.isNormal, terminal.hasCursor]).toEqual([false, false])
    terminal.type('q')
    await terminal.until('stopped at')
    terminal.type('echo code-$?\r')
    await terminal.until('code-0')
    terminal.type('exit\r')
    await terminal.left
  })

  test('gives the terminal back when the program fails, and says why where it can be read', async () => {
    const file = join(ROOT, 'src/cli/full-screen.ts')
    const terminal = PseudoTerminal.module(`
      import { FullScreen } from ${JSON.stringify(file)}
      const full = new FullScreen({ onKey() { throw new Error('it failed') }, onRefresh() {} })
      full.screen.draw(['drawn'])
    `)
    await terminal.until('drawn')
    expect([terminal.isNormal, terminal.hasCursor]).toEqual([false, false])
    terminal.type('x')
    expect(await terminal.left).toEqual({ code: 1, isRestored: true })
    await terminal.until('Error: it failed')
    expect([terminal.isNormal, terminal.hasCursor]).toEqual([true, true])
  })

  test('goes on where nobody may stop it', async () => {
    // The command alone in its session: no shell would wake it up, and the system does not stop it.
    const terminal = PseudoTerminal.start(play())
    await terminal.until('playing')
    terminal.type('\x1a')
    await terminal.until(() => terminal.output.split(HIDE_CURSOR).length === 3)
    await terminal.until('playing')
    terminal.type('q')
    expect(await terminal.left).toEqual({ code: 0, isRestored: true })
  })

  test('is drawn anew in another size', async () => {
    const terminal = PseudoTerminal.start(play('--speed', '1'))
    await terminal.until('accepted   queue')
    terminal.resize(40, 20)
    await terminal.until('retry wait')
    await terminal.until('back-off')
    for (const line of terminal.text.split('\n')) expect(line.length).toBeLessThanOrEqual(40)
    expect(terminal.text).not.toContain('accepted   queue')
    terminal.type('q')
    expect(await terminal.left).toEqual({ code: 0, isRestored: true })
  })

  test('has neither colours nor other signs than ASCII where these are not wanted', async () => {
    const plain = PseudoTerminal.start(play(), { env: { NO_COLOR: '1', LANG: 'C' } })
    await plain.until('playing')
    expect(plain.output).toMatch(/10x playing/)
    expect(plain.output).toMatch(/^\p{ASCII}+$/u)
    plain.type('q')
    await plain.left
    const painted = PseudoTerminal.start(play())
    await painted.until('playing')
    expect(painted.output).toContain('\x1b[36mplaying')
    painted.type('q')
    await painted.left
  })
})

test('a run cannot be watched where nothing can be drawn: the message names what can be done instead', async () => {
  const file = `${directory(FILES)}/small.yaml`
  const { code, stdout, stderr } = await execute(['play', '--terminal', file])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toBe(
    `asyncinvoke: --terminal: expected a terminal to draw on, got a file or a pipe; asyncinvoke run ${file} prints its report anywhere\n`,
  )
})

test.each([
  [['--terminal'], '--terminal: expected the FILE of a scenario'],
  [['--speed', '5'], '--speed: expected together with --terminal only'],
  [['--terminal', '--no-open', 'any.yaml'], "option '--terminal' cannot be used with option '--no-open'"],
  [
    ['--terminal', 'src/playground/lessons/01-first-retry.yaml'],
    '--terminal: expected a scenario, and src/playground/lessons/01-first-retry.yaml is a lesson: asyncinvoke play src/playground/lessons/01-first-retry.yaml opens it',
  ],
])('play %j is refused', async (words, message) => {
  const { code, stderr } = await execute(['play', ...words], { cwd: ROOT })
  expect({ code, stderr }).toEqual({ code: 2, stderr: `asyncinvoke: ${message}\n` })
})

test.skipIf(!hasTerminals)('a terminal that moves no cursor is refused', async () => {
  const terminal = PseudoTerminal.start(play(), { env: { TERM: 'dumb' } })
  expect((await terminal.left).code).toBe(2)
  expect(terminal.output).toContain('got TERM=dumb')
})

test('a speed is a whole number from 1 to 10,000', () => {
  expect(['1', '10000'].map(speed)).toEqual([1, 10_000])
  for (const text of ['0', '10001', '2.5', '1e3', 'fast', ''])
    expect(() => speed(text)).toThrow('expected a whole number from 1 to 10000')
})
