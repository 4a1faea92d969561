/**
 * Whether a handler answers by the promise that it returned: the Node.js runtime takes all that has a `then`, of whatever
 * realm. Inferred from the source of its interface client.
 */
export function isPromise(returned: unknown): returned is PromiseLike<unknown> {
  return typeof (returned as PromiseLike<unknown> | null | undefined)?.then === 'function'
}
