import type { Page } from 'playwright-core'

/** How the frames of a page came, in milliseconds of real time. */
export interface Frames {
  readonly perS: number
  readonly longestMs: number
}

/** Begins to note when each frame of the page comes. */
export async function beginFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted: number[] = []
    Object.assign(window, { frames: noted })
    const note = (atMs: number) => {
      noted.push(atMs)
      requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
}

/** The frames since they were begun to be noted, or since this was asked last. */
export async function takeFrames(page: Page): Promise<Frames> {
  const atMs = await page.evaluate(() => {
    const noted = (window as unknown as { frames: number[] }).frames
    // The last one begins what is asked next.
    return [...noted.splice(0, noted.length - 1), noted.at(-1)!]
  })
  const gapsMs = atMs.slice(1).map((each, place) => each - atMs[place]!)
  return { perS: (1_000 * gapsMs.length) / (atMs.at(-1)! - atMs[0]!), longestMs: Math.max(...gapsMs) }
}
