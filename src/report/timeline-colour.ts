/**
 * Colours of a timeline's picture, on light and on dark ground: those of Okabe and Ito, which colour-blind people tell
 * apart; a shape or a dash says the same.
 */
const PAIRS = {
  ground: ['#ffffff', '#16181c'],
  ink: ['#1a1a1a', '#ececec'],
  quiet: ['#5f6368', '#a4a9b0'],
  rule: ['#c4c7cb', '#4a4f57'],
  running: ['#0072b2', '#56b4e9'],
  retry: ['#d98200', '#e69f00'],
  backoff: ['#8a6d00', '#c9b458'],
  good: ['#007a5a', '#2bc79a'],
  bad: ['#c44f00', '#ff7f3f'],
} as const

/** The colours on light ground: they stand in the elements, because not all that shows a picture knows style sheets. */
export const COLOUR = Object.fromEntries(Object.entries(PAIRS).map(([name, [light]]) => [name, light])) as Readonly<
  Record<keyof typeof PAIRS, string>
>

/** The colours as properties of a style sheet: `--running: #0072b2`, for light and for dark ground. */
export const [LIGHT_PROPERTIES, DARK_PROPERTIES] = [0, 1].map((ground) =>
  Object.entries(PAIRS)
    .map(([name, pair]) => `--${name}: ${pair[ground]};`)
    .join(' '),
) as [string, string]

/** The name of a colour. */
export type ColourName = keyof typeof PAIRS

/** Rules that put the colour for dark ground in the place of each of the others. */
export const DARK_RULES = Object.values(PAIRS)
  .flatMap(([light, dark]) => ['fill', 'stroke'].map((kind) => `.timeline [${kind}="${light}"] { ${kind}: ${dark}; }`))
  .join('\n  ')
