/** Where the code of a version of a function is, and how it is started. */
export type FunctionSource = ModuleSource | ArchiveSource | CommandSource | AddressSource

interface Started {
  /** The function's own environment variables. */
  readonly variables?: Readonly<Record<string, string>>
}

/** An export of a module for Node, JavaScript or TypeScript. */
export interface ModuleSource extends Started {
  readonly kind: 'module'
  /** Absolute path of the file. */
  readonly path: string
  /** Name of the export, `handler` or `nested.handler`. */
  readonly export: string
}

/** A deployment package, as CreateFunction has it. */
export interface ArchiveSource extends Started {
  readonly kind: 'archive'
  /** The bytes of the zip; asked for when the function first runs. */
  readonly zip: () => Promise<Uint8Array>
  /** Such as `nodejs24.x`, `python3.13` or `provided.al2023`: these can run here. */
  readonly runtime: string
  /** Such as `index.handler`. */
  readonly handler: string
}

/** A program that polls Lambda's Runtime API: a custom runtime, or an official runtime interface client. */
export interface CommandSource extends Started {
  readonly kind: 'command'
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]]
  /** Absolute path: the working directory, and `LAMBDA_TASK_ROOT`. */
  readonly folder: string
  /** `_HANDLER`. */
  readonly handler?: string
}

/** A server that speaks the Invoke API, such as a container with Lambda's runtime interface emulator. */
export interface AddressSource {
  readonly kind: 'address'
  /** Such as `http://localhost:9000`. */
  readonly url: string
  /** How many events it is sent at once. Default 1: a runtime interface emulator refuses more. */
  readonly atOnce?: number
}
