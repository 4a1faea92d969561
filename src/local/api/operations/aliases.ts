import { readMap, readNumber, readStructure, readText } from '../../../rules/body-reader.ts'
import { missingViolations } from '../../../rules/constraint.ts'
import { refuseViolations } from '../../../rules/service-error.ts'
import type { Call, Handlers } from '../call.ts'
import { json, NO_CONTENT } from '../reply.ts'

const SETTINGS = {
  Description: readText,
  FunctionVersion: readText,
  RoutingConfig: readStructure({ AdditionalVersionWeights: readMap(readNumber) }),
} as const
const readNewAlias = readStructure({ ...SETTINGS, Name: readText })
const readUpdate = readStructure({ ...SETTINGS, RevisionId: readText })

export const ALIASES: Handlers = {
  CreateAlias: async (call) => {
    const { Name, FunctionVersion, ...body } = await call.body(readNewAlias)
    refuseViolations([...missingViolations('name', Name), ...missingViolations('functionVersion', FunctionVersion)])
    const FunctionName = call.path('FunctionName')
    const request = { ...body, FunctionName, Name: Name!, FunctionVersion: FunctionVersion! }
    return json(
      201,
      call.change(() => call.plane.aliases.create(request)),
    )
  },

  UpdateAlias: async (call) => {
    const body = await call.body(readUpdate)
    return json(
      200,
      call.change(() => call.plane.aliases.update({ ...body, ...named(call) })),
    )
  },

  GetAlias: (call) => json(200, call.plane.aliases.get(named(call))),

  DeleteAlias: (call) => {
    call.change(() => call.plane.aliases.delete(named(call)))
    return NO_CONTENT
  },

  ListAliases: (call) => {
    const request = { FunctionName: call.path('FunctionName'), FunctionVersion: call.query('FunctionVersion') }
    return json(200, call.plane.lists.aliases({ ...request, ...call.page }))
  },
}

function named(call: Call) {
  return { FunctionName: call.path('FunctionName'), Name: call.path('Name') }
}
