import type { Moved } from '../../../src/local/clock/clock.ts'

/** Something with a list of due times, which notes when it is moved over each of them. */
export class MovedList implements Moved {
  nowMs = 0
  readonly done: { readonly dueMs: number; readonly atMs: number }[] = []
  running: Promise<void> | undefined
  private readonly due: number[] = []

  constructor(...due: number[]) {
    this.due.push(...due)
  }

  add(dueMs: number): void {
    this.due.push(dueMs)
    this.due.sort((a, b) => a - b)
  }

  get nextDueMs(): number {
    return this.due[0] ?? Number.POSITIVE_INFINITY
  }

  get pending(): number {
    return this.due.length
  }

  approach(untilMs: number): void {
    while (this.nextDueMs < untilMs) this.done.push({ dueMs: this.due.shift()!, atMs: untilMs })
    this.nowMs = untilMs
  }

  advance(untilMs: number): void {
    while (this.nextDueMs <= untilMs) this.done.push({ dueMs: this.due.shift()!, atMs: untilMs })
    this.nowMs = untilMs
  }

  get doneMs(): number[] {
    return this.done.map(({ dueMs }) => dueMs)
  }
}
