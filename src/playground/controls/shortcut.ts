/** What a key does on the page. */
export interface Shortcut {
  /** As `KeyboardEvent.key` has it; the first one is shown. */
  readonly keys: readonly string[]
  /** How the key is written where it is no letter. */
  readonly sign: string
  readonly what: string
}

export const SHORTCUTS = {
  play: { keys: [' '], sign: 'Space', what: 'play or pause' },
  step: { keys: ['.'], sign: '.', what: 'go to the next decision' },
  back: { keys: ['ArrowLeft'], sign: '←', what: 'go back by what runs in five seconds' },
  on: { keys: ['ArrowRight'], sign: '→', what: 'go on by what runs in five seconds' },
  start: { keys: ['Home'], sign: 'Home', what: 'go back to the start' },
  faster: { keys: ['+', '='], sign: '+', what: 'faster' },
  slower: { keys: ['-'], sign: '−', what: 'slower' },
  send: { keys: ['e'], sign: 'E', what: 'send an event' },
  outage: { keys: ['o'], sign: 'O', what: 'begin or end an outage' },
  release: { keys: ['Escape'], sign: 'Esc', what: 'let go of the chosen event' },
  help: { keys: ['?'], sign: '?', what: 'show these keys' },
} as const satisfies Readonly<Record<string, Shortcut>>

export type ShortcutName = keyof typeof SHORTCUTS

/** What a key that is held down does once: the others go on as it repeats. */
export const ONCE: readonly ShortcutName[] = ['play', 'send', 'outage', 'help']

/** What of a key press decides, so that it can be asked without a browser. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly defaultPrevented: boolean
}

/** What has the focus, as far as it wants keys for itself. */
export interface Focused {
  /** Lower-case name of the element. */
  readonly tag: string
  /** Type of an input, else the role, else empty. */
  readonly kind: string
}

/** Inputs in which nothing can be typed. */
const UNTYPED = ['range', 'checkbox', 'radio', 'button', 'file', 'submit']

/** The shortcut of a key press; undefined where there is none, or what has the focus needs the key for itself. */
export function shortcutOf(press: KeyPress, { tag, kind }: Focused): ShortcutName | undefined {
  if (press.defaultPrevented || press.ctrlKey || press.metaKey || press.altKey) return undefined
  const isTyped =
    tag === 'textarea' || tag === 'select' || kind === 'textbox' || (tag === 'input' && !UNTYPED.includes(kind))
  if (isTyped) return undefined
  // Letters are shown as capitals, and are meant with and without Shift.
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  const names = Object.keys(SHORTCUTS) as ShortcutName[]
  const name = names.find((each) => (SHORTCUTS[each].keys as readonly string[]).includes(key))
  if (
    name === 'play' &&
    (['button', 'summary', 'a'].includes(tag) || ['checkbox', 'radio', 'switch', 'file'].includes(kind))
  )
    return undefined
  if (
    (name === 'back' || name === 'on' || name === 'start') &&
    ['range', 'radio', 'application', 'slider'].includes(kind)
  )
    return undefined
  return name
}
