import type { RecursiveLoop } from '../../../control-plane/store.ts'
import { readInteger, readStructure, readText } from '../../../rules/body-reader.ts'
import { missingViolations } from '../../../rules/constraint.ts'
import { refuseViolations } from '../../../rules/service-error.ts'
import type { Handlers } from '../call.ts'
import { json, NO_CONTENT } from '../reply.ts'

const readReserved = readStructure({ ReservedConcurrentExecutions: readInteger })
const readLoop = readStructure({ RecursiveLoop: readText })

export const CONCURRENCY: Handlers = {
  PutFunctionConcurrency: async (call) => {
    const { ReservedConcurrentExecutions: reserved } = await call.body(readReserved)
    refuseViolations(missingViolations('reservedConcurrentExecutions', reserved))
    const request = { ...call.target, ReservedConcurrentExecutions: reserved! }
    return json(
      200,
      call.change(() => call.plane.concurrency.put(request)),
    )
  },
  GetFunctionConcurrency: (call) => json(200, call.plane.concurrency.get(call.target)),
  DeleteFunctionConcurrency: (call) => {
    call.change(() => call.plane.concurrency.delete(call.target))
    return NO_CONTENT
  },

  PutFunctionRecursionConfig: async (call) => {
    const { RecursiveLoop } = await call.body(readLoop)
    refuseViolations(missingViolations('recursiveLoop', RecursiveLoop))
    // The control plane checks which of the two it is.
    const request = { ...call.target, RecursiveLoop: RecursiveLoop as RecursiveLoop }
    return json(
      200,
      call.change(() => call.plane.concurrency.putRecursionConfig(request)),
    )
  },
  GetFunctionRecursionConfig: (call) => json(200, call.plane.concurrency.getRecursionConfig(call.target)),

  GetAccountSettings: (call) => json(200, call.plane.accountSettings()),
}
