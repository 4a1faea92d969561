import { describe, expect, it } from 'vitest'
import { SHORTCUTS, shortcutOf } from '../../../src/playground/controls/shortcut.ts'
import { spanMs } from '../../../src/playground/controls/span.ts'
import { nextSpeed, SPEEDS, speedPlace, speedText } from '../../../src/playground/controls/speed.ts'
import { STEPS, stepPlace } from '../../../src/playground/controls/steps.ts'
import type { Playback } from '../../../src/playground/playback/playback.ts'
import { anyKnob } from '../../../src/playground/setup/knob.ts'

const press = (key: string, more = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  defaultPrevented: false,
  ...more,
})
const PAGE = { tag: 'body', kind: '' }

describe('the keys of the page', () => {
  it('each do one thing', () => {
    for (const [name, { keys }] of Object.entries(SHORTCUTS))
      for (const key of keys) expect([key, shortcutOf(press(key), PAGE)]).toEqual([key, name])
    expect(shortcutOf(press('x'), PAGE)).toBeUndefined()
  })

  it('are the same as capitals, which is how they are shown', () => {
    for (const sign of ['E', 'O'])
      expect(shortcutOf(press(sign), PAGE)).toBe(shortcutOf(press(sign.toLowerCase()), PAGE))
    expect(shortcutOf(press('E'), PAGE)).toBe('send')
  })

  it('rest while somebody types', () => {
    const typed = [
      { tag: 'textarea', kind: '' },
      { tag: 'input', kind: 'text' },
      { tag: 'input', kind: 'number' },
      { tag: 'select', kind: '' },
      { tag: 'div', kind: 'textbox' },
    ]
    for (const focused of typed)
      for (const key of [' ', '.', 'e', '?', 'ArrowLeft']) expect(shortcutOf(press(key), focused)).toBeUndefined()
  })

  it.each([
    [' ', 'button', '', undefined],
    ['.', 'button', '', 'step'],
    [' ', 'input', 'checkbox', undefined],
    ['ArrowRight', 'input', 'range', undefined],
    ['Home', 'input', 'range', undefined],
    [' ', 'input', 'range', 'play'],
    ['ArrowRight', 'input', 'radio', undefined],
    ['ArrowLeft', 'canvas', 'application', undefined],
    ['ArrowLeft', 'button', '', 'back'],
  ])('leave %j to a %s %s that needs it', (key, tag, kind, expected) => {
    expect(shortcutOf(press(key), { tag, kind })).toBe(expected)
  })

  it('leave the browser its own', () => {
    for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { defaultPrevented: true }])
      expect(shortcutOf(press('e', more), PAGE)).toBeUndefined()
  })
})

describe('the scale of speeds', () => {
  it('reaches from 1 to 10,000 in steps that read well', () => {
    expect([SPEEDS[0], SPEEDS.at(-1)]).toEqual([1, 10_000])
    expect([1, 10, 60, 300, 3_600, 10_000].map(speedText)).toEqual([
      'real time',
      '10 s a second',
      '1 min a second',
      '5 min a second',
      '1 h a second',
      '3 h a second',
    ])
  })

  it('has a place for each speed, and goes step by step to its ends', () => {
    expect(SPEEDS.map(speedPlace)).toEqual([...SPEEDS.keys()])
    expect([speedPlace(40), nextSpeed(40, 1), nextSpeed(40, -1)]).toEqual([5, 60, 30])
    expect([nextSpeed(1, -1), nextSpeed(10_000, 1)]).toEqual([1, 10_000])
  })
})

describe('sliders', () => {
  it('have only values that their knobs take', () => {
    for (const [name, steps] of Object.entries(STEPS)) {
      const knob = anyKnob(name as keyof typeof STEPS)
      expect(steps.map((step) => knob.parse(knob.format(step)))).toEqual([...steps])
      expect(steps.map((step) => stepPlace(steps, step))).toEqual([...steps.keys()])
    }
  })
})

describe('an axis of time', () => {
  it('ends at a length that reads well, after the run length and after what has run', () => {
    const at = (runLengthMs: number, reachedMs: number, isOver = false) =>
      spanMs({ scenario: { runLengthMs }, isOver } as Playback, reachedMs) / 60_000
    expect([at(0, 0), at(600_000, 0), at(600_000, 600_000), at(600_000, 600_000, true)]).toEqual([1, 10, 15, 10])
    expect([at(0, 3_700_000), at(0, 400 * 86_400_000, true)]).toEqual([120, 576_000])
  })
})
