/**
 * Builds the page, one HTML file that unpacks itself: `node tools/page.ts dist/playground/index.html`. Its script is packed with
 * gzip: it is the whole engine, and a third of its size so.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const SOURCE = join(import.meta.dirname, '..', 'src', 'playground')
const MODULE = /<script type="module"[^>]*><\/script>/

const [file] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('expected the path of the file to write, got nothing: node tools/page.ts FILE\n')
  process.exitCode = 2
} else {
  const { script, style } = await bundled()
  const html = readFileSync(join(SOURCE, 'index.html'), 'utf8')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, pageOf(html, script, style))
}

async function bundled(): Promise<{ script: string; style: string }> {
  const built = await build({
    root: SOURCE,
    configFile: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: 'main.tsx', formats: ['iife'], name: 'page', cssFileName: 'page' },
    },
  })
  const output = [built].flat().flatMap((each) => ('output' in each ? each.output : []))
  const code = output.flatMap((each) => (each.type === 'chunk' ? each.code : []))
  const styles = output.flatMap((each) => (each.type === 'asset' ? String(each.source) : []))
  if (code.length !== 1) throw new Error(`expected one script, got ${code.length}`)
  return { script: code[0]!, style: styles.join('\n') }
}

/** The page may load nothing, and run nothing but what is in it. */
function pageOf(html: string, script: string, style: string): string {
  const packed = gzipSync(script, { level: 9 }).toString('base64')
  const loader = readFileSync(join(SOURCE, 'unpack.js'), 'utf8')
  const digests = [loader, script].map((each) => `'sha256-${createHash('sha256').update(each).digest('base64')}'`)
  const policy = `default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src ${digests.join(' ')}`
  if (!MODULE.test(html)) throw new Error('expected index.html to start a module')
  return html
    .replace('<meta charset="utf-8">', `$&\n    <meta http-equiv="Content-Security-Policy" content="${policy}">`)
    .replace('</head>', () => `  <style>${style}</style>\n  </head>`)
    .replace(MODULE, () => `<script type="text/plain" id="packed">${packed}</script>\n    <script>${loader}</script>`)
}
