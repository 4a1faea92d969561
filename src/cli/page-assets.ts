import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { PageAssets } from '../report/html/page.ts'

/** What a page is styled and drawn with: uPlot's own files, then ours. */
const STYLES = [
  import.meta.resolve('uplot/dist/uPlot.min.css'),
  new URL('../report/html/browser/page.css', import.meta.url).href,
]
const SCRIPTS = [
  import.meta.resolve('uplot/dist/uPlot.iife.min.js'),
  new URL('../report/html/browser/pictures.js', import.meta.url).href,
  new URL('../report/html/browser/reading.js', import.meta.url).href,
  new URL('../report/html/browser/copying.js', import.meta.url).href,
]

/** Reads what stands in every page. @param version of this program */
export function pageAssets(version: string): PageAssets {
  return {
    styles: STYLES.map(textOf),
    scripts: SCRIPTS.map(textOf).map((text) => ({
      text,
      sha256: createHash('sha256').update(text).digest('base64'),
    })),
    version,
  }
}

function textOf(url: string): string {
  return readFileSync(new URL(url), 'utf8')
}
