import type { SchemaNode, SchemaTree } from './schema-node.ts'

/**
 * A field of the schema. Its path is written from the scenario, `functions.*.arrivals[].poisson`, where `*` stands for any
 * name and `[]` for any place in a list; or from the definition that it is in, `#model.errors`, as one definition may be
 * used in many places.
 */
export interface Field {
  readonly path: string
  /** Path of the map that it is in: `functions.*.arrivals[]`. */
  readonly holder: string
  /** As it stands there: it may refer to a definition. */
  readonly node: SchemaNode
  readonly isRequired: boolean
  /** The fields of its map of which there is exactly one, where it is one of them; otherwise none. */
  readonly alternatives: readonly string[]
}

/** Whether a field is directly in the value at a path: in the map that it is, or in one of its list or of its names. */
export function isWithin({ holder }: Field, path: string): boolean {
  return holder.startsWith(path) && /^(?:\[\]|\.?\*)*$/.test(holder.slice(path.length))
}

/** All fields: those of the scenario, then those of each definition, in the order of the schema. */
export function fieldsOf(tree: SchemaTree): Field[] {
  const found = [
    ...fieldsBelow(tree.root, ''),
    ...Object.entries(tree.definitions).flatMap(([name, node]) => fieldsBelow(node, `#${name}`)),
  ]
  // A field that several alternatives of a map have counts once.
  return [...new Map(found.toReversed().map((field) => [field.path, field])).values()].toReversed()
}

/** The fields within a node at a path, and those within them; where a definition begins it ends. */
function fieldsBelow(node: SchemaNode, path: string): Field[] {
  return fieldsIn(node, path).flatMap((field) => [field, ...fieldsBelow(field.node, field.path)])
}

/** The fields directly within a node: of the map that it is, of the maps in its list or under its names, of each alternative. */
function fieldsIn(node: SchemaNode, path: string): Field[] {
  return mapsIn(node, path).flatMap(({ map, path: holder, isOnly }) => {
    const alternatives = (map.oneOf ?? []).flatMap(({ required = [] }) => required)
    return Object.entries(map.properties ?? {}).map(([name, field]) => ({
      path: holder === '' ? name : `${holder}.${name}`,
      holder,
      node: field,
      isRequired: isOnly && (map.required?.includes(name) ?? false),
      alternatives: alternatives.includes(name) ? alternatives : [],
    }))
  })
}

/** The maps with fields of their own that a value can be or hold, without a field in between. */
function mapsIn(node: SchemaNode, path: string): { map: SchemaNode; path: string; isOnly: boolean }[] {
  const elements = [...(node.prefixItems ?? []), ...(typeof node.items === 'object' ? [node.items] : [])]
  const named = typeof node.additionalProperties === 'object' ? [node.additionalProperties] : []
  const alternatives = node.anyOf ?? []
  // What one of several forms of a map needs is not needed in another.
  const isOnly = alternatives.filter(({ type }) => type === 'object').length === 1
  return [
    ...(node.properties ? [{ map: node, path, isOnly: true }] : []),
    ...named.flatMap((each) => mapsIn(each, path === '' ? '*' : `${path}.*`)),
    ...elements.flatMap((each) => mapsIn(each, `${path}[]`)),
    ...alternatives.flatMap((each) => mapsIn(each, path)).map((each) => ({ ...each, isOnly: each.isOnly && isOnly })),
  ]
}

/**
 * The forms that a value may have, as words: `text`, `a map`, the words of a choice. A notation, such as that of durations, is
 * one form.
 */
export function formsOf(tree: SchemaTree, node: SchemaNode): { label: string; node: SchemaNode }[] {
  const name = tree.nameOf(node)
  if (name !== undefined) {
    const definition = tree.definitions[name]!
    return isNotation(definition) ? [{ label: name, node }] : formsOf(tree, definition)
  }
  if (isWrittenDuration(tree, node)) return [{ label: 'duration', node }]
  if (node.enum) return node.enum.map((word) => ({ label: String(word), node: { const: word } }))
  if (node.const !== undefined) return [{ label: String(node.const), node }]
  if (node.anyOf) return node.anyOf.flatMap((each) => formsOf(tree, each))
  const keys = node.properties && node.required ? ` with ${node.required.join(', ')}` : ''
  return [{ label: `${node.type ?? 'any'}${keys}`, node }]
}

/** Whether a definition is a way of writing one value, such as a duration, and no map or list. */
export function isNotation(definition: SchemaNode): boolean {
  const all = [definition, ...(definition.anyOf ?? [])]
  return all.every(({ type, $ref }) => $ref === undefined && type !== 'object' && type !== 'array')
}

/** Whether a node is written like a duration without referring to it, as one with a range of its own is. */
export function isWrittenDuration(tree: SchemaTree, { anyOf }: SchemaNode): boolean {
  const pattern = tree.definitions.duration?.anyOf?.[0]?.pattern
  return pattern !== undefined && anyOf?.[0]?.pattern === pattern
}
