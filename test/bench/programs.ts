import { spawnSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A program that takes a workload's name and a number of events, or why it cannot run here. */
export type Program = { readonly command: readonly string[] } | { readonly missing: string }

export type ProgramName = 'engine' | 'simpy' | 'cpp'

const ROOT = join(import.meta.dirname, '..', '..')
const PEERS = join(import.meta.dirname, 'peers')
/** Debian's packages are seen by Debian's own Python, which another one may hide. */
const PYTHONS = ['/usr/bin/python3', 'python3']
const COMPILERS = ['c++', 'g++', 'clang++']

/** Makes every program ready to run. What has to be built goes to `directory`. */
export function preparePrograms(directory: string): Record<ProgramName, Program> {
  return { engine: engine(directory), simpy: simpy(), cpp: cpp(directory) }
}

/**
 * The engine as it is published: compiled to JavaScript. Run from its sources it is 7 to 11 % slower: what takes the types away
 * is WebAssembly that lets go of a buffer, after which V8 checks every typed array at each access.
 */
function engine(directory: string): Program {
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  const project = ['--project', join(ROOT, 'tsconfig.bench.json'), '--outDir', directory]
  const compilation = spawnSync(process.execPath, [compiler, ...project], { encoding: 'utf8' })
  if (compilation.status !== 0) return { missing: `tsc did not compile it: ${compilation.stdout}` }
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }')
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'))
  return { command: [process.execPath, join(directory, 'test', 'bench', 'engine-row.js')] }
}

/** The peer in plain SimPy. */
export function simpy(): Program {
  const python = PYTHONS.find((candidate) => succeeds(candidate, ['-c', 'import SimPy.Simulation']))
  if (python === undefined) return { missing: "no Python with SimPy 2 (Debian's package python3-simpy)" }
  return { command: [python, join(PEERS, 'peer.py')] }
}

/** The peer in plain C++, compiled to `directory`. */
export function cpp(directory: string): Program {
  const compiler = COMPILERS.find((candidate) => succeeds(candidate, ['--version']))
  if (compiler === undefined) return { missing: `no C++ compiler (looked for ${COMPILERS.join(', ')})` }
  const binary = join(directory, 'peer')
  const source = join(PEERS, 'peer.cpp')
  const compilation = spawnSync(compiler, ['-std=c++20', '-O2', '-o', binary, source], { encoding: 'utf8' })
  if (compilation.status !== 0) return { missing: `${compiler} did not compile ${source}: ${compilation.stderr}` }
  return { command: [binary] }
}

function succeeds(command: string, commandLine: readonly string[]): boolean {
  return spawnSync(command, commandLine, { stdio: 'ignore' }).status === 0
}
