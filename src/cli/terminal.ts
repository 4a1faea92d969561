import picocolors from 'picocolors'
import { ASCII, type Style, UNICODE, WIDTH } from '../report/style.ts'

/** What is to be known of a stream: whether it is a terminal, and how many columns that has. */
interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
}

/** Columns that a sentence gets at least. */
const NARROWEST = 30

type Environment = Readonly<Record<string, string | undefined>>

/** How to write to a stream: with colours where it shows them, in ASCII where the locale says so. */
export function styleFor(stream: Stream, environment: Environment): Style {
  return {
    colours: picocolors.createColors(showsColours(stream, environment)),
    glyphs: isUtf8(environment) ? UNICODE : ASCII,
    width: widthOf(stream),
  }
}

/** As a terminal is wide, within reason: sentences of a word a line help nobody, nor do lines across a whole screen. */
function widthOf({ isTTY, columns }: Stream): number {
  return isTTY && columns ? Math.min(WIDTH, Math.max(NARROWEST, columns)) : WIDTH
}

/** `NO_COLOR` and `FORCE_COLOR` decide (no-color.org, force-color.org), then whether it is a terminal that has colours. */
function showsColours(stream: Stream, { NO_COLOR, FORCE_COLOR, TERM }: Environment): boolean {
  if (NO_COLOR) return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return stream.isTTY === true && TERM !== 'dumb'
}

/** The first of the locale's variables that is set decides, as in POSIX. Where none is, UTF-8: a container has no locale. */
function isUtf8({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG
  return !locale || /utf-?8/i.test(locale)
}
