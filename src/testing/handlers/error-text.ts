import { inspect } from 'node:util'

const FRAME = /^\s+at (?:.*\()?(?:file:\/\/)?([^()]+?):(\d+)(?::\d+)?\)?$/

/**
 * Where the harness itself stands: its frames are nobody's own code. From a stack and not from `import.meta`, which is not
 * there where a test runner compiles this to CommonJS. Undefined where somebody has changed what a stack looks like.
 */
const OWN_FOLDER = FRAME.exec(new Error().stack?.split('\n')[1] ?? '')?.[1]?.replace(/[^\\/]*$/, '')
const LONGEST_TEXT = 200
const SHALLOW = { depth: 2, breakLength: Number.POSITIVE_INFINITY }

/** What was thrown, in one line, with its causes behind it: `TypeError: cannot read 'id' of undefined (Error: no answer)`. */
export function errorText(thrown: unknown): string {
  const text = textOf(thrown)
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line
}

/** @param causes how many levels of them are shown: an error may be a cause of itself */
function textOf(thrown: unknown, causes = 3): string {
  try {
    if (typeof (thrown as Partial<Error> | null)?.message !== 'string')
      return `${typeof thrown}: ${typeof thrown === 'string' ? thrown : inspect(thrown, SHALLOW)}`
    const { name, message, cause, errors } = thrown as Partial<AggregateError>
    const reasons = [...(Array.isArray(errors) ? errors : []), ...(cause === undefined ? [] : [cause])]
    return `${name ?? 'Error'}: ${message}${reasons.length > 0 && causes > 0 ? ` (${reasons.map((each) => textOf(each, causes - 1)).join('; ')})` : ''}`
  } catch {
    return `${typeof thrown}: it cannot be read`
  }
}

/** File and line of the user's code that threw: `charge.ts:12`; undefined where the error does not say. */
export function userFrame(thrown: unknown): string | undefined {
  const stack = stackOf(thrown)
  if (typeof stack !== 'string') return undefined
  for (const line of stack.split('\n')) {
    const frame = FRAME.exec(line)
    const path = frame?.[1]
    if (path === undefined || /node:|[\\/]node_modules[\\/]|<anonymous>/.test(path)) continue
    if (OWN_FOLDER !== undefined && path.startsWith(OWN_FOLDER)) return undefined
    return `${path.split(/[\\/]/).at(-1)}:${frame![2]}`
  }
  return undefined
}

function stackOf(thrown: unknown): unknown {
  try {
    return (thrown as Partial<Error> | undefined | null)?.stack
  } catch {
    return undefined
  }
}
