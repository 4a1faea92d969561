import { destinationsOf, type EventInvokeConfig } from '../../../rules/event-invoke-config.ts'
import { readEventInvokeConfig } from '../../../rules/event-invoke-config-body.ts'
import type { Call, Handlers } from '../call.ts'
import { json, NO_CONTENT } from '../reply.ts'

export const EVENT_INVOKE_CONFIGS: Handlers = {
  PutFunctionEventInvokeConfig: async (call) => {
    const request = await settingsOf(call)
    return json(200, await call.changeTargets(arnsOf(request), () => call.plane.eventInvokeConfigs.put(request)))
  },
  UpdateFunctionEventInvokeConfig: async (call) => {
    const request = await settingsOf(call)
    return json(200, await call.changeTargets(arnsOf(request), () => call.plane.eventInvokeConfigs.update(request)))
  },
  GetFunctionEventInvokeConfig: (call) => json(200, call.plane.eventInvokeConfigs.get(call.target)),
  DeleteFunctionEventInvokeConfig: (call) => {
    call.change(() => call.plane.eventInvokeConfigs.delete(call.target))
    return NO_CONTENT
  },
  ListFunctionEventInvokeConfigs: (call) =>
    json(200, call.plane.eventInvokeConfigs.list({ FunctionName: call.path('FunctionName'), ...call.page })),
}

async function settingsOf(call: Call) {
  return { ...(await call.body(readEventInvokeConfig)), ...call.target }
}

function arnsOf(request: EventInvokeConfig): readonly (string | undefined)[] {
  return Object.values(destinationsOf(request))
}
