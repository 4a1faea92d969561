import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

export type Handler = (event: unknown, context: object, callback: Callback) => unknown
export type Callback = (error?: unknown, result?: unknown) => void

const require = createRequire(import.meta.url)

/** Why a function cannot start; its name is the error's type. The types and texts are those of Lambda's Node.js runtime. */
export class StartError extends Error {
  constructor(type: string, reason: unknown) {
    super(String(reason))
    this.name = `Runtime.${type}`
    // The stack was written with the class's own name.
    this.stack = `${this.name}: ${this.message}\n${(this.stack ?? '').split('\n').slice(1).join('\n')}`
    if (reason instanceof Error && reason.stack) this.stack = `${this.name}: ${reason.stack}`
  }
}

/** Loads an export, `handler` or `nested.handler`, of the module in a file. */
export async function loadExport(path: string, name: string): Promise<Handler> {
  return handlerOf(await load(path), name, `${basename(path).replace(/\.\w+$/, '')}.${name}`)
}

/** Loads a handler by the name that Lambda's configuration has for it: `folder/file.export`. */
export async function loadHandler(root: string, handler: string): Promise<Handler> {
  if (handler.includes('..')) {
    throw new StartError(
      'MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    )
  }
  const [, module, name] = /^([^.]*)\.(.*)$/.exec(basename(handler)) ?? []
  if (module === undefined || name === undefined) throw new StartError('MalformedHandlerName', 'Bad handler')
  const folder = handler.slice(0, handler.length - basename(handler).length)
  const path = resolve(root, folder, module)
  return handlerOf(await load(fileOf(path) ?? resolved(root, join(folder, module))), name, handler)
}

/** The order in which Lambda's runtime tries the endings. */
function fileOf(path: string): string | undefined {
  const plain = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'].map((ending) => path + ending)
  return plain.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
}

/** A package of the archive that is a handler, or the error of `require` that names what was not found. */
function resolved(root: string, name: string): string {
  try {
    return require.resolve(name, { paths: [root] })
  } catch (error) {
    throw startError(error)
  }
}

async function load(path: string): Promise<Record<string, unknown>> {
  try {
    if (!isCommonJs(path)) return await import(pathToFileURL(path).href)
    return require(path)
  } catch (error) {
    throw startError(error)
  }
}

/** `require` where Lambda uses it, so that a function sees the `module.exports` that it made. */
function isCommonJs(path: string): boolean {
  if (/\.(?:mjs|mts|ts)$/.test(path)) return false
  return /\.(?:cjs|cts)$/.test(path) || !isInModulePackage(dirname(path))
}

function isInModulePackage(folder: string): boolean {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type === 'module'
  const above = dirname(folder)
  return above !== folder && basename(folder) !== 'node_modules' && isInModulePackage(above)
}

function startError(error: unknown): unknown {
  if (error instanceof SyntaxError) return new StartError('UserCodeSyntaxError', error)
  const { code } = (error ?? {}) as { code?: unknown }
  return code === 'MODULE_NOT_FOUND' ? new StartError('ImportModuleError', error) : error
}

function handlerOf(module: Record<string, unknown>, name: string, asked: string): Handler {
  const found = nested(module, name) ?? nested(module.default, name)
  if (found === undefined || found === null) {
    throw new StartError('HandlerNotFound', `${asked} is undefined or not exported`)
  }
  if (typeof found !== 'function') throw new StartError('HandlerNotFound', `${asked} is not a function`)
  return found as Handler
}

function nested(of: unknown, name: string): unknown {
  return name.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], of)
}
