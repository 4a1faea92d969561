import type { AttemptClock } from './attempt-clock.ts'
import { original, timers } from './platform.ts'

// Taken before a test's fake timers, or a stand-in, can be in their place.
const clearTimeout = original(timers.clearTimeout)
const setTimeout = original(timers.setTimeout)

/** Above every number that Node.js gives a timer. */
let lastNumber = 2 ** 40

/** Timers that somebody asked the number of. */
const byNumber = new Map<number, VirtualTimeout>()

/** The timer that was set in an attempt, by what `setTimeout` gave or by its number; undefined for one that is none. */
export function virtualTimeoutOf(handle: unknown): VirtualTimeout | undefined {
  if (handle instanceof VirtualTimeout) return handle
  return byNumber.size > 0 ? byNumber.get(Number(handle)) : undefined
}

/** What `setTimeout` and `setInterval` give in an attempt: a timer on the harness's clock, with the methods of Node's. */
export class VirtualTimeout {
  readonly #clock: AttemptClock
  readonly #callback: () => void
  readonly #delayMs: number
  readonly #repeats: boolean
  #alarm: number | undefined
  #hasRef = true
  #number: number | undefined
  #real: NodeJS.Timeout | undefined

  constructor(clock: AttemptClock, callback: () => void, delayMs: number, repeats: boolean) {
    this.#clock = clock
    this.#callback = callback
    this.#delayMs = delayMs
    this.#repeats = repeats
    this.refresh()
  }

  ref(): this {
    this.#hasRef = true
    return this
  }

  unref(): this {
    this.#hasRef = false
    return this
  }

  hasRef(): boolean {
    return this.#hasRef
  }

  /**
   * Starts it anew from the present moment. Where its attempt has ended, code outside of it gets a timer in real time: a
   * module may keep one timer for all who use it, as the platform's `fetch` does.
   */
  refresh(): this {
    if (this.#alarm !== undefined) this.#clock.unschedule(this, this.#alarm)
    if (this.#clock.isLeft) this.#goOn()
    else this.#alarm = this.#clock.schedule(this, this.#delayMs, () => this.#ring())
    return this
  }

  close(): this {
    clearTimeout(this.#real)
    this.#real = undefined
    this.#clock.unschedule(this, this.#alarm)
    this.#alarm = undefined
    if (this.#number !== undefined) byNumber.delete(this.#number)
    return this
  }

  [Symbol.toPrimitive](): number {
    this.#number ??= ++lastNumber
    if (this.#alarm !== undefined) byNumber.set(this.#number, this)
    return this.#number
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #goOn(): void {
    clearTimeout(this.#real)
    this.#real = setTimeout(() => {
      this.#real = undefined
      if (this.#repeats) this.refresh()
      this.#callback()
    }, this.#delayMs)
    if (!this.#hasRef) this.#real.unref()
  }

  #ring(): void {
    if (this.#repeats) this.refresh()
    else this.close()
    const { code } = this.#clock
    code.resume()
    try {
      this.#callback()
    } catch (error) {
      code.fail(error)
    }
  }
}
