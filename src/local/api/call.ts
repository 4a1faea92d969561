import type { Context } from 'hono'
import type { FunctionRequest } from '../../control-plane/account.ts'
import { type BodyReader, readInteger } from '../../rules/body-reader.ts'
import { jsonFault } from '../../rules/json-fault.ts'
import { requestTooLarge } from '../../rules/payload.ts'
import { type ServiceError, serialization } from '../../rules/service-error.ts'
import type { CodeStore } from '../store/code-store.ts'
import type { WorldPort } from '../worlds-port.ts'
import type { Reply } from './reply.ts'
import type { Operation } from './route-table.ts'

/** Largest body of a request that carries neither a payload nor code. A model choice: AWS names none. */
const BODY_BYTES = 1_048_576

/** One operation: a call in, a reply or a ServiceError out. */
export type Handler = (call: Call) => Reply | Promise<Reply>
export type Handlers = { readonly [Name in Operation]?: Handler }

/** A request for one operation in one world. */
export class Call {
  readonly operation: Operation
  readonly world: WorldPort
  readonly codes: CodeStore
  private readonly context: Context

  constructor(operation: Operation, world: WorldPort, codes: CodeStore, context: Context) {
    this.operation = operation
    this.world = world
    this.codes = codes
    this.context = context
  }

  get plane() {
    return this.world.plane
  }

  /** Runs something that changes settings, at the present instant of the world's clock. */
  change<Result>(work: () => Result): Result {
    return this.world.enter(work)
  }

  /** Like `change`, where it depends on whether targets exist. */
  async changeTargets<Result>(arns: readonly (string | undefined)[], work: () => Result): Promise<Result> {
    const asked = arns.filter((arn) => arn !== undefined && arn !== '') as string[]
    if (asked.length > 0) await this.world.lookUp?.(asked)
    return this.change(work)
  }

  /** A part of the path, decoded. */
  path(name: string): string {
    return this.context.req.param(name) ?? ''
  }

  query(name: string): string | undefined {
    return this.context.req.query(name)
  }

  queries(name: string): readonly string[] {
    return this.context.req.queries(name) ?? []
  }

  header(name: string): string | undefined {
    return this.context.req.header(name)
  }

  /** Where the client reaches this endpoint: `http://localhost:3001`. */
  get origin(): string {
    return new URL(this.context.req.url).origin
  }

  /** How the request names a function. */
  get target(): FunctionRequest {
    return { FunctionName: this.path('FunctionName'), Qualifier: this.query('Qualifier') }
  }

  /** Which page of a list the request wants. */
  get page(): { readonly MaxItems: number | undefined; readonly Marker: string | undefined } {
    const text = this.query('MaxItems')
    const count = text === undefined ? undefined : /^[+-]?\d+$/.test(text) ? Number(text) : text
    return { MaxItems: readInteger(count), Marker: this.query('Marker') }
  }

  /**
   * The body's bytes.
   *
   * @param refusal of a body of so many bytes; of one whose length was not said, those that had come by then
   * @throws ServiceError 413, before they are read where their length was said
   */
  async bytes(
    limitBytes = BODY_BYTES,
    refusal: (bytes: number) => ServiceError = () => requestTooLarge(this.operation, limitBytes),
  ): Promise<Uint8Array<ArrayBuffer>> {
    const said = this.header('Content-Length')
    if (said === undefined) return await this.stream(limitBytes, refusal)
    if (!(Number(said) <= limitBytes)) throw refusal(Number(said))
    // No more come than were said: the server sees to that. Much faster than a stream.
    return new Uint8Array(await this.context.req.arrayBuffer())
  }

  /** A body of unknown length, in pieces: reading ends as soon as more than the limit have come. */
  private async stream(limitBytes: number, refusal: (bytes: number) => ServiceError): Promise<Uint8Array<ArrayBuffer>> {
    const chunks: Uint8Array[] = []
    let length = 0
    for await (const chunk of this.context.req.raw.body ?? []) {
      length += chunk.length
      if (length > limitBytes) throw refusal(length)
      chunks.push(chunk)
    }
    return Uint8Array.from(Buffer.concat(chunks, length))
  }

  /** The members of a JSON body; of no body those of an empty one. @throws ServiceError for what is no JSON */
  async body<Members extends object>(read: BodyReader<Members>, limitBytes?: number): Promise<Members> {
    const bytes = await this.bytes(limitBytes)
    return read(bytes.length === 0 ? {} : parsed(bytes)) ?? (read({}) as Members)
  }
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true })

function parsed(bytes: Uint8Array): unknown {
  let text = ''
  try {
    text = UTF_8.decode(bytes)
    return JSON.parse(text)
  } catch {
    throw serialization(`Could not parse request body into json: ${jsonFault(text) ?? 'Invalid UTF-8'}`)
  }
}
