import { isCollection, isMap, isNode, isPair, type Node, parseDocument } from 'yaml'
import type { DataPath } from '../../src/scenario/source-text.ts'
import type { SchemaNode, SchemaTree } from '../../tools/reference/schema-node.ts'
import { formOfNode, type SchemaPlace } from './schema-place.ts'

/** A scenario with one mistake in it, and where it is. */
export interface Mutation {
  readonly what: string
  readonly text: string
  readonly path: DataPath
  /** Counted from 1. */
  readonly line: number
  readonly column: number
}

const UNKNOWN_KEY = 'no such key!'
const VALUES = ['no such value!', '', -1, 0.5, 1e300, true, null]

/** The text of a scenario, YAML or JSON, with a mistake at a place: each wrong value, and each key that may not be there. */
export function mutationsOf(tree: SchemaTree, text: string, place: SchemaPlace): Mutation[] {
  const node = nodeAt(text, place.path)
  const wrong = wrongValues(tree, place.node).map((value) => replaced(text, node, place.path, value))
  const key = isMap(node) && hasKnownKeys(tree, place) ? [withKey(text, node, place.path)] : []
  return [...wrong, ...key]
}

/** Values that a field may not have: of another kind, or out of its range. What is inside of a list or a map is another place. */
function wrongValues(tree: SchemaTree, node: SchemaNode): unknown[] {
  const bounds = boundsOf(tree, node)
  const collections = [[], {}].filter((each) => !takesKind(tree, node, each))
  return [...new Set([...VALUES, ...bounds, ...collections])].filter((value) => !tree.accepts(node, value))
}

/** Numbers just beyond those that may be. */
function boundsOf(tree: SchemaTree, node: SchemaNode): number[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, anyOf = [] } = tree.resolve(node)
  const own = [
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [maximum + 1]),
    ...(exclusiveMinimum === undefined ? [] : [exclusiveMinimum]),
    ...(exclusiveMaximum === undefined ? [] : [exclusiveMaximum]),
  ]
  return [...own, ...anyOf.flatMap((each) => boundsOf(tree, each))]
}

/** Whether some list, or some map, may stand there. */
function takesKind(tree: SchemaTree, node: SchemaNode, value: object): boolean {
  const { type, anyOf, $ref } = node
  if ($ref !== undefined) return takesKind(tree, tree.resolve(node), value)
  if (anyOf) return anyOf.some((each) => takesKind(tree, each, value))
  return type === undefined || type === (Array.isArray(value) ? 'array' : 'object')
}

/** Whether a key that is made up is wrong in the map at a place. */
function hasKnownKeys(tree: SchemaTree, { node, value, field }: SchemaPlace): boolean {
  const { additionalProperties, propertyNames } = formOfNode(tree, node, value, field).node
  return additionalProperties === false || (propertyNames !== undefined && !tree.accepts(propertyNames, UNKNOWN_KEY))
}

function nodeAt(text: string, path: DataPath): Node {
  const document = parseDocument(text)
  const node = path.length === 0 ? document.contents : document.getIn(path, true)
  if (!isNode(node)) throw new Error(`nothing stands at ${path.join('.')}`)
  return node
}

function replaced(text: string, node: Node, path: DataPath, value: unknown): Mutation {
  const [start, end] = node.range!
  // A block ends in front of the line feed that closes it.
  const rest = isCollection(node) ? text.slice(0, end).trimEnd().length : end
  const written = JSON.stringify(value)
  return placed(`${written} for ${text.slice(start, rest)}`, text, start, rest, written, path)
}

function withKey(text: string, node: Node, path: DataPath): Mutation {
  if (!isMap(node)) throw new Error(`expected a map at ${path.join('.')}`)
  const key = `${JSON.stringify(UNKNOWN_KEY)}: {}`
  const [start] = node.range!
  const isFlow = text[start] === '{'
  const first = node.items.find((item) => isPair<Node>(item))?.key as Node | undefined
  const at = isFlow ? start + 1 : first!.range![0]
  // In a block the next key stands under the new one.
  const indent = ' '.repeat(at - (text.lastIndexOf('\n', at - 1) + 1))
  const after = isFlow ? (first ? ', ' : '') : `\n${indent}`
  return placed('an unknown key', text, at, at, key + after, [...path, UNKNOWN_KEY])
}

function placed(what: string, text: string, start: number, end: number, written: string, path: DataPath): Mutation {
  const changed = text.slice(0, start) + written + text.slice(end)
  const before = changed.slice(0, start).split('\n')
  return { what, text: changed, path, line: before.length, column: before.at(-1)!.length + 1 }
}
