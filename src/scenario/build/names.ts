import { LATEST } from '../../rules/function-name.ts'

/**
 * The functions of a scenario and their qualifiers, by name only: taken from the data as written, so that a function
 * with a mistake in it is still known to those who refer to it.
 */
export class Names {
  /** Names of the dependencies. */
  readonly dependencies: readonly string[]
  private readonly qualifiers: ReadonlyMap<string, readonly string[]>

  /** @param data the scenario as written; @param further functions that come from a file */
  constructor(data: unknown, further: Iterable<string>) {
    this.dependencies = keysOf(field(data, 'dependencies'))
    const written = entriesOf(field(data, 'functions')).map(([name, spec]): [string, string[]] => [
      name,
      [LATEST, ...keysOf(field(spec, 'versions')), ...keysOf(field(spec, 'aliases'))],
    ])
    this.qualifiers = new Map([...[...further].map((name): [string, string[]] => [name, [LATEST]]), ...written])
  }

  get functions(): string[] {
    return [...this.qualifiers.keys()]
  }

  /** Empty where there is no such function. */
  qualifiersOf(functionName: string): readonly string[] {
    return this.qualifiers.get(functionName) ?? []
  }
}

function field(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[name] : undefined
}

function entriesOf(data: unknown): [string, unknown][] {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.entries(data) : []
}

function keysOf(data: unknown): string[] {
  return entriesOf(data).map(([key]) => key)
}
