import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { serve as listen, type ServerType } from '@hono/node-server'
import { Endpoint } from '../local/endpoint.ts'
import { isLoopback } from '../local/loopback.ts'
import { StoreFileError } from '../local/store/store-file.ts'
import { ModelInvoker } from '../models/model-invoker.ts'
import { mustSeeEnds } from '../scenario/models.ts'
import { formatProblem, ScenarioError } from '../scenario/problem.ts'
import { deploy, deployedModels } from './deployment.ts'
import { endpointLog } from './endpoint-log.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { type FunctionsFile, readFunctionsFile } from './functions-file.ts'
import { Interruption } from './interruption.ts'
import { namesOf, urlHost } from './listening-host.ts'
import { systemReason, UsageError } from './usage-error.ts'

export interface ServeOptions {
  readonly port: number
  readonly host: string
  readonly store?: string
  readonly clock: 'real' | 'virtual'
  readonly speed?: number
  readonly functions?: string
  readonly endpointUrl?: string
  readonly realAws?: boolean
  readonly deliverTo?: string
  readonly keep?: number
  readonly seed?: number
  readonly version: string
}

/** Milliseconds that answers have to leave, once the endpoint has stopped, before connections are cut. */
const FAREWELL_MS = 100

/** `serve`: starts the local endpoint and runs until somebody stops it. Its address goes to stdout, the log to stderr. */
export async function serve(options: ServeOptions): Promise<ExitCode> {
  const { clock, functions, host, speed } = options
  if (clock === 'virtual' && speed !== undefined)
    throw new UsageError('--speed: expected a real clock, got --clock virtual, which stands still until it is moved')
  const file = functions === undefined ? undefined : await loadFunctions(functions)
  if (functions !== undefined && file === undefined) return EXIT.usage
  const interruption = new Interruption()
  const endpoint = open(options, file)
  let server: ServerType
  try {
    server = await bound(endpoint, options)
  } catch (error) {
    await endpoint.close()
    throw new UsageError(`cannot listen on ${urlHost(host)}:${options.port}: ${systemReason(error) ?? String(error)}`)
  }
  try {
    // Not before the address is ours: another program may have it, and then no handler has run.
    endpoint.start(file && ((plane) => deploy(plane, file, functions!)))
  } catch (error) {
    await stop(endpoint, server)
    throw error
  }
  if (!isLoopback(urlHost(host)))
    process.stderr.write(
      `asyncinvoke: warning: whoever reaches ${urlHost(host)} can run code here: nobody is asked for a password\n`,
    )
  const { port } = server.address() as { port: number }
  process.stdout.write(`asyncinvoke listens on http://${urlHost(host)}:${port}\n`)
  const exitCode = await interruption.asked
  await stop(endpoint, server)
  interruption.close()
  return exitCode
}

/** Takes no more requests, lets running attempts end and their callers be answered, and lets go of who still waits. */
async function stop(endpoint: Endpoint, server: ServerType): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  await endpoint.close()
  await Promise.race([closed, setTimeout(FAREWELL_MS, undefined, { ref: false })])
  if ('closeAllConnections' in server) server.closeAllConnections()
}

function open(options: ServeOptions, file: FunctionsFile | undefined): Endpoint {
  const { clock, speed, store, keep, seed, endpointUrl, realAws, deliverTo, host, version } = options
  try {
    return new Endpoint({
      clock,
      speed,
      store,
      keep,
      seed,
      version,
      delivery: { endpointUrl, realAws, deliverTo },
      hosts: namesOf(host),
      log: endpointLog(),
      ...(file && partsOf(file)),
    })
  } catch (error) {
    if (error instanceof StoreFileError) throw new UsageError(error.message)
    const reason = systemReason(error)
    if (store !== undefined && reason !== undefined) throw new UsageError(`${store}: expected a store, but ${reason}`)
    throw error
  }
}

function partsOf({ scenario, code }: FunctionsFile) {
  const { account, functions, options } = scenario
  const invoker = new ModelInvoker(deployedModels(scenario))
  const names = new Set(functions.map(({ name }) => name))
  return {
    code,
    home: { account: account.id, region: account.region },
    accountConcurrency: account.concurrency,
    choices: options,
    models: {
      has: (name: string) => names.has(name) && !code.has(name),
      invoker,
      observer: mustSeeEnds(scenario) ? invoker.course : undefined,
    },
  }
}

async function loadFunctions(path: string): Promise<FunctionsFile | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new UsageError(`${path}: expected a file of functions, but ${systemReason(error) ?? String(error)}`)
  }
  try {
    const file = await readFunctionsFile(text, path)
    for (const warning of file.warnings) process.stderr.write(`${formatProblem(warning)}\n`)
    return file
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    for (const problem of error.problems) process.stderr.write(`${formatProblem(problem)}\n`)
    return undefined
  }
}

function bound(endpoint: Endpoint, { host, port }: ServeOptions): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch: endpoint.app.fetch, hostname: host, port }, () => resolve(server))
    server.once('error', reject)
  })
}
