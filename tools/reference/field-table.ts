import { type Field, isWithin } from './field.ts'
import type { SchemaTree } from './schema-node.ts'
import { code, type ValueTexts } from './value-text.ts'

/** Fields as a table in Markdown, and which they are. */
export interface FieldTable {
  readonly lines: readonly string[]
  readonly fields: readonly Field[]
}

const HEAD = ['| key | value | default | meaning |', '| --- | --- | --- | --- |']

/**
 * The fields at a path, and those of the maps in them; but not those of a map that has a place of its own, and at the top
 * of a scenario those of no map.
 *
 * @param path of the map or of the definition that the table is about; empty for the top of a scenario
 */
export function fieldTable(
  all: readonly Field[],
  path: string,
  hasOwnPlace: (holder: string) => boolean,
  tree: SchemaTree,
  values: ValueTexts,
): FieldTable {
  const below = (place: string): Field[] =>
    all
      .filter((field) => isWithin(field, place) && (place === path || !hasOwnPlace(field.holder)))
      .flatMap((field) => [field, ...(path === '' ? [] : below(field.path))])
  const fields = below(path)
  const rows = fields.map((field) => {
    const key = code(path === '' ? field.path : field.path.slice(path.length).replace(/^\./, ''))
    return [key, values.of(field.node, field.path), defaultOf(tree, field), descriptionOf(tree, field).text]
  })
  const [choice] = fields.filter((field) => isWithin(field, path)).map(({ alternatives }) => alternatives)
  const lead = choice?.length ? [`Exactly one of ${choice.map(code).join(', ')}.`, ''] : []
  const lines = rows.map((cells) => `| ${cells.map(escaped).join(' | ')} |`.replaceAll(/ {2,}(?=\|)/g, ' '))
  return { lines: [...lead, ...HEAD, ...lines], fields }
}

function defaultOf(tree: SchemaTree, field: Field): string {
  const { node, isRequired } = field
  if (isRequired) return 'required'
  const { leftOut } = descriptionOf(tree, field)
  if (leftOut !== undefined) return leftOut
  const [standard] = [node, ...(node.anyOf ?? [])].flatMap((each) => (each.default === undefined ? [] : [each.default]))
  if (standard === undefined) return ''
  return Array.isArray(standard) && standard.length === 0 ? 'none' : code(standard)
}

/** A description says in words what holds where a field is left out, if no value can: `Left out: the run length.` */
function descriptionOf(tree: SchemaTree, { node }: Field): { text: string; leftOut: string | undefined } {
  const description = node.description ?? tree.resolve(node).description ?? ''
  const leftOut = / ?\bLeft out: ([^.]+)\.$/.exec(description)
  return { text: leftOut ? description.slice(0, leftOut.index) : description, leftOut: leftOut?.[1] }
}

/** Text for a cell: a bar would end it. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|')
}
