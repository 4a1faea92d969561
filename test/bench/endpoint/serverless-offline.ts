import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { NOTHING } from './nothing.ts'
import { ServedProcess } from './served-process.ts'

/** The last major version that needs no licence, with the serverless that goes with it. */
const PACKAGES = ['serverless@3.40.0', 'serverless-offline@13.10.1']
const QUIET = { SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off', SLS_INTERACTIVE_SETUP_ENABLE: '0' }

/**
 * Installs serverless-offline into a folder.
 *
 * @throws Error where the registry is not reached
 */
export async function installServerlessOffline(folder: string): Promise<void> {
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...PACKAGES], {
    cwd: folder,
  })
  writeFileSync(join(folder, 'handler.js'), 'exports.handler = async () => {}\n')
}

/** Starts it. @returns the process, and the address of its Invoke API */
export async function startServerlessOffline(folder: string): Promise<{ process: ServedProcess; address: string }> {
  const [httpPort, lambdaPort, websocketPort] = await freePorts(3)
  const service = {
    service: 'peer',
    frameworkVersion: '3',
    // It ends by itself when a function times out, as happens here to some that it starts under load.
    provider: { name: 'aws', runtime: 'nodejs20.x', timeout: 900 },
    plugins: ['serverless-offline'],
    custom: { 'serverless-offline': { httpPort, lambdaPort, websocketPort } },
    functions: { [NOTHING]: { handler: 'handler.handler', name: NOTHING } },
  }
  writeFileSync(join(folder, 'serverless.json'), JSON.stringify(service))
  const program = join(folder, 'node_modules/serverless/bin/serverless.js')
  const process = new ServedProcess([program, 'offline'], { cwd: folder, env: QUIET })
  const address = `http://localhost:${lambdaPort}`
  await process.answers(address)
  return { process, address }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
