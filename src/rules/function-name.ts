import type { Place } from './arn.ts'
import {
  lengthAtMost,
  type TextShape,
  textViolations,
  type Violation,
  validationMessage,
  wholePattern,
} from './constraint.ts'
import { accessDenied, invalidParameterValue, resourceNotFound } from './service-error.ts'

/** The qualifier of the unpublished version, and of every call that names none. */
export const LATEST = '$LATEST'

/** What a function name, in any of its forms, says. */
export interface FunctionReference {
  readonly region: string | undefined
  readonly account: string | undefined
  readonly name: string
  readonly qualifier: string | undefined
}

/** A function, and the qualifier if the caller gave one. */
export interface FunctionAddress {
  readonly name: string
  readonly qualifier: string | undefined
}

/**
 * The two shapes of a function name in Lambda's API model. Documented: lengths and patterns are the model's.
 *
 * `namespaced`: Invoke, GetFunction, DeleteFunction, ListVersionsByFunction and the event-invoke-config operations.
 * `plain`: CreateFunction, the updates, PublishVersion, aliases and concurrency.
 */
export const FUNCTION_NAME_SHAPES = {
  namespaced: {
    length: [1, 256],
    pattern: String.raw`(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`,
  },
  plain: {
    length: [1, 140],
    pattern: String.raw`(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?`,
  },
} as const satisfies Record<string, TextShape>

export type FunctionNameShape = keyof typeof FUNCTION_NAME_SHAPES

/** Shape of a qualifier. Documented: Lambda's API model. */
const QUALIFIER_SHAPE: TextShape = { length: [1, 128], pattern: String.raw`\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+` }
/** Shape of an alias's name: never digits alone, which would be a version. Documented: Lambda's API model. */
const ALIAS_NAME_SHAPE: TextShape = { length: [1, 128], pattern: '(?!^[0-9]+$)([a-zA-Z0-9-_]+)' }
/** Characters of a name when a function is created. Recorded. */
const NEW_NAME_LENGTH = 64

/** Violations of a function name in any form: bare, `name:qualifier`, partial ARN, ARN. */
export function functionNameViolations(value: string, shape: FunctionNameShape): Violation[] {
  return textViolations('functionName', value, FUNCTION_NAME_SHAPES[shape])
}

/** Violations of the parameter `Qualifier`; none when it is not given. */
export function qualifierViolations(value: string | undefined): Violation[] {
  return textViolations('qualifier', value, QUALIFIER_SHAPE)
}

/** Violations of an alias's name. */
export function aliasNameViolations(value: string): Violation[] {
  return textViolations('name', value, ALIAS_NAME_SHAPE)
}

/** AWS's text about a name too long for a new function, or undefined. Recorded as an InvalidParameterValueException. */
export function newNameRefusal(name: string): string | undefined {
  if (name.length <= NEW_NAME_LENGTH) return undefined
  return validationMessage([{ value: name, member: 'functionName', constraint: lengthAtMost(NEW_NAME_LENGTH) }])
}

/**
 * Takes a function name apart, in any of its forms. Undefined when it has none of them.
 *
 * AWS's pattern decides also where it surprises: an ARN that ends in `:function` names a function called `function`
 * (recorded).
 */
export function parseFunctionName(text: string): FunctionReference | undefined {
  const parts = wholePattern(FUNCTION_NAME_SHAPES.namespaced.pattern).exec(text)
  const name = parts?.[11]
  if (!parts || name === undefined) return undefined
  return { region: parts[3]?.slice(0, -1), account: parts[9]?.slice(0, -1), name, qualifier: parts[13] }
}

/**
 * The function that a caller at `place` means. The name and the parameter may both carry a qualifier if it is the same.
 *
 * @param functionName free of violations
 * @throws ServiceError for another region, another account, or two different qualifiers: in this order, which is
 *   inferred; that all of it precedes the look-up of the function is recorded
 */
export function addressOf(functionName: string, qualifier: string | undefined, place: Place): FunctionAddress {
  const said = parseFunctionName(functionName)
  if (!said) throw new RangeError(`functionName: expected a function's name or ARN, got '${functionName}'`)
  if (said.region !== undefined && said.region !== place.region)
    throw resourceNotFound(`Functions from '${said.region}' are not reachable in this region ('${place.region}')`)
  if (said.account !== undefined && said.account !== place.account) throw accessDenied()
  if (said.qualifier !== undefined && qualifier !== undefined && said.qualifier !== qualifier)
    throw invalidParameterValue('The derived qualifier from the function name does not match the specified qualifier.')
  return { name: said.name, qualifier: qualifier ?? said.qualifier }
}
