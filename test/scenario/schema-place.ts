import type { DataPath } from '../../src/scenario/source-text.ts'
import { formsOf, isNotation } from '../../tools/reference/field.ts'
import type { SchemaNode, SchemaTree } from '../../tools/reference/schema-node.ts'

/** A value in a scenario and what the schema says of it. */
export interface SchemaPlace {
  readonly path: DataPath
  /** As fields are called, `functions.*.arrivals[].at`; of an element of a list with `[]` at its end, of a named one with `.*`. */
  readonly field: string
  readonly node: SchemaNode
  readonly value: unknown
}

/** Every value of a scenario, from the top to the leaves. */
export function placesOf(tree: SchemaTree, data: unknown): SchemaPlace[] {
  return placesIn(tree, tree.root, data, [], '')
}

/** The form of a field that a value has, as `formsOf` calls it: `options.queueing: fifo`. */
export function formOf(tree: SchemaTree, { node, field, value }: SchemaPlace): string {
  const form = formsOf(tree, node).find((each) => tree.accepts(each.node, value))
  return `${field}: ${form?.label}`
}

function placesIn(tree: SchemaTree, node: SchemaNode, value: unknown, path: DataPath, field: string): SchemaPlace[] {
  const own = { path, field, node, value }
  const form = formOfNode(tree, node, value, field)
  return [own, ...placesWithin(tree, form.node, value, path, form.holder)]
}

function placesWithin(
  tree: SchemaTree,
  node: SchemaNode,
  value: unknown,
  path: DataPath,
  holder: string,
): SchemaPlace[] {
  if (Array.isArray(value)) {
    return value.flatMap((each, index) => {
      const element = node.prefixItems?.[index] ?? node.items
      return typeof element === 'object' ? placesIn(tree, element, each, [...path, index], `${holder}[]`) : []
    })
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => {
    const own = node.properties && Object.hasOwn(node.properties, key) ? node.properties[key] : undefined
    const element = own ?? node.additionalProperties
    const name = own ? key : '*'
    const place = holder === '' ? name : `${holder}.${name}`
    return typeof element === 'object' ? placesIn(tree, element, each, [...path, key], place) : []
  })
}

/** The alternative that a value is of, with what the fields in it are called after: a definition, or the field itself. */
export function formOfNode(
  tree: SchemaTree,
  node: SchemaNode,
  value: unknown,
  holder: string,
): { node: SchemaNode; holder: string } {
  const name = tree.nameOf(node)
  if (name !== undefined) {
    const definition = tree.definitions[name]!
    return formOfNode(tree, definition, value, isNotation(definition) ? holder : `#${name}`)
  }
  const form = node.anyOf?.find((each) => tree.accepts(each, value))
  return form === undefined ? { node, holder } : formOfNode(tree, form, value, holder)
}
