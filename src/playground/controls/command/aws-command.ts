import { suggestName } from '../../../notation/nearest.ts'
import { showValue } from '../../../notation/value-text.ts'
import { shellWord } from '../../../report/shell-word.ts'
import type { Place } from '../../../rules/arn.ts'
import { violationSentence } from '../../../rules/constraint.ts'
import { type EventInvokeConfig, putConfig, updateConfig } from '../../../rules/event-invoke-config.ts'
import { readEventInvokeConfig } from '../../../rules/event-invoke-config-body.ts'
import { addressOf, functionNameViolations, LATEST } from '../../../rules/function-name.ts'
import { ServiceError } from '../../../rules/service-error.ts'
import { inOrder, type Problem } from '../../../scenario/problem.ts'
import type { TurnNow } from '../../playback/player.ts'
import { configFaults } from '../../setup/config-request.ts'
import { MOST_CONCURRENCY } from '../../setup/knob.ts'
import { optionOf } from './operation.ts'
import { type Request, requestOf } from './request.ts'
import { ShellFault, shellWords } from './shell-word.ts'
import { shorthandOf } from './shorthand.ts'
import { problemAt } from './text-place.ts'

/** The settings of a function that commands say and change. */
export interface CommandedSettings {
  readonly config: EventInvokeConfig | null
  /** Reserved concurrency; null for none. */
  readonly concurrency: number | null
}

/** What commands were written for. */
export interface CommandContext {
  readonly place: Place
  /** Settings as they stand now, by the functions that there are. */
  readonly functions: Readonly<Record<string, CommandedSettings>>
}

/** What commands do, one after the other; nothing where something is wrong with one of them. */
export interface ReadCommands {
  readonly turns: readonly TurnNow[]
  readonly problems: readonly Problem[]
}

/** The commands that give a function these settings, whatever it had. */
export function commandsOf(name: string, { config, concurrency }: CommandedSettings): string {
  const stored = putConfig(config ?? {})
  const address: readonly [string, string] = ['FunctionName', name]
  const settings = Object.entries(stored).map(([member, value]) => [member, textOf(value)] as const)
  return [
    settings.length === 0
      ? command('delete-function-event-invoke-config', [address])
      : command('put-function-event-invoke-config', [address, ...settings]),
    concurrency === null
      ? command('delete-function-concurrency', [address])
      : command('put-function-concurrency', [address, ['ReservedConcurrentExecutions', String(concurrency)]]),
  ].join('\n\n')
}

/**
 * Reads commands of the AWS CLI: what `commandsOf` writes, or anybody for these operations.
 *
 * @returns every problem at once, each with its line and column
 */
export function readCommands(text: string, context: CommandContext): ReadCommands {
  const turns: TurnNow[] = []
  const problems: Problem[] = []
  const standing = new Map(Object.entries(context.functions))
  try {
    for (const words of shellWords(text)) {
      const request = requestOf(words)
      const faults = [...request.faults]
      if (faults.length === 0) {
        const [first] = words
        const fault: Fault = (member, message) => {
          const { offset } = request.places[member] ?? first!
          faults.push({ offset, option: member === '' ? '' : optionOf(member), message })
        }
        const turn = turnOf(request, context, standing, fault)
        if (turn) turns.push(turn)
      }
      problems.push(...faults.map(({ offset, option, message }) => problemAt(text, offset, option, message)))
    }
  } catch (error) {
    if (!(error instanceof ShellFault)) throw error
    problems.push(problemAt(text, error.offset, '', error.message))
  }
  if (turns.length === 0 && problems.length === 0)
    problems.push(problemAt(text, 0, '', 'expected aws lambda …, got nothing'))
  return { turns: problems.length > 0 ? [] : turns, problems: inOrder(problems) }
}

type Fault = (member: string, message: string) => void

function turnOf(
  { operation, members }: Request,
  context: CommandContext,
  standing: Map<string, CommandedSettings>,
  fault: Fault,
): TurnNow | undefined {
  const name = functionOf(members, context, fault)
  if (name === undefined) return undefined
  const before = standing.get(name)!
  if (operation === 'delete-function-concurrency' || operation === 'put-function-concurrency') {
    const value = operation === 'delete-function-concurrency' ? null : concurrencyOf(members, fault)
    if (value === undefined) return undefined
    standing.set(name, { ...before, concurrency: value })
    return { function: name, knob: 'concurrency', value }
  }
  let config: EventInvokeConfig | null = null
  if (operation !== 'delete-function-event-invoke-config') {
    const { FunctionName: _, Qualifier: __, ...body } = members
    const faults = configFaults(body)
    for (const { path, message } of faults) fault(path[0] ?? '', [...path.slice(1), message].join(': '))
    if (faults.length > 0) return undefined
    const request = readEventInvokeConfig(body)
    config =
      operation === 'put-function-event-invoke-config' ? putConfig(request) : updateConfig(before.config ?? {}, request)
  }
  standing.set(name, { ...before, config })
  return { function: name, knob: 'config', value: config }
}

/** The function that is addressed; undefined where that is none that can be turned. */
function functionOf(members: Request['members'], context: CommandContext, fault: Fault): string | undefined {
  const { FunctionName: said, Qualifier: qualifier } = members
  if (typeof said !== 'string') fault('FunctionName', `expected a function's name, got ${showValue(said)}`)
  else if (qualifier !== undefined && typeof qualifier !== 'string')
    fault('Qualifier', `expected a text, got ${showValue(qualifier)}`)
  else {
    const violations = functionNameViolations(said, 'namespaced')
    for (const violation of violations) fault('FunctionName', violationSentence(violation))
    if (violations.length === 0) return addressed(said, qualifier, context, fault)
  }
  return undefined
}

function addressed(
  said: string,
  qualifier: string | undefined,
  { place, functions }: CommandContext,
  fault: Fault,
): string | undefined {
  try {
    const address = addressOf(said, qualifier, place)
    const known = Object.keys(functions)
    if (!known.includes(address.name)) {
      const came = `${showValue(address.name)}${suggestName(address.name, known)}`
      fault('FunctionName', `expected a function of the scenario, got ${came}`)
    } else if (address.qualifier === undefined || address.qualifier === LATEST) return address.name
    else {
      const member = qualifier === undefined ? 'FunctionName' : 'Qualifier'
      fault(member, `expected ${LATEST}, whose settings this page turns, got ${showValue(address.qualifier)}`)
    }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    fault('FunctionName', error.message)
  }
  return undefined
}

function concurrencyOf({ ReservedConcurrentExecutions: value }: Request['members'], fault: Fault): number | undefined {
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_CONCURRENCY) return value as number
  fault(
    'ReservedConcurrentExecutions',
    `expected a whole number from 0 to ${MOST_CONCURRENCY}, got ${showValue(value)}`,
  )
  return undefined
}

function command(operation: string, options: readonly (readonly [member: string, text: string])[]): string {
  const lines = options.map(([member, text]) => `  ${optionOf(member)} ${shellWord(text)}`)
  return [`aws lambda ${operation}`, ...lines].join(' \\\n')
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return shorthandOf(value as Record<string, unknown>) ?? JSON.stringify(value)
}
