import type { Handler } from '../handler.ts'

/** Sees which runs of a handler came to a good end, also those whose answer was lost on the way. */
export class Witness {
  /** Runs that returned. One that ended by the context's deprecated `succeed` is not seen. */
  returned = 0

  /** A handler that does exactly what the given one does. */
  watch(handler: Handler): Handler {
    const isByCallback = handler.length >= 3
    const watched: Handler = (event, context, callback) => {
      const told = (error?: unknown, result?: unknown) => {
        if (error === undefined || error === null) this.returned++
        callback(error, result)
      }
      const answer = handler(event, context, isByCallback ? told : callback)
      if (typeof answer?.then === 'function') answer.then(() => this.returned++, ignored)
      else if (!isByCallback) this.returned++
      return answer
    }
    // By its number of parameters it is known whether a handler answers by its callback.
    return Object.defineProperties(watched, { length: { value: handler.length }, name: { value: handler.name } })
  }
}

/** A failure is the harness's to see. */
function ignored(): void {}
