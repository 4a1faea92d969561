import { scenarioJsonSchema } from '../../src/scenario/schema/scenario.ts'
import { type Field, fieldsOf } from './field.ts'
import { fieldTable } from './field-table.ts'
import { SchemaTree } from './schema-node.ts'
import { ValueTexts } from './value-text.ts'

/** A page with its tables made anew. */
export interface WovenPage {
  readonly text: string
  /** Why the page is not complete: one line each, with what to do. */
  readonly problems: readonly string[]
}

/** The page of the scenario file, from the root. */
export const SCENARIO_PAGE = 'docs/reference/scenario.md'
/** What another page describes. */
export const ELSEWHERE = { options: 'options.md' }

const START = /^<!-- schema: (.+) -->$/
const END = '<!-- end -->'
/** How a page names the top of a scenario. */
const TOP = 'scenario'

/** A part of a page that is made from the schema. */
interface Region {
  readonly path: string
  readonly start: number
  readonly end: number
  /** Anchor of the heading above. */
  readonly anchor: string
}

/**
 * Makes the tables of a page anew from the schema of scenario files. Between `<!-- schema: functions.*.model -->` and
 * `<!-- end -->` stands the table of the fields at that path (`scenario` is the top, `#model` a definition); all other lines are
 * kept.
 *
 * @param elsewhere pages by the path of the part of the schema that they describe
 */
export function weave(
  page: string,
  elsewhere: Readonly<Record<string, string>>,
  schema: object = scenarioJsonSchema(),
): WovenPage {
  const tree = new SchemaTree(schema)
  const all = fieldsOf(tree)
  const lines = page.split('\n')
  const regions = regionsOf(lines)
  const linkOf = (path: string) => elsewhere[path] ?? regions.find((region) => region.path === path)?.anchor
  const values = new ValueTexts(tree, linkOf)
  const shown = new Set(all.filter(({ holder }) => beginsWith(holder, Object.keys(elsewhere))).map(({ path }) => path))
  const problems: string[] = []
  for (const { path, start, end } of regions.toReversed()) {
    const table = fieldTable(all, path, (holder) => linkOf(holder) !== undefined, tree, values)
    if (table.fields.length === 0) problems.push(`line ${start + 1}: the schema has no fields at ${path || TOP}`)
    for (const field of table.fields) shown.add(field.path)
    lines.splice(start + 1, end - start - 1, '', ...table.lines, '')
  }
  return { text: lines.join('\n'), problems: [...problems.toReversed(), ...missing(all, shown)] }
}

/** The regions of a page, in order. */
function regionsOf(lines: readonly string[]): Region[] {
  return lines.flatMap((line, start) => {
    const path = START.exec(line)?.[1]
    if (path === undefined) return []
    const end = lines.indexOf(END, start)
    if (end < 0) throw new RangeError(`line ${start + 1}: expected ${END} after ${line}, got none`)
    const heading = lines.slice(0, start).findLast((each) => /^#+ /.test(each)) ?? ''
    return [{ path: path === TOP ? '' : path, start, end, anchor: anchorOf(heading) }]
  })
}

/** One line for each map of which fields are in no table. */
function missing(all: readonly Field[], shown: ReadonlySet<string>): string[] {
  const holders = new Map<string, string[]>()
  for (const { path, holder } of all) {
    if (shown.has(path)) continue
    // Maps within a map that is not there need nothing of their own.
    const outer = [...holders.keys()].find((each) => beginsWith(holder, [each]))
    holders.set(outer ?? holder, [...(holders.get(outer ?? holder) ?? []), path])
  }
  return [...holders].map(([holder, paths]) => {
    const marker = `<!-- schema: ${holder || TOP} -->`
    return `no table has ${paths.join(', ')}: write a heading, a sentence and the lines ${marker} and ${END}, then run npm run docs`
  })
}

function beginsWith(path: string, starts: readonly string[]): boolean {
  return starts.some(
    (start) => path === start || (start !== '' && /^[.[]/.test(path.slice(start.length)) && path.startsWith(start)),
  )
}

/** The address of a heading, as GitHub makes it. */
function anchorOf(heading: string): string {
  const text = heading.replace(/^#+ /, '').toLowerCase()
  return `#${text
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')}`
}
