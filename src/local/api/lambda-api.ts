import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { DEFAULT_ACCOUNT, DEFAULT_REGION, type Place } from '../../rules/arn.ts'
import { ServiceError, serviceFailure } from '../../rules/service-error.ts'
import type { CodeStore } from '../store/code-store.ts'
import type { WorldsPort } from '../worlds-port.ts'
import { Call, type Handlers } from './call.ts'
import { callerPlace } from './caller.ts'
import { guard } from './guard.ts'
import { ALIASES } from './operations/aliases.ts'
import { CONCURRENCY } from './operations/concurrency.ts'
import { EVENT_INVOKE_CONFIGS } from './operations/event-invoke-configs.ts'
import { FUNCTIONS } from './operations/functions.ts'
import { INVOCATIONS } from './operations/invocations.ts'
import { PERMISSIONS } from './operations/permissions.ts'
import { PROVISIONED_CONCURRENCY } from './operations/provisioned-concurrency.ts'
import { TAGS } from './operations/tags.ts'
import { VERSIONS } from './operations/versions.ts'
import { refusal, response } from './reply.ts'
import { type Operation, ROUTES, type Route } from './route-table.ts'
import { unknownOperation, unsupported } from './unsupported.ts'

export interface LambdaApiParts {
  readonly worlds: WorldsPort
  readonly codes: CodeStore
  /** Account and region of callers who say nothing of them. Default: 123456789012 in us-east-1. */
  readonly home?: Place | undefined
  /** Names beside the loopback ones by which clients reach the endpoint, without a port. Default: none. */
  readonly hosts?: readonly string[] | undefined
  /** Is told of errors that are nobody's request: the client gets 500 without their text. */
  readonly onFailure?: ((error: unknown) => void) | undefined
}

const HOME: Place = { account: DEFAULT_ACCOUNT, region: DEFAULT_REGION }

const HANDLERS: Handlers = {
  ...EVENT_INVOKE_CONFIGS,
  ...INVOCATIONS,
  ...FUNCTIONS,
  ...VERSIONS,
  ...ALIASES,
  ...CONCURRENCY,
  ...PROVISIONED_CONCURRENCY,
  ...TAGS,
  ...PERMISSIONS,
}

/**
 * Lambda's REST API as one app, with or without a socket. Other routes can be added to it: they stand behind the same guard.
 */
export function lambdaApi({ worlds, codes, home = HOME, hosts = [], onFailure }: LambdaApiParts): Hono {
  const app = new Hono({ strict: false })
  const refuse = (error: unknown) => {
    const said = error instanceof ServiceError ? error : serviceFailure('The service failed.')
    if (said.status === 500) onFailure?.(error)
    return response(refusal(said), randomUUID())
  }
  app.use('*', guard(hosts, randomUUID))
  app.onError(refuse)
  app.notFound((context) => refuse(unknownOperation(context.req.method, context.req.path)))

  app.get('/_asyncinvoke/code/:name', async (context) => {
    const sha256 = Buffer.from(context.req.param('name'), 'base64url').toString('base64')
    const zip = await codes.get(sha256)
    if (!zip) return context.notFound()
    return context.body(Uint8Array.from(zip), 200, { 'Content-Type': 'application/zip' })
  })

  for (const operations of byPath()) {
    const [method, path] = ROUTES[operations[0]!]
    app.on(method, path, async (context) => {
      const operation = operations.find((each) => isMeant(ROUTES[each], context))!
      const handler = HANDLERS[operation]
      if (!handler) throw unsupported(operation)
      const place = callerPlace(home, context.req.header('Authorization'), context.req.query('X-Amz-Credential'))
      const world = method === 'GET' ? worlds.seen(place) : worlds.at(place)
      const call = new Call(operation, world, codes, context)
      return response(await handler(call), randomUUID())
    })
  }
  return app
}

/** Operations that share a method and a path, those that a query tells apart first. */
function byPath(): readonly (readonly Operation[])[] {
  const groups = Object.groupBy(Object.keys(ROUTES) as Operation[], (each) => ROUTES[each].slice(0, 2).join(' '))
  return Object.values(groups).map((group) => group!.sort((a, b) => ROUTES[b].length - ROUTES[a].length))
}

function isMeant([, , query]: Route, context: Context): boolean {
  if (query === undefined) return true
  const [name, value] = query.split('=')
  return context.req.query(name!) === value
}
