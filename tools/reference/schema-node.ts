/** A JSON schema, or a part of one, as far as scenario files use it. */
export interface SchemaNode {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, SchemaNode>>
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly minLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly required?: readonly string[]
  readonly propertyNames?: SchemaNode
  readonly additionalProperties?: boolean | SchemaNode
  readonly items?: boolean | SchemaNode
  readonly prefixItems?: readonly SchemaNode[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly anyOf?: readonly SchemaNode[]
  readonly oneOf?: readonly SchemaNode[]
}

const HANDLED: ReadonlySet<string> = new Set([
  ...['$ref', '$defs', '$schema', 'type', 'title', 'description', 'default', 'examples', 'enum', 'const', 'pattern'],
  ...['minLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'properties', 'required'],
  ...['propertyNames', 'additionalProperties', 'items', 'prefixItems', 'minItems', 'maxItems', 'anyOf', 'oneOf'],
])
const REFERENCE = '#/$defs/'

/** A JSON schema with its definitions. */
export class SchemaTree {
  readonly root: SchemaNode
  readonly definitions: Readonly<Record<string, SchemaNode>>

  /** @throws RangeError for a keyword that nothing here understands, so that no field is overlooked for one */
  constructor(schema: object) {
    this.root = withSingleTypes(schema)
    this.definitions = this.root.$defs ?? {}
    for (const node of [this.root, ...Object.values(this.definitions)]) refuseUnknown(node)
  }

  /** The name of the definition that a node refers to; undefined where it says itself what it is. */
  nameOf({ $ref }: SchemaNode): string | undefined {
    return $ref?.startsWith(REFERENCE) ? $ref.slice(REFERENCE.length) : undefined
  }

  /** The node itself, or the definition that it refers to. */
  resolve(node: SchemaNode): SchemaNode {
    const name = this.nameOf(node)
    return name === undefined ? node : this.resolve(this.definitions[name]!)
  }

  /** Whether a value is as the schema has it. */
  accepts(node: SchemaNode, value: unknown): boolean {
    const { anyOf, oneOf, enum: words, const: only, type } = node
    if (node.$ref !== undefined && !this.accepts(this.resolve(node), value)) return false
    if (anyOf && !anyOf.some((each) => this.accepts(each, value))) return false
    if (oneOf && oneOf.filter((each) => this.accepts(each, value)).length !== 1) return false
    if (words && !words.includes(value)) return false
    if (only !== undefined && only !== value) return false
    if (type !== undefined && !isOfType(value, type)) return false
    if (typeof value === 'string') return acceptsText(node, value)
    if (typeof value === 'number') return acceptsNumber(node, value)
    if (Array.isArray(value)) return this.acceptsList(node, value)
    return typeof value !== 'object' || value === null || this.acceptsMap(node, value)
  }

  private acceptsList({ items, prefixItems = [], minItems = 0, maxItems }: SchemaNode, list: readonly unknown[]) {
    if (list.length < minItems || (maxItems !== undefined && list.length > maxItems)) return false
    return list.every((value, index) => {
      const node = prefixItems[index] ?? items ?? true
      return typeof node === 'boolean' ? node : this.accepts(node, value)
    })
  }

  private acceptsMap(node: SchemaNode, map: object): boolean {
    const { properties = {}, required = [], propertyNames, additionalProperties = true } = node
    if (required.some((name) => !Object.hasOwn(map, name))) return false
    return Object.entries(map).every(([key, value]) => {
      if (propertyNames && !this.accepts(propertyNames, key)) return false
      const field = Object.hasOwn(properties, key) ? properties[key]! : additionalProperties
      return typeof field === 'boolean' ? field : this.accepts(field, value)
    })
  }
}

/** The same schema, with `type: [string, number]` written as the two alternatives that it is. */
function withSingleTypes<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.map(withSingleTypes) as Part
  if (typeof part !== 'object' || part === null) return part
  const entries = Object.entries(part).map(([key, value]) =>
    key === 'type' && Array.isArray(value)
      ? ['anyOf', value.map((type) => ({ type }))]
      : [key, key === 'default' ? value : withSingleTypes(value)],
  )
  return Object.fromEntries(entries)
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

function acceptsText({ pattern, minLength = 0 }: SchemaNode, text: string): boolean {
  return text.length >= minLength && (pattern === undefined || new RegExp(pattern).test(text))
}

function acceptsNumber({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode, value: number): boolean {
  if (minimum !== undefined && value < minimum) return false
  if (maximum !== undefined && value > maximum) return false
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return false
  return exclusiveMaximum === undefined || value < exclusiveMaximum
}

/** The nodes directly inside a node: fields, elements, alternatives. */
export function childrenOf(node: SchemaNode): SchemaNode[] {
  const { properties = {}, propertyNames, additionalProperties, items, prefixItems = [], anyOf = [], oneOf = [] } = node
  const nested = [propertyNames, additionalProperties, items].filter((each) => typeof each === 'object')
  return [...Object.values(properties), ...nested, ...prefixItems, ...anyOf, ...oneOf]
}

function refuseUnknown(node: SchemaNode): void {
  const unknown = Object.keys(node).find((keyword) => !HANDLED.has(keyword))
  if (unknown !== undefined) {
    throw new RangeError(`expected keywords of JSON schema that tools/reference/schema-node.ts knows, got ${unknown}`)
  }
  for (const child of childrenOf(node)) refuseUnknown(child)
}
