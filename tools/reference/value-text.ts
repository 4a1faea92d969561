import { isNotation, isWrittenDuration } from './field.ts'
import type { SchemaNode, SchemaTree } from './schema-node.ts'

/** Gives the address that a text is to lead to; undefined for none. */
export type LinkOf = (path: string) => string | undefined

/** Where a page explains how values such as durations are written. */
const UNITS = '#units'

/** Describes the values that fields take. */
export class ValueTexts {
  private readonly tree: SchemaTree
  private readonly linkOf: LinkOf

  constructor(tree: SchemaTree, linkOf: LinkOf) {
    this.tree = tree
    this.linkOf = linkOf
  }

  /** What may stand at a path, with its range: `whole number, 1 to 1,000,000`, `duration or `atAcceptance``. */
  of(node: SchemaNode, path: string): string {
    const link = this.linkOf(path)
    const text = this.textOf(node, path)
    return link === undefined || text.includes('](') ? text : `[${text}](${link})`
  }

  private textOf(node: SchemaNode, path: string): string {
    const name = this.tree.nameOf(node)
    if (name !== undefined) return this.textOfDefinition(name)
    if (isWrittenDuration(this.tree, node)) return `[duration](${UNITS})`
    if (node.enum) return either(node.enum.map(code))
    if (node.const !== undefined) return code(node.const)
    if (node.anyOf) return either(node.anyOf.map((each) => this.textOfAlternative(each, path)))
    switch (node.type) {
      case 'integer':
        return `whole number${rangeOf(node)}`
      case 'number':
        return `number${rangeOf(node)}`
      case 'string':
        return 'text'
      case 'boolean':
        return '`true` or `false`'
      case 'null':
        return code(null)
      case 'array':
        return this.textOfList(node, path)
      case 'object':
        return this.textOfMap(node, path)
      default:
        return 'any value'
    }
  }

  /** Maps that a field may be are told apart by what each needs. */
  private textOfAlternative(node: SchemaNode, path: string): string {
    if (node.properties && node.required && this.linkOf(path) === undefined)
      return `\`{ ${node.required.join(', ')} }\``
    return this.of(node, path)
  }

  private textOfDefinition(name: string): string {
    const link = this.linkOf(`#${name}`) ?? (isNotation(this.tree.definitions[name]!) ? UNITS : undefined)
    return link === undefined ? name : `[${name}](${link})`
  }

  private textOfList({ prefixItems, items }: SchemaNode, path: string): string {
    if (prefixItems) return `\\[${prefixItems.map((each) => this.of(each, `${path}[]`)).join(', ')}\\]`
    return `list of ${plural(typeof items === 'object' ? this.of(items, `${path}[]`) : 'any value')}`
  }

  private textOfMap({ additionalProperties }: SchemaNode, path: string): string {
    if (typeof additionalProperties !== 'object') return 'map'
    return `${plural(this.of(additionalProperties, `${path}.*`))} by name`
  }
}

/** A value as it is written in a scenario. */
export function code(value: unknown): string {
  // A text that looks like a number stands in quotes there.
  const isBare = typeof value === 'string' && !/^[\d.]+$/.test(value)
  return `\`${isBare ? value : JSON.stringify(value)}\``
}

function either(texts: readonly string[]): string {
  const unique = [...new Set(texts)]
  return unique.join(unique.some((text) => text.includes(', ') && !text.startsWith('`')) ? ', or ' : ' or ')
}

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode): string {
  if (minimum !== undefined && maximum !== undefined) return `, ${figure(minimum)} to ${figure(maximum)}`
  const bounds = [
    ...(minimum === undefined ? [] : [`${figure(minimum)} or more`]),
    ...(exclusiveMinimum === undefined ? [] : [`above ${figure(exclusiveMinimum)}`]),
    ...(maximum === undefined ? [] : [`${figure(maximum)} or less`]),
    ...(exclusiveMaximum === undefined ? [] : [`below ${figure(exclusiveMaximum)}`]),
  ]
  return bounds.length === 0 ? '' : `, ${bounds.join(' and ')}`
}

function figure(value: number): string {
  return value === Number.MAX_SAFE_INTEGER ? '2⁵³ − 1' : value.toLocaleString('en-US', { maximumFractionDigits: 15 })
}

const NOUN = /^(\[?)(map|text|number|whole number|duration|size|rate|probability|file|distribution|instant|model)\b/

/** `duration` as `durations`, `[probability](#units)` as `[probabilities](#units)`. */
function plural(text: string): string {
  return text.replace(NOUN, (_, bracket: string, noun: string) => {
    return bracket + (noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`)
  })
}
