import { hostname, networkInterfaces } from 'node:os'

const WILDCARD = /^(?:0\.0\.0\.0|::)$/

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
