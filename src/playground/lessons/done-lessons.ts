import { signal } from '@preact/signals'

const KEY = 'asyncinvoke.lessons'

/** The lessons that somebody has been through, by name, as far as the browser remembers: without that, until the page is left. */
export class DoneLessons {
  readonly names = signal<ReadonlySet<string>>(new Set())
  private readonly storage: () => Pick<Storage, 'getItem' | 'setItem'>

  /** @param storage may throw: browsers forbid it to some pages that are opened from a disk */
  constructor(storage: () => Pick<Storage, 'getItem' | 'setItem'>) {
    this.storage = storage
    try {
      const written: unknown = JSON.parse(storage().getItem(KEY) ?? '[]')
      if (Array.isArray(written)) this.names.value = new Set(written.map(String))
    } catch {
      // Nothing is remembered, or not by us.
    }
  }

  add(name: string): void {
    if (this.names.peek().has(name)) return
    this.names.value = new Set([...this.names.peek(), name])
    try {
      this.storage().setItem(KEY, JSON.stringify([...this.names.peek()]))
    } catch {
      // It is remembered as long as the page is open.
    }
  }
}
