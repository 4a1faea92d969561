import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemReason } from './usage-error.ts'

/** How long a program that opens files may take to say that it cannot. */
const PATIENCE_MS = 1_000

/** What opens a file with the program that is meant for it; the file's path comes last. No shell reads any of it. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}
const USUAL_OPENER = ['xdg-open'] as const

/**
 * Opens an address of a file in the browser. Programs that open files cut the part behind the `#`, or bear only short
 * ones: so they get a small file that leads there.
 *
 * @param env of the program that is started
 * @returns why it could not be opened; undefined where nothing is known against it
 */
export async function openInBrowser(
  address: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  const [program, ...args] = OPENERS[platform] ?? USUAL_OPENER
  const file = join(mkdtempSync(join(tmpdir(), 'asyncinvoke-')), 'play.html')
  writeFileSync(file, pageThatLeadsTo(address))
  return new Promise((resolve) => {
    const child = spawn(program, [...args, file], { env, detached: true, stdio: 'ignore' })
    const patience = setTimeout(settle, PATIENCE_MS)
    function settle(trouble?: string): void {
      clearTimeout(patience)
      child.unref()
      resolve(trouble)
    }
    child.on('error', (error) => settle(`${program}: ${systemReason(error) ?? error.message}`))
    child.on('exit', (code) => settle(code === 0 ? undefined : `${program} ended with ${code}`))
  })
}

function pageThatLeadsTo(address: string): string {
  const escaped = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<!doctype html>
<meta charset="utf-8">
<title>asyncinvoke</title>
<p><a href="${escaped}">To the page</a></p>
<script>location.replace(document.querySelector('a').href)</script>
`
}
