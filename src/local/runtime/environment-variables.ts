import { createHash } from 'node:crypto'
import { parseArn } from '../../rules/arn.ts'
import { defaultLogGroup, logStreamName } from '../../rules/log-name.ts'
import type { Program } from './program.ts'
import type { RuntimeAttempt } from './runtime.ts'

/**
 * Documented: "Defined runtime environment variables". Nothing of the endpoint's own environment is passed on but the
 * search path. Credentials are made up, and home is elsewhere, so that a handler's AWS client cannot find those of the
 * person who runs the endpoint; the function's own variables may put others in their place.
 */
export function environmentVariables(
  attempt: RuntimeAttempt,
  program: Program,
  scratch: string,
): Readonly<Record<string, string>> {
  const region = parseArn(attempt.invokedFunctionArn)?.region ?? ''
  return {
    PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    HOME: scratch,
    TMPDIR: scratch,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'asyncinvoke',
    AWS_SECRET_ACCESS_KEY: 'asyncinvoke',
    AWS_SESSION_TOKEN: 'asyncinvoke',
    ...program.variables,
    _HANDLER: program.handler,
    LAMBDA_TASK_ROOT: program.folder,
    AWS_LAMBDA_FUNCTION_NAME: attempt.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: attempt.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(attempt.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: defaultLogGroup(attempt.functionName),
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName(Date.now(), attempt.version, digitsOf(scratch)),
    // Documented: not defined for runtimes that are the function's own.
    ...(program.runtime && { AWS_EXECUTION_ENV: `AWS_Lambda_${program.runtime}` }),
  }
}

/** 32 hexadecimal digits that are an environment's own. */
function digitsOf(scratch: string): string {
  return createHash('sha256').update(`${scratch} ${process.pid}`).digest('hex').slice(0, 32)
}
