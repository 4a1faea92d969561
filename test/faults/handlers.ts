import { appendFileSync } from 'node:fs'

/** Notes that it ran, in the file of the environment variable RUNS; fails each time where the event says so. */
export async function noted(event: { readonly fails?: boolean }, context: { readonly awsRequestId: string }) {
  appendFileSync(process.env.RUNS!, `${context.awsRequestId}\n`)
  if (event.fails) throw new Error('as told')
  return { done: true }
}

/** Goes wrong as the event says. */
export async function wrong(event: { readonly how: string }): Promise<unknown> {
  if (event.how === 'hang') await new Promise((resolve) => setTimeout(resolve, 1e9))
  if (event.how === 'loop') for (;;);
  if (event.how === 'crash') process.abort()
  if (event.how === 'exit') process.exit(0)
  if (event.how === 'memory') for (const held: Buffer[] = []; ; ) held.push(Buffer.alloc(10_000_000, 1))
  if (event.how === 'large') return 'x'.repeat(7_340_032)
  return event.how
}
