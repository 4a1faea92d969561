import {
  choiceViolations,
  matchesPattern,
  rangeViolations,
  type TextShape,
  textViolations,
  type Violation,
  wholePattern,
} from './constraint.ts'
import type { FunctionDetailSettings } from './function-details.ts'
import { ENVIRONMENT_BYTES, STORAGE_MB_RANGE } from './limits.ts'

const ANY = Number.POSITIVE_INFINITY

/** Shapes of a function's texts. Documented: Lambda's API model. */
const SHAPES = {
  description: { length: [0, 256], pattern: String.raw`[\s\S]*` },
  handler: { length: [0, 128], pattern: String.raw`[^\s]+` },
  role: { length: [0, ANY], pattern: String.raw`arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+` },
  kMSKeyArn: { length: [0, ANY], pattern: '(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()' },
  logGroup: { length: [1, 512], pattern: String.raw`[\.\-_/#A-Za-z0-9]+` },
} as const satisfies Record<string, TextShape>

const APPLICATION_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']
const SYSTEM_LEVELS = ['DEBUG', 'INFO', 'WARN']

/** Violations of what a function is given. The names of runtimes are not checked: AWS adds some every year. */
export function detailViolations(settings: FunctionDetailSettings): Violation[] {
  const { LoggingConfig, TracingConfig, EphemeralStorage, SnapStart } = settings
  return [
    ...textViolations('role', settings.Role, SHAPES.role),
    ...textViolations('handler', settings.Handler, SHAPES.handler),
    ...textViolations('description', settings.Description, SHAPES.description),
    ...textViolations('kMSKeyArn', settings.KMSKeyArn, SHAPES.kMSKeyArn),
    ...variableViolations(settings.Environment?.Variables ?? {}),
    ...choiceViolations('packageType', settings.PackageType, ['Zip', 'Image']),
    ...choiceViolations('tracingConfig.mode', TracingConfig?.Mode, ['Active', 'PassThrough']),
    ...rangeViolations('ephemeralStorage.size', EphemeralStorage?.Size, STORAGE_MB_RANGE),
    ...choiceViolations('snapStart.applyOn', SnapStart?.ApplyOn, ['PublishedVersions', 'None']),
    ...choiceViolations('loggingConfig.logFormat', LoggingConfig?.LogFormat, ['JSON', 'Text']),
    ...choiceViolations('loggingConfig.applicationLogLevel', LoggingConfig?.ApplicationLogLevel, APPLICATION_LEVELS),
    ...choiceViolations('loggingConfig.systemLogLevel', LoggingConfig?.SystemLogLevel, SYSTEM_LEVELS),
    ...textViolations('loggingConfig.logGroup', LoggingConfig?.LogGroup, SHAPES.logGroup),
  ]
}

const VARIABLE_NAME = '[a-zA-Z]([a-zA-Z0-9_])+'

/** Names of environment variables. Pattern documented in Lambda's API model; the sentence as for the weights of aliases. */
function variableViolations(variables: Readonly<Record<string, string>>): Violation[] {
  if (Object.keys(variables).every((name) => wholePattern(VARIABLE_NAME).test(name))) return []
  const value = `{${Object.entries(variables)
    .map((entry) => entry.join('='))
    .join(', ')}}`
  const constraint = `Map keys must satisfy constraint: [${matchesPattern(VARIABLE_NAME)}]`
  return [{ value, member: 'environment.variables', constraint }]
}

/** Names that the platform sets itself. Documented: "Working with Lambda environment variables". */
const RESERVED_VARIABLES = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
])

const UNABLE =
  'Lambda was unable to configure your environment variables because the environment variables you have provided'

/** Why AWS refuses environment variables, or undefined. Texts from public reports. */
export function environmentRefusal({ Environment }: FunctionDetailSettings): string | undefined {
  const variables = Environment?.Variables ?? {}
  const text = JSON.stringify(variables)
  if (new TextEncoder().encode(text).length > ENVIRONMENT_BYTES)
    return `${UNABLE} exceeded the 4KB limit. String measured: ${text}`
  const reserved = Object.keys(variables).filter((name) => RESERVED_VARIABLES.has(name))
  if (reserved.length === 0) return undefined
  return `${UNABLE} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`
}
