/** What an option of a command takes: a text, a whole number, or a structure as JSON or in the shorthand. */
export type OptionKind = 'text' | 'integer' | 'structure'

/** A command of `aws lambda` that this page knows: its options by the members of the request that they stand for. */
interface Operation {
  readonly required: readonly string[]
  readonly members: Readonly<Record<string, OptionKind>>
}

const ADDRESS = { FunctionName: 'text', Qualifier: 'text' } as const
const CONFIG = {
  ...ADDRESS,
  MaximumRetryAttempts: 'integer',
  MaximumEventAgeInSeconds: 'integer',
  DestinationConfig: 'structure',
} as const

/** Documented: AWS CLI Command Reference. */
export const OPERATIONS = {
  'put-function-event-invoke-config': { required: ['FunctionName'], members: CONFIG },
  'update-function-event-invoke-config': { required: ['FunctionName'], members: CONFIG },
  'delete-function-event-invoke-config': { required: ['FunctionName'], members: ADDRESS },
  'put-function-concurrency': {
    required: ['FunctionName', 'ReservedConcurrentExecutions'],
    members: { FunctionName: 'text', ReservedConcurrentExecutions: 'integer' },
  },
  'delete-function-concurrency': { required: ['FunctionName'], members: { FunctionName: 'text' } },
} as const satisfies Readonly<Record<string, Operation>>

export type OperationName = keyof typeof OPERATIONS

/** A command by its name, as what all of them have in common. */
export function anyOperation(name: OperationName): Operation {
  return OPERATIONS[name]
}

/** Options that every command has and that change nothing here, and whether each takes a value. Documented: same place, "aws". */
export const GLOBAL_OPTIONS: Readonly<Record<string, boolean>> = {
  '--debug': false,
  '--no-verify-ssl': false,
  '--no-paginate': false,
  '--no-sign-request': false,
  '--no-cli-pager': false,
  '--cli-auto-prompt': false,
  '--no-cli-auto-prompt': false,
  '--endpoint-url': true,
  '--output': true,
  '--query': true,
  '--profile': true,
  '--region': true,
  '--version': false,
  '--color': true,
  '--ca-bundle': true,
  '--cli-read-timeout': true,
  '--cli-connect-timeout': true,
  '--cli-binary-format': true,
}

/** `MaximumEventAgeInSeconds` is `--maximum-event-age-in-seconds`. */
export function optionOf(member: string): string {
  return `--${member.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}`
}
