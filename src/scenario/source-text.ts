import {
  type Alias,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml'
import { jsonFault } from './json-syntax.ts'
import { formatPath, type Problem } from './problem.ts'

/** A place in data: keys of maps and indexes of lists, from the top. */
export type DataPath = readonly PropertyKey[]

/** Where problems of data are: a written file knows, an object handed over in code does not. */
export interface Places {
  /** A problem at a value, or at its key; where nothing stands, at the nearest thing around it. */
  problem(path: DataPath, message: string, options?: { severity?: Problem['severity']; at?: 'key' | 'value' }): Problem
}

/** For data without a text: only the path is known. */
export const NO_PLACES: Places = {
  problem: (path, message, { severity = 'error' } = {}) => ({ severity, path: formatPath(path), message }),
}

/** A YAML file, or where its name ends in `.json` a JSON file (JSON is YAML), as data, with the places of everything in it. */
export class SourceText implements Places {
  /** What the text says; undefined where it does not parse. */
  readonly data: unknown
  /** Problems of the notation: syntax, duplicate keys, unknown anchors. */
  readonly problems: readonly Problem[]
  private readonly file: string
  private readonly lines = new LineCounter()
  private readonly text: string
  private readonly document: ReturnType<typeof parseDocument>

  /** @param file the name that problems carry */
  constructor(text: string, file: string) {
    this.file = file
    // A byte order mark is no character of the first line.
    this.text = text.replace(/^\uFEFF/, '')
    this.document = parseDocument(this.text, { lineCounter: this.lines, prettyErrors: false, merge: true })
    const problems = this.document.errors.map(({ message, pos }) => this.at(pos[0], [], sentence(message)))
    const fault = /\.json$/i.test(file) ? jsonFault(this.text) : undefined
    // What is no JSON is told of once, and as such; what JSON would take, such as a key twice, the parser tells of.
    if (fault) problems.splice(0, Number.POSITIVE_INFINITY, this.at(fault.offset, [], fault.message))
    if (problems.length === 0) {
      try {
        this.data = this.document.toJS()
      } catch (error) {
        // Anchors that are not there, or that multiply beyond measure, show only now.
        if (!(error instanceof Error)) throw error
        problems.push(this.at(this.aliasOffset(error.message), [], sentence(error.message)))
      }
    }
    this.problems = problems
  }

  problem(
    path: DataPath,
    message: string,
    { severity = 'error', at = 'value' }: { severity?: Problem['severity']; at?: 'key' | 'value' } = {},
  ): Problem {
    return { ...this.at(this.offsetOf(path, at), path, message), severity }
  }

  private at(offset: number, path: DataPath, message: string): Problem {
    const { line, col } = this.lines.linePos(offset)
    const start = this.lines.lineStarts[line - 1] ?? 0
    const [snippet] = this.text.slice(start).split(/\r?\n/, 1)
    return { severity: 'error', path: formatPath(path), message, file: this.file, line, column: col, snippet }
  }

  /** Where the value of a path, or its key, begins; where it is missing, the thing that should hold it. */
  private offsetOf(path: DataPath, at: 'key' | 'value'): number {
    let node: Node | null | undefined = this.document.contents
    let offset = node?.range?.[0] ?? 0
    for (const [depth, key] of path.entries()) {
      const holder: Node | null | undefined = isAlias(node) ? this.resolve(node) : node
      const pair: Pair<Node, Node | null> | undefined = isMap(holder)
        ? this.pairOf(holder.items, String(key))
        : undefined
      const item: Node | null | undefined = isSeq(holder)
        ? (holder.items[Number(key)] as Node | undefined)
        : pair?.value
      const start = pair ?? item
      if (!start) return offset
      const keyOffset = pair?.key.range?.[0] ?? offset
      offset = item?.range && (at === 'value' || depth < path.length - 1 || !pair) ? item.range[0] : keyOffset
      // An empty value has a place after its key's colon, where nobody looks.
      if (pair && isScalar(item) && item.range?.[0] === item.range?.[1]) offset = keyOffset
      node = item
    }
    return offset
  }

  private pairOf(items: readonly unknown[], key: string): Pair<Node, Node | null> | undefined {
    const pairs = items.filter((item) => isPair<Node, Node | null>(item)) as Pair<Node, Node | null>[]
    const own = pairs.find((pair) => isScalar(pair.key) && String(pair.key.value) === key)
    if (own) return own
    for (const pair of pairs) {
      if (!isScalar(pair.key) || (pair.key.value !== '<<' && typeof pair.key.value !== 'symbol')) continue
      const merged = isAlias(pair.value) ? this.resolve(pair.value) : pair.value
      const found = isMap(merged) ? this.pairOf(merged.items, key) : undefined
      if (found) return found
    }
    return undefined
  }

  private resolve(alias: Alias): Node | undefined {
    return alias.resolve(this.document)
  }

  private aliasOffset(message: string): number {
    const name = /: (\S+)$/.exec(message)?.[1]
    return name === undefined ? 0 : Math.max(0, this.text.indexOf(`*${name}`))
  }
}

/** The parser's message as one line that begins like the others. */
function sentence(message: string): string {
  const line = message.split('\n', 1)[0]!.replace(/:$/, '')
  return line.charAt(0).toLowerCase() + line.slice(1)
}
