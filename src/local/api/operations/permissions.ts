import { readStructure, readText } from '../../../rules/body-reader.ts'
import type { Handlers } from '../call.ts'
import { json, NO_CONTENT } from '../reply.ts'

const readPermission = readStructure({
  StatementId: readText,
  Action: readText,
  Principal: readText,
  SourceArn: readText,
  SourceAccount: readText,
  EventSourceToken: readText,
  PrincipalOrgID: readText,
  FunctionUrlAuthType: readText,
  RevisionId: readText,
})

export const PERMISSIONS: Handlers = {
  AddPermission: async (call) => {
    const body = await call.body(readPermission)
    return json(
      201,
      call.change(() => call.plane.permissions.add({ ...body, ...call.target })),
    )
  },
  GetPolicy: (call) => json(200, call.plane.permissions.get(call.target)),
  RemovePermission: (call) => {
    const request = { ...call.target, StatementId: call.path('StatementId'), RevisionId: call.query('RevisionId') }
    call.change(() => call.plane.permissions.remove(request))
    return NO_CONTENT
  },

  /** Nobody can sign code here: every function answers that it has no such config. Its shape is what Terraform accepts. */
  GetFunctionCodeSigningConfig: (call) => {
    const { FunctionName } = call.plane.functions.get({ FunctionName: call.path('FunctionName') })
    return json(200, { CodeSigningConfigArn: '', FunctionName })
  },
}
