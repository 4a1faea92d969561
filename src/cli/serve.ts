import { readFile } from 'node:fs/promises'
import { serve as listen, type ServerType } from '@hono/node-server'
import type { ControlPlane } from '../control-plane/control-plane.ts'
import { Endpoint } from '../local/endpoint.ts'
import type { GivenCode } from '../local/runtimes.ts'
import { StoreFileError } from '../local/store/store-file.ts'
import { ModelInvoker } from '../models/model-invoker.ts'
import { create, settings, storeConfigs } from '../scenario/account.ts'
import { modelsOf } from '../scenario/models.ts'
import { formatProblem, ScenarioError } from '../scenario/problem.ts'
import type { FunctionSpec } from '../scenario/scenario.ts'
import { endpointLog } from './endpoint-log.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { type FunctionsFile, readFunctionsFile } from './functions-file.ts'
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

/** `serve`: starts the local endpoint and runs until somebody stops it. Its address goes to stdout, the log to stderr. */
export async function serve(options: ServeOptions): Promise<ExitCode> {
  const file = options.functions === undefined ? undefined : await loadFunctions(options.functions)
  if (options.functions !== undefined && file === undefined) return EXIT.usage
  const endpoint = open(options, file)
  let server: ServerType
  try {
    server = await bound(endpoint, options)
  } catch (error) {
    await endpoint.close()
    throw new UsageError(`cannot listen on ${options.host}:${options.port}: ${systemReason(error) ?? String(error)}`)
  }
  const { port } = server.address() as { port: number }
  process.stdout.write(`asyncinvoke listens on http://${options.host}:${port}\n`)
  const exitCode = await signal()
  server.close()
  await endpoint.close()
  return exitCode
}

function open(options: ServeOptions, file: FunctionsFile | undefined): Endpoint {
  const { clock, speed, store, keep, seed, endpointUrl, realAws, deliverTo, host, version } = options
  try {
    const endpoint = new Endpoint({
      clock,
      speed,
      store,
      keep,
      seed,
      version,
      delivery: { endpointUrl, realAws, deliverTo },
      hosts: [host],
      log: endpointLog(),
      ...(file && partsOf(file)),
    })
    if (file) setUp(endpoint.home.plane, file)
    return endpoint
  } catch (error) {
    if (error instanceof StoreFileError || error instanceof RangeError) throw new UsageError(error.message)
    throw error
  }
}

function partsOf({ scenario, code }: FunctionsFile) {
  const { account, functions, options } = scenario
  const names = new Set(functions.map(({ name }) => name))
  return {
    code,
    home: { account: account.id, region: account.region },
    accountConcurrency: account.concurrency,
    choices: options,
    models: {
      has: (name: string) => names.has(name) && !code.has(name),
      invoker: new ModelInvoker(modelsOf(scenario)),
    },
  }
}

/** Makes the functions of a file; one that the store has already gets the file's settings and keeps its versions. */
function setUp(plane: ControlPlane, { scenario, code }: FunctionsFile): void {
  const known = new Set(plane.functionNames())
  for (const spec of scenario.functions) {
    if (known.has(spec.name)) change(plane, spec)
    else create(plane, spec)
    plane.functions.update({ FunctionName: spec.name, ...details(code.get(spec.name)) })
  }
  storeConfigs(plane, scenario.functions)
}

function change(plane: ControlPlane, spec: FunctionSpec): void {
  const FunctionName = spec.name
  plane.functions.update({ FunctionName, ...settings(spec, spec) })
  const { reservedConcurrency: ReservedConcurrentExecutions } = spec
  if (ReservedConcurrentExecutions === undefined) plane.concurrency.delete({ FunctionName })
  else plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions })
}

function details(given: GivenCode | undefined) {
  const { source } = given ?? {}
  if (!source || source.kind === 'address') return {}
  const Handler = source.kind === 'module' ? source.export : source.handler
  return {
    ...(Handler !== undefined && { Handler }),
    ...(source.kind === 'archive' && { Runtime: source.runtime }),
    Environment: { Variables: source.variables ?? {} },
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

/** Resolves when somebody wants the process to stop: an interrupt is how one stops an endpoint, and all is well then. */
function signal(): Promise<ExitCode> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => {
      process.once('SIGINT', () => process.exit(EXIT.interrupted))
      resolve(EXIT.interrupted)
    })
    process.once('SIGTERM', () => resolve(EXIT.terminated))
  })
}
