import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow, ROOT } from './source-file.ts'

/** A fenced block of a page. */
export interface Block {
  /** Line of its opening fence, from 1. */
  readonly line: number
  /** What stands behind the fence: `sh`, `yaml`, `ts` … */
  readonly language: string
  readonly lines: readonly string[]
  /** Name of the file that it is, from a comment that is its first line: `# orders.yaml`, `// orders.test.ts`. */
  readonly fileName: string | undefined
}

/** A command in a block of language `sh` and what the page shows beneath it. */
export interface Command {
  readonly text: string
  /** Lines of output on the page; none where the page shows none. */
  readonly output: readonly string[]
  /** Place of the first line of output in the block's lines. */
  readonly place: number
}

/** A page of the documentation. */
export interface Page {
  /** From the root: `docs/reference/result.md`. */
  readonly path: string
  readonly text: string
  readonly blocks: readonly Block[]
}

/** README, the other pages at the top, all of `docs`, and the README of each example. */
export function pages(): Page[] {
  const top = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].filter((path) => existsSync(join(ROOT, path)))
  return [...top, ...filesBelow('docs', '.md'), ...filesBelow('examples', 'README.md')].map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8')
    return { path, text, blocks: blocksOf(text) }
  })
}

function blocksOf(text: string): Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  for (let place = 0; place < lines.length; place++) {
    const language = /^```(\S+)/.exec(lines[place]!)?.[1]
    if (language === undefined) continue
    const end = lines.indexOf('```', place)
    if (end < 0) throw new Error(`the block that begins in line ${place + 1} has no end`)
    const fileName = /^(?:#|\/\/) ([\w-]+(?:\.\w+)+)$/.exec(lines[place + 1]!)?.[1]
    blocks.push({ line: place + 1, language, lines: lines.slice(place + 1, end), fileName })
    place = end
  }
  return blocks
}

/** The commands of a block: what follows `$ `; the lines up to the next one are its output. */
export function commandsOf({ lines }: Block): Command[] {
  const starts = lines.flatMap((line, place) => (line.startsWith('$ ') ? [place] : []))
  return starts.map((start, index) => ({
    text: lines[start]!.slice(2),
    output: lines.slice(start + 1, starts[index + 1]),
    place: start + 1,
  }))
}

/** Targets of a page's links, code apart. */
export function linksOf({ text }: Page): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
  const inline = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
  const defined = [...prose.matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)]
  return [...inline, ...defined].map(([, target]) => target!)
}

/** Anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(text: string): string[] {
  const headings = text.replace(/^```[\s\S]*?^```/gm, '').match(/^#+ .*$/gm) ?? []
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
}
