import { readMap, readStructure, readText } from '../../../rules/body-reader.ts'
import type { Call, Handlers } from '../call.ts'
import { json, NO_CONTENT } from '../reply.ts'
import { unsupported } from '../unsupported.ts'

const readTags = readStructure({ Tags: readMap(readText) })

export const TAGS: Handlers = {
  ListTags: (call) => json(200, call.plane.tags.list(resource(call))),
  TagResource: async (call) => {
    const { Tags } = await call.body(readTags)
    call.change(() => call.plane.tags.add({ ...resource(call), Tags }))
    return NO_CONTENT
  },
  UntagResource: (call) => {
    call.change(() => call.plane.tags.remove({ ...resource(call), TagKeys: call.queries('tagKeys') }))
    return NO_CONTENT
  },
}

function resource(call: Call) {
  const Resource = call.path('Resource')
  const kind = /^arn:[^:]*:lambda:[^:]*:[^:]*:([^:]+)/.exec(Resource)?.[1]
  if (kind !== undefined && kind !== 'function') throw unsupported(`tags of a ${kind}`)
  return { Resource }
}
