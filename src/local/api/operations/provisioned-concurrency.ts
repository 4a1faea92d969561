import { readInteger, readStructure } from '../../../rules/body-reader.ts'
import { missingViolations, rangeViolations } from '../../../rules/constraint.ts'
import { pageOf } from '../../../rules/page.ts'
import { refuseViolations } from '../../../rules/service-error.ts'
import type { Handlers } from '../call.ts'
import { json, NO_CONTENT } from '../reply.ts'

const readRequest = readStructure({ ProvisionedConcurrentExecutions: readInteger })
/** Range of `MaxItems`. Documented: ListProvisionedConcurrencyConfigs. */
const MAX_ITEMS_RANGE = [1, 50] as const

export const PROVISIONED_CONCURRENCY: Handlers = {
  PutProvisionedConcurrencyConfig: async (call) => {
    const { ProvisionedConcurrentExecutions: executions } = await call.body(readRequest)
    refuseViolations(missingViolations('provisionedConcurrentExecutions', executions))
    const request = { ...call.target, ProvisionedConcurrentExecutions: executions! }
    return json(
      202,
      call.change(() => call.plane.provisioned.put(request)),
    )
  },

  GetProvisionedConcurrencyConfig: (call) => json(200, call.plane.provisioned.get(call.target)),

  DeleteProvisionedConcurrencyConfig: (call) => {
    call.change(() => call.plane.provisioned.delete(call.target))
    return NO_CONTENT
  },

  ListProvisionedConcurrencyConfigs: (call) => {
    const { page } = call
    refuseViolations(rangeViolations('maxItems', page.MaxItems, MAX_ITEMS_RANGE))
    const { ProvisionedConcurrencyConfigs: all } = call.plane.provisioned.list({
      FunctionName: call.path('FunctionName'),
    })
    const { items, NextMarker } = pageOf(all, page, ({ FunctionArn }) => FunctionArn)
    return json(200, { ProvisionedConcurrencyConfigs: items, NextMarker })
  },
}
