import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type CallOptions, call } from './call.ts'

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcessWithoutNullStreams
  readonly finished: Promise<Finished>
}

/** Starts the command line in a process of its own, without the colours and locale of whoever runs the tests. */
export function start(args: readonly string[], { cwd, env = {} }: Omit<CallOptions, 'input'> = {}): Running {
  const { PATH } = process.env
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env: { PATH, LANG: 'C.UTF-8', ...env } })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const finished = new Promise<Finished>((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { child, finished }
}

/** Runs the command line to its end, in this process. */
export async function execute(args: readonly string[], options?: CallOptions): Promise<Finished> {
  const { code, stdout, stderr } = await call(args, options)
  return { code, stdout, stderr }
}

/** Runs the command line to its end, in a process of its own: where that is what matters. */
export function executeApart(args: readonly string[], { input, ...options }: CallOptions = {}): Promise<Finished> {
  const { child, finished } = start(args, options)
  child.stdin.end(input)
  return finished
}

/** A directory with files in it, which goes away with the test. */
export function directory(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'asyncinvoke-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return path
}

/** Ten events, the last four in an outage that outlasts their retries. */
export const SCENARIO = `\
name: small
seed: 7
runLength: 10m
functions:
  work:
    deadLetterConfig: { TargetArn: "arn:aws:sqs:us-east-1:123456789012:dead" }
    model:
      duration: 100ms
      errors: { outages: [{ from: 6m, to: 20m }] }
    arrivals: [{ constant: { rate: 1/m } }]
expect:
  - work.dropped == 4
`
