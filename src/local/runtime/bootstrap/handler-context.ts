import type { IncomingHttpHeaders } from 'node:http'
import type { Callback } from './handler-module.ts'

/** The second argument of a handler: what Lambda's Node.js runtime puts there. */
export interface HandlerContext {
  callbackWaitsForEmptyEventLoop: boolean
  readonly awsRequestId: string
  getRemainingTimeInMillis(): number
  readonly [more: string]: unknown
}

export function handlerContext(headers: IncomingHttpHeaders, finish: Callback): HandlerContext {
  const { env } = process
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms'])
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parsed(headers['lambda-runtime-client-context']),
    identity: parsed(headers['lambda-runtime-cognito-identity']),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: String(headers['lambda-runtime-aws-request-id']),
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    done: finish,
    succeed: (result: unknown) => finish(null, result),
    fail: (error: unknown) => finish(error ?? 'handled'),
  }
}

function parsed(text: string | string[] | undefined): unknown {
  return typeof text === 'string' && text !== '' ? JSON.parse(text) : undefined
}
