import { choiceViolations, lengthAtMost, type Violation } from '../../../rules/constraint.ts'
import {
  CALL_PAYLOAD_BYTES,
  CLIENT_CONTEXT_CHARACTERS,
  INVOKE_ASYNC_PAYLOAD_BYTES,
  LOG_TAIL_BYTES,
} from '../../../rules/limits.ts'
import { eventTooLarge, payloadOf, refuseLargeEvent } from '../../../rules/payload.ts'
import { invalidRequestContent } from '../../../rules/service-error.ts'
import type { Answer, Invocation } from '../../invocations.ts'
import { type Trace, traceOf } from '../../trace.ts'
import type { Call, Handlers } from '../call.ts'
import type { Reply } from '../reply.ts'
import { unsupported } from '../unsupported.ts'

const INVOCATION_TYPES = ['Event', 'RequestResponse', 'DryRun']
/** Headers of features that are not modelled. */
const UNSUPPORTED = { 'X-Amz-Tenant-Id': 'tenant isolation', 'X-Amz-Durable-Execution-Name': 'durable executions' }

export const INVOCATIONS: Handlers = {
  Invoke: async (call) => {
    for (const [header, feature] of Object.entries(UNSUPPORTED)) if (call.header(header)) throw unsupported(feature)
    const type = call.header('X-Amz-Invocation-Type') ?? 'RequestResponse'
    const bytes = await call.bytes(CALL_PAYLOAD_BYTES, type === 'Event' ? eventTooLarge : undefined)
    const { name: functionName, qualifier } = call.plane.invocationTargets.require(call.target, violations(call, type))
    if (type === 'DryRun') return { status: 204, contentType: null }
    if (type === 'Event') refuseLargeEvent(bytes.length)
    const payload = payloadOf(bytes)
    const trace = traceOf(call.header('X-Amzn-Trace-Id'), Date.now())
    const traceId = `Root=${trace.root};Parent=${trace.parent};Sampled=0`
    const invocation: Invocation = { functionName, qualifier, payload, traceId, clientContext: undefined }
    if (type === 'Event') return accepted(await call.world.send(invocation), trace)
    return answered(await call.world.call({ ...invocation, clientContext: clientContext(call) }), call)
  },

  InvokeAsync: async (call) => {
    const bytes = await call.bytes(CALL_PAYLOAD_BYTES, (got) => eventTooLarge(got, INVOKE_ASYNC_PAYLOAD_BYTES))
    const { name: functionName, qualifier } = call.plane.invocationTargets.require(call.target)
    refuseLargeEvent(bytes.length, INVOKE_ASYNC_PAYLOAD_BYTES)
    const payload = payloadOf(bytes)
    const traceId = call.header('X-Amzn-Trace-Id')
    const requestId = await call.world.send({ functionName, qualifier, payload, traceId, clientContext: undefined })
    return { status: 202, headers: { 'x-amzn-RequestId': requestId } }
  },
}

function violations(call: Call, type: string): Violation[] {
  const context = call.header('X-Amz-Client-Context')
  const isLong = context !== undefined && context.length > CLIENT_CONTEXT_CHARACTERS
  return [
    ...choiceViolations('invocationType', type, INVOCATION_TYPES),
    ...choiceViolations('logType', call.header('X-Amz-Log-Type'), ['None', 'Tail']),
    ...(isLong
      ? [{ value: context, member: 'clientContext', constraint: lengthAtMost(CLIENT_CONTEXT_CHARACTERS) }]
      : []),
  ]
}

/** The client context as the code gets it: JSON text. Text of the refusal from public reports. */
function clientContext(call: Call): string | undefined {
  const header = call.header('X-Amz-Client-Context')
  if (!header) return undefined
  const text = Buffer.from(header, 'base64').toString()
  try {
    JSON.parse(text)
    return text
  } catch {
    throw invalidRequestContent('Client context must be a valid Base64-encoded JSON object.')
  }
}

/** The answer to an event, its trace with small letters and the header of gateways. Recorded. */
function accepted(requestId: string, { root, parent }: Trace): Reply {
  return {
    status: 202,
    contentType: null,
    headers: {
      'x-amzn-RequestId': requestId,
      'x-amzn-Remapped-Content-Length': '0',
      'X-Amzn-Trace-Id': `root=${root};parent=${parent};sampled=0`,
    },
  }
}

/** The answer to a synchronous call: 200 also where the code failed. Recorded. */
function answered(answer: Answer, call: Call): Reply {
  const isTailed = call.header('X-Amz-Log-Type') === 'Tail'
  return {
    status: 200,
    body: Uint8Array.from(answer.payload),
    headers: {
      'x-amzn-RequestId': answer.requestId,
      'x-amzn-Remapped-Content-Length': '0',
      'X-Amz-Executed-Version': answer.executedVersion,
      'X-Amzn-Trace-Id': answer.traceId,
      ...(answer.failed && { 'X-Amz-Function-Error': 'Unhandled' }),
      ...(isTailed && { 'X-Amz-Log-Result': Buffer.from(answer.log).subarray(-LOG_TAIL_BYTES).toString('base64') }),
    },
  }
}
