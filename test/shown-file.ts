import { readFileSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Block, Page } from './markdown.ts'
import { ROOT } from './source-file.ts'

const PATH = String.raw`[\w-]+(?:\/[\w.-]+)+\.ts`

/** Path of the file of this repository that a block shows, from a comment that is its first line. */
export function shownFile({ language, lines }: Block): string | undefined {
  return language === 'ts' ? new RegExp(`^// (${PATH})$`).exec(lines[0] ?? '')?.[1] : undefined
}

/** The lines of a file as somebody writes them who has installed this package. */
export function fileLines(path: string): string[] {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { default: string }>
  }
  const entries = new Map(
    Object.entries(exports).flatMap(([entry, target]): [string, string][] => {
      const built = typeof target === 'string' ? undefined : /^\.\/dist\/(.*)\.js$/.exec(target.default)?.[1]
      return built === undefined ? [] : [[`src/${built}.ts`, posix.join('asyncinvoke', entry)]]
    }),
  )
  const named = readFileSync(join(ROOT, path), 'utf8').replace(
    /(?<=(?: from|^import) )'(\.[^']+)'/gm,
    (written, relative) => {
      const entry = entries.get(posix.join(posix.dirname(path), relative))
      return entry === undefined ? written : `'${entry}'`
    },
  )
  return named.trimEnd().split('\n')
}

/** Writes the files that a page shows into it. */
export function updateFiles({ path }: Page): void {
  const block = new RegExp(`^\`\`\`ts\\n// (${PATH})\\n[^]*?^\`\`\`$`, 'gm')
  const text = readFileSync(join(ROOT, path), 'utf8')
  const fresh = text.replace(block, (_, file) => ['```ts', `// ${file}`, ...fileLines(file), '```'].join('\n'))
  writeFileSync(join(ROOT, path), fresh)
}
