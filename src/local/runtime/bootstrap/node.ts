/**
 * Runs in a process of its own: loads a handler and runs it for each event that the Runtime API gives, as Lambda's
 * Node.js runtime does. With two arguments, a file and an export, the handler is that; without, `_HANDLER` below
 * `LAMBDA_TASK_ROOT`.
 */
import { marshalError, thrownObject } from '../../../rules/error-object.ts'
import { isPromise } from '../../../rules/handler-promise.ts'
import { writeConsoleLines, writeError, writeLinesOf } from './console-lines.ts'
import { handlerContext } from './handler-context.ts'
import { type Handler, loadExport, loadHandler } from './handler-module.ts'
import { type Handed, RuntimeClient } from './runtime-client.ts'

type Answer = { readonly result: unknown } | { readonly error: unknown }

// Taken before any code of the function may put something in their place.
const { exit, env } = process

const client = new RuntimeClient(env.AWS_LAMBDA_RUNTIME_API!)
/** Posts what nobody caught: as an error of the start until there is an event, then as the event's. */
let post = (text: string, type: string) => client.failInit(text, type)

async function run(): Promise<void> {
  writeConsoleLines()
  process.on('uncaughtException', (error) => void end('Uncaught Exception', error, 129))
  process.on('unhandledRejection', (reason) => void end('Unhandled Promise Rejection', unhandled(reason), 128))
  const handler = await loaded().catch((error: unknown) => end('Uncaught Exception', error, 129))
  for (;;) await handleNext(handler)
}

function loaded(): Promise<Handler> {
  const [, , path, name] = process.argv
  return path && name ? loadExport(path, name) : loadHandler(env.LAMBDA_TASK_ROOT!, env._HANDLER!)
}

async function handleNext(handler: Handler): Promise<void> {
  const handed = await client.next()
  const requestId = String(handed.headers['lambda-runtime-aws-request-id'])
  post = (text, type) => client.fail(requestId, text, type)
  writeLinesOf(requestId)
  env._X_AMZN_TRACE_ID = String(handed.headers['lambda-runtime-trace-id'] ?? '')
  const answer = await answerOf(handler, handed)
  if ('result' in answer) {
    const body = serialised(answer.result)
    if (body !== undefined) return client.respond(requestId, body)
    return post(marshalError('Unable to stringify response body'), 'Runtime.MarshalError')
  }
  writeError('Invoke Error', answer.error)
  await post(...objectOf(answer.error))
}

/** Runs the handler until it has answered, by its promise, its callback or because nothing is left that could answer. */
function answerOf(handler: Handler, { headers, body }: Handed): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>()
  let whenEmpty: Answer = { result: null }
  const onEmpty = () => resolve(whenEmpty)
  const context = handlerContext(headers, (error, result) =>
    resolve(error === null || error === undefined ? { result } : { error }),
  )
  const callback = (error?: unknown, result?: unknown) => {
    if (error !== null && error !== undefined) return resolve({ error })
    if (!context.callbackWaitsForEmptyEventLoop) return resolve({ result })
    whenEmpty = { result }
  }
  process.once('beforeExit', onEmpty)
  try {
    const returned = handler(JSON.parse(body), context, callback)
    if (isPromise(returned)) {
      if (handler.constructor.name === 'AsyncFunction') whenEmpty = { error: neverSettled() }
      returned.then(
        (result) => resolve({ result }),
        (error) => resolve({ error }),
      )
    }
  } catch (error) {
    resolve({ error })
  }
  return promise.finally(() => process.removeListener('beforeExit', onEmpty))
}

function serialised(result: unknown): string | undefined {
  try {
    return JSON.stringify(result) ?? 'null'
  } catch {
    return undefined
  }
}

/** The error object and its type. */
function objectOf(error: unknown): [text: string, type: string] {
  const { errorType, text } = thrownObject(error)
  return [text, errorType]
}

async function end(what: string, error: unknown, status: number): Promise<never> {
  writeError(what, error)
  await post(...objectOf(error))
  return exit(status)
}

function unhandled(reason: unknown): Error {
  return named('Runtime.UnhandledPromiseRejection', String(reason), reason)
}

function neverSettled(): Error {
  return named(
    'Runtime.NodeJsExit',
    'The promise of the handler was not settled, and nothing was left that could do it',
  )
}

function named(name: string, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { name })
}

void run()
