import { expect, test } from 'vitest'
import { Keyboard, type KeyStream } from '../../src/cli/keyboard.ts'
import { type ScreenStream, TerminalScreen } from '../../src/cli/terminal-screen.ts'

/** A terminal that keeps what is written, and takes no more once it is slow. */
function terminal() {
  const written: string[] = []
  const waiting: (() => void)[] = []
  const state = { isSlow: false }
  const stream = {
    columns: 80,
    rows: 24,
    write: (text: string) => written.push(text) > 0 && !state.isSlow,
    once: (_: string, listener: () => void) => waiting.push(listener),
  } as unknown as ScreenStream
  const catchUp = () => {
    state.isSlow = false
    for (const listener of waiting.splice(0)) listener()
  }
  return { screen: new TerminalScreen(stream), written, state, catchUp }
}

test('a frame writes the lines that changed, and nothing where none did', () => {
  const { screen, written } = terminal()
  screen.open()
  screen.draw(['a', 'b', 'c'])
  written.length = 0
  screen.draw(['a', 'B', 'c'])
  screen.draw(['a', 'B', 'c'])
  expect(written).toEqual(['\x1b[2;1H\x1b[2KB'])
})

test('while a terminal is slow, frames are left out; the next one has all that has changed since', () => {
  const { screen, written, state, catchUp } = terminal()
  screen.open()
  state.isSlow = true
  expect(screen.draw(['a', 'b'])).toBe(true)
  expect(screen.draw(['A', 'b'])).toBe(false)
  expect(screen.draw(['AA', 'b'])).toBe(false)
  catchUp()
  written.length = 0
  expect(screen.draw(['AA', 'b'])).toBe(true)
  expect(written).toEqual(['\x1b[1;1H\x1b[2KAA'])
})

test('a screen is given back once, and takes no frame afterwards', () => {
  const { screen, written } = terminal()
  screen.open()
  written.length = 0
  screen.close()
  screen.close()
  expect(screen.draw(['a'])).toBe(false)
  expect(written).toEqual(['\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l'])
})

test('after it was taken again, or has another size, all is drawn anew', () => {
  const { screen, written } = terminal()
  for (const renew of [() => screen.open(), () => screen.clear()]) {
    screen.open()
    screen.draw(['a', 'b'])
    renew()
    written.length = 0
    screen.draw(['a', 'b'])
    expect(written.join('')).toBe('\x1b[1;1H\x1b[2Ka\x1b[2;1H\x1b[2Kb')
  }
})

test('a terminal that does not say its size has 80 columns and 24 rows', () => {
  expect(new TerminalScreen({ columns: 0, rows: 0 } as unknown as ScreenStream).size).toEqual({ columns: 80, rows: 24 })
})

test('keys that come at once are told one by one, an arrow as one', () => {
  const keys: string[] = []
  let press = (_: string) => {}
  const stream = {
    isTTY: true,
    on: (_: string, listener: (data: string) => void) => {
      press = listener
    },
    off() {},
    resume() {},
    pause() {},
    setEncoding() {},
    setRawMode() {},
  } as unknown as KeyStream
  new Keyboard(stream, (key) => keys.push(key)).open()
  press(' +\x1b[C\x1bOC.\x1b[1;5C\x03é\n')
  expect(keys).toEqual([' ', '+', '\x1b[C', '\x1bOC', '.', '\x1b[1;5C', '\x03', 'é', '\n'])
})
