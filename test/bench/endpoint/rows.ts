import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../source-file.ts'
import { NOTHING } from './nothing.ts'
import { ServedProcess } from './served-process.ts'
import { installServerlessOffline, startServerlessOffline } from './serverless-offline.ts'

export interface Started {
  readonly process: ServedProcess
  readonly address: string
}

/** One line of the table. */
export interface Row {
  readonly name: string
  /** What must be there before. @throws Error saying why the row is left out */
  prepare?(folder: string): Promise<void>
  start(folder: string): Promise<Started>
}

export const IN_MEMORY = 'in memory'
export const WITH_STORE = 'with --store'
export const PEER = 'serverless-offline'

export const ROWS: readonly Row[] = [
  { name: IN_MEMORY, start: (folder) => endpoint(folder, 'handler') },
  { name: WITH_STORE, start: (folder) => endpoint(folder, 'handler', 'store.db') },
  { name: 'in memory, a model', start: (folder) => endpoint(folder, 'model') },
  { name: 'with --store, a model', start: (folder) => endpoint(folder, 'model', 'store.db') },
  {
    name: PEER,
    prepare: (folder) => installServerlessOffline(join(folder, 'peer')),
    start: (folder) => startServerlessOffline(join(folder, 'peer')),
  },
]

/** An endpoint with a function that is a handler for Node, or that is no code at all. */
export async function endpoint(folder: string, kind: 'handler' | 'model', store?: string): Promise<Started> {
  const functions = join(folder, `${kind}.yaml`)
  const code = kind === 'handler' ? `module: ${join(folder, 'nothing.mjs')}` : 'timeout: 3s'
  writeFileSync(join(folder, 'nothing.mjs'), 'export const handler = async () => {}\n')
  writeFileSync(functions, `functions: { ${NOTHING}: { ${code} } }\n`)
  const file = store && join(folder, store)
  if (file) for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true })
  const main = join(ROOT, 'src/cli/main.ts')
  const process = new ServedProcess([
    main,
    ...['serve', '--port', '0', '--functions', functions],
    ...(file ? ['--store', file] : []),
  ])
  return { process, address: await process.address() }
}
