import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Block, commandsOf, type Page } from './markdown.ts'
import { type Shell, withoutElapsed } from './shell.ts'
import { ROOT } from './source-file.ts'

const IS_RUN = /\basyncinvoke\b|\bnode (?:src|examples)\/|^npm start\b|\$\?|^npx vitest\b|\bnode --test\b/
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const ELLIPSIS = '…'

/** Whether what came is what the page shows, where a line `…` may stand for any lines. */
export function matches(came: string, shown: readonly string[]): boolean {
  const parts = shown.map((line) =>
    line.trim() === ELLIPSIS ? '(?:.*\\n)*?' : `${escaped(withoutElapsed(line))} *\\n`,
  )
  return new RegExp(`^${parts.join('')}$`).test(withoutElapsed(came.endsWith('\n') ? came : `${came}\n`))
}

function escaped(line: string): string {
  return line.trimEnd().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** The text of a block; in code, `asyncinvoke` and its other entries are this package. */
export function codeOf({ language, lines }: Block): string {
  const text = lines.join('\n')
  if (language !== 'ts') return text
  return text.replace(/'asyncinvoke((?:\/[\w-]+)?)'/g, (_, entry) => {
    const { default: built } = manifest.exports[`.${entry}`]
    return `'${pathToFileURL(join(ROOT, built.replace('./dist/', 'src/').replace(/\.js$/, '.ts'))).href}'`
  })
}

/** Runs the commands of a page and returns what came otherwise than shown, or writes it into the page. */
export async function runCommands(page: Page, shell: Shell): Promise<string[]> {
  const lines = page.text.split('\n')
  const wrong: string[] = []
  let added = 0
  for (const block of page.blocks) {
    if (block.fileName !== undefined) shell.write(block.fileName, `${codeOf(block)}\n`)
    if (block.language !== 'sh') continue
    for (const { text, output, place } of commandsOf(block).filter((command) => IS_RUN.test(command.text))) {
      const came = await shell.run(text)
      const isRight = output.length > 0 ? matches(came.text, output) : came.status === 0
      if (isRight) continue
      wrong.push(`${page.path}:${block.line}: $ ${text}\nexit ${came.status}\n${came.text}`)
      if (output.length === 0 || output.includes(ELLIPSIS)) continue
      const fresh = came.text.trimEnd().split('\n')
      lines.splice(block.line + place + added, output.length, ...fresh)
      added += fresh.length - output.length
    }
  }
  if (!process.env.UPDATE) return wrong
  writeFileSync(join(ROOT, page.path), lines.join('\n'))
  return []
}
