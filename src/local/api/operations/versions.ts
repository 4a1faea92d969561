import { readStructure, readText } from '../../../rules/body-reader.ts'
import type { Handlers } from '../call.ts'
import { json } from '../reply.ts'
import { unsupported } from '../unsupported.ts'

const readPublish = readStructure({
  CodeSha256: readText,
  Description: readText,
  RevisionId: readText,
  PublishTo: readText,
})

export const VERSIONS: Handlers = {
  PublishVersion: async (call) => {
    const body = await call.body(readPublish)
    if (body.PublishTo !== undefined) throw unsupported('PublishTo')
    const request = { ...body, FunctionName: call.path('FunctionName') }
    const { functions, versions } = call.plane
    const answer = call.change(() => {
      functions.changeable(request)
      return versions.publish(request)
    })
    return json(201, answer)
  },

  ListVersionsByFunction: (call) =>
    json(200, call.plane.lists.versions({ FunctionName: call.path('FunctionName'), ...call.page })),
}
