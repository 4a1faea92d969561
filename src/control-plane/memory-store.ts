import type {
  AliasRow,
  EventInvokeConfigRow,
  FunctionRow,
  ProvisionedConcurrencyRow,
  Rows,
  Store,
  VersionRow,
} from './store.ts'

/** A store that forgets everything with its process. */
export class MemoryStore implements Store {
  readonly versions = new MemoryRows<VersionRow>()
  readonly aliases = new MemoryRows<AliasRow>()
  readonly eventInvokeConfigs = new MemoryRows<EventInvokeConfigRow>()
  readonly provisionedConcurrency = new MemoryRows<ProvisionedConcurrencyRow>()
  private readonly rows = new Map<string, FunctionRow>()

  function(name: string): FunctionRow | undefined {
    return this.rows.get(name)
  }

  functions(): readonly FunctionRow[] {
    return [...this.rows.values()]
  }

  putFunction(row: FunctionRow): void {
    this.rows.set(row.name, row)
  }

  deleteFunction(name: string): void {
    this.rows.delete(name)
    const { versions, aliases, eventInvokeConfigs, provisionedConcurrency } = this
    for (const rows of [versions, aliases, eventInvokeConfigs, provisionedConcurrency]) rows.deleteAll(name)
  }

  /** The control plane writes only when all its checks have passed, and a map does not fail: nothing to take back. */
  atomically<T>(work: () => T): T {
    return work()
  }
}

class MemoryRows<Row> implements Rows<Row> {
  private readonly byFunction = new Map<string, Map<string, Row>>()

  get(functionName: string, key: string): Row | undefined {
    return this.byFunction.get(functionName)?.get(key)
  }

  list(functionName: string): readonly Row[] {
    const rows = [...(this.byFunction.get(functionName) ?? [])]
    return rows.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  }

  put(functionName: string, key: string, row: Row): void {
    const rows = this.byFunction.get(functionName)
    if (rows) rows.set(key, row)
    else this.byFunction.set(functionName, new Map([[key, row]]))
  }

  delete(functionName: string, key: string): boolean {
    return this.byFunction.get(functionName)?.delete(key) ?? false
  }

  deleteAll(functionName: string): void {
    this.byFunction.delete(functionName)
  }
}
