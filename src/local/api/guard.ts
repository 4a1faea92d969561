import type { IncomingMessage } from 'node:http'
import type { Context, MiddlewareHandler } from 'hono'
import { ServiceError } from '../../rules/service-error.ts'
import { isLoopback } from '../loopback.ts'
import { refusal, response } from './reply.ts'

/** Bytes of all headers together, and characters of a URL. Model choices: what Node's server takes by default. */
const HEADER_BYTES = 16_384
const URL_CHARACTERS = 16_384

/**
 * Keeps web pages away: a page of another site may send requests to a local address, by its own name (DNS rebinding) or
 * across origins. Clients of AWS send neither a foreign `Host` nor an `Origin`. A link to the endpoint may be followed.
 *
 * @param hosts names beside the loopback ones by which the endpoint is reached, without a port
 */
export function guard(hosts: readonly string[], nextRequestId: () => string): MiddlewareHandler {
  return async (context, next) => {
    const error = guardRefusal(context, hosts)
    return error ? response(refusal(error), nextRequestId()) : next()
  }
}

function guardRefusal(context: Context, hosts: readonly string[]): ServiceError | undefined {
  const { headers, method, url } = context.req.raw
  if (headerBytes(context) > HEADER_BYTES)
    return refuse('RequestHeaderFieldsTooLarge', 431, 'The headers are too large.')
  if (url.length > URL_CHARACTERS) return refuse('RequestUriTooLong', 414, 'The URL is too long.')
  const host = headers.get('host') ?? new URL(url).host
  const name = host.toLowerCase().replace(/:\d+$/, '')
  if (!isLoopback(name) && !hosts.includes(name))
    return refuse('ForbiddenException', 403, `The host '${host}' is not one of this endpoint's names.`)
  if (isOwn(headers, host)) return undefined
  const isRead = method === 'GET' || method === 'HEAD'
  if (isRead && (isOfNoOther(headers) || headers.get('sec-fetch-mode') === 'navigate')) return undefined
  const what = isRead ? 'ask for anything' : 'change anything'
  return refuse('ForbiddenException', 403, `Requests from pages of another origin may not ${what}.`)
}

function headerBytes({ env, req }: Context): number {
  // As they came over the socket: to list the headers of the request would make objects of all of them.
  const { incoming } = (env ?? {}) as { readonly incoming?: IncomingMessage }
  const texts = incoming?.rawHeaders ?? [...req.raw.headers].flat()
  return texts.reduce((sum, { length }) => sum + length, 0)
}

/** Whether a request comes from no page, or from one of this endpoint. */
function isOwn(headers: Headers, host: string): boolean {
  const origin = headers.get('origin')
  return isOfNoOther(headers) && (origin === null || origin === `http://${host}` || origin === `https://${host}`)
}

/** Whether a browser, where one asks, says that no page of another origin made it ask. */
function isOfNoOther(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  return site === null || site === 'same-origin' || site === 'none'
}

function refuse(code: string, status: number, message: string): ServiceError {
  return new ServiceError(code, status, message, { message })
}
