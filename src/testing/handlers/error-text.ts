const FRAME = /^\s+at (?:.*\()?(?:file:\/\/)?([^()]+?):(\d+)(?::\d+)?\)?$/

/**
 * Where the harness itself stands: its frames are nobody's own code. From a stack and not from `import.meta`, which is not
 * there where a test runner compiles this to CommonJS. Undefined where somebody has changed what a stack looks like.
 */
const OWN_FOLDER = FRAME.exec(new Error().stack?.split('\n')[1] ?? '')?.[1]?.replace(/[^\\/]*$/, '')
const LONGEST_TEXT = 200

/** What was thrown, in one line: `TypeError: cannot read 'id' of undefined`. */
export function errorText(thrown: unknown): string {
  const text = textOf(thrown)
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line
}

function textOf(thrown: unknown): string {
  try {
    const { name, message } = (thrown ?? {}) as Partial<Error>
    return typeof message === 'string' ? `${name ?? 'Error'}: ${message}` : `${typeof thrown}: ${String(thrown)}`
  } catch {
    return `${typeof thrown}: it cannot be read`
  }
}

/** File and line of the user's code that threw: `charge.ts:12`; undefined where the error does not say. */
export function userFrame(thrown: unknown): string | undefined {
  const { stack } = (thrown ?? {}) as Partial<Error>
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
