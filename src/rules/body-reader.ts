import { serialization } from './service-error.ts'

/**
 * Reads one value of a request body, of whatever type it came. Undefined for null and for what was not given.
 *
 * @throws ServiceError (SerializationException) for a value of the wrong type; the texts are inferred
 */
export type BodyReader<Value> = (value: unknown) => Value | undefined

export const readText: BodyReader<string> = (value) => {
  if (isMissing(value)) return undefined
  if (typeof value === 'string') return value
  throw inconvertible(value, 'a String')
}

export const readInteger: BodyReader<number> = (value) => {
  if (isMissing(value)) return undefined
  if (Number.isInteger(value)) return value as number
  throw inconvertible(value, 'an Integer')
}

export const readNumber: BodyReader<number> = (value) => {
  if (isMissing(value)) return undefined
  if (typeof value === 'number') return value
  throw inconvertible(value, 'a Double')
}

export const readFlag: BodyReader<boolean> = (value) => {
  if (isMissing(value)) return undefined
  if (typeof value === 'boolean') return value
  throw inconvertible(value, 'a Boolean')
}

export function readList<Value>(read: BodyReader<Value>): BodyReader<readonly Value[]> {
  return (value) => {
    if (isMissing(value)) return undefined
    if (!Array.isArray(value)) throw inconvertible(value, 'a list')
    return value.map(read).filter((each) => each !== undefined)
  }
}

export function readMap<Value>(read: BodyReader<Value>): BodyReader<Readonly<Record<string, Value>>> {
  return (value) => {
    if (isMissing(value)) return undefined
    if (!isObject(value)) throw inconvertible(value, 'a map')
    const entries = Object.entries(value).map(([key, each]) => [key, read(each)] as const)
    return Object.fromEntries(entries.filter((entry): entry is [string, Value & {}] => entry[1] !== undefined))
  }
}

type Shape = Readonly<Record<string, BodyReader<unknown>>>
type Structure<Members extends Shape> = { readonly [Name in keyof Members]: ReturnType<Members[Name]> }

/** Reads a structure, and says which members it may have. */
export type StructureReader<Members extends Shape = Shape> = BodyReader<Structure<Members>> & {
  readonly members: Members
}

/** The members of a structure. Those that AWS does not know are left out, as AWS does. */
export function readStructure<Members extends Shape>(members: Members): StructureReader<Members> {
  const read: BodyReader<Structure<Members>> = (value) => {
    if (isMissing(value)) return undefined
    if (!isObject(value)) throw inconvertible(value, 'a structure')
    const given = Object.entries(members).map(([name, reader]) => [name, reader(value[name])])
    return Object.fromEntries(given) as Structure<Members>
  }
  return Object.assign(read, { members })
}

function isMissing(value: unknown): value is undefined | null {
  return value === undefined || value === null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function inconvertible(value: unknown, wanted: string) {
  return serialization(`${kindOf(value)} can not be converted to ${wanted}`)
}

/** The name that AWS's parser gives a JSON value in such errors. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'Start of list'
  if (typeof value === 'object') return 'Start of structure'
  if (typeof value === 'boolean') return `${String(value).toUpperCase()}_VALUE`
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'
  return 'STRING_VALUE'
}
