import { hostname, networkInterfaces } from 'node:os'

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i
const WILDCARD = /^(?:0\.0\.0\.0|::)$/

/** Whether only this machine reaches what listens there. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host)
}

/** A host as it stands in a URL. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/**
 * Names by which clients reach what listens on a host. On every address that is each of the machine's, its name, and the
 * one by which containers know it.
 */
export function namesOf(host: string): readonly string[] {
  const own = urlHost(host).toLowerCase()
  if (!WILDCARD.test(host)) return [own]
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return [
    own,
    hostname().toLowerCase(),
    'host.docker.internal',
    ...addresses.map(({ address }) => urlHost(address.replace(/%.*$/, ''))),
  ]
}
