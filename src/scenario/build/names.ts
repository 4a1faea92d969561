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

  /**
   * The names after a change: data in the form of a scenario, with what is added, and null for what is taken away.
   */
  after(change: unknown): Names {
    const qualifiers = new Map(this.qualifiers)
    for (const [name, spec] of entriesOf(field(change, 'functions'))) {
      if (spec === null) {
        qualifiers.delete(name)
        continue
      }
      const own = new Set(qualifiers.get(name) ?? [LATEST])
      for (const [qualifier, each] of [...entriesOf(field(spec, 'versions')), ...entriesOf(field(spec, 'aliases'))]) {
        if (each === null) own.delete(qualifier)
        else own.add(qualifier)
      }
      qualifiers.set(name, [...own])
    }
    return Object.assign(new Names({}, []), { dependencies: this.dependencies, qualifiers })
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
