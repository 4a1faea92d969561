import { unbroken } from '../prose.ts'
import { DARK_PROPERTIES, DARK_RULES, LIGHT_PROPERTIES } from '../timeline-colour.ts'
import { breakable, html, type Inside, Markup } from './markup.ts'

/** What a page is styled and drawn with, as text, since it stands in the page itself. */
export interface PageAssets {
  readonly styles: readonly string[]
  /** Scripts in order, each with its digest: SHA-256, in base64. */
  readonly scripts: readonly { readonly text: string; readonly sha256: string }[]
  /** Version of this program. */
  readonly version: string
}

/** A part of a page with a heading of its own. */
export interface Section {
  readonly heading: string
  readonly body: Inside
}

export interface Page {
  /** What was simulated. */
  readonly name: string
  /** Length, seed and the like, which stand above the name. */
  readonly facts: readonly string[]
  /** The answer, in a sentence or a few. */
  readonly answer: string
  /** Those without a body are left out. */
  readonly sections: readonly (Section | undefined)[]
}

/**
 * A page as one file that needs no other: it opens from a disk, asks for nothing from anywhere, and says what it has to say
 * without its scripts, too. The same page gives the same bytes.
 */
export function htmlPage({ name, facts, answer, sections }: Page, { styles, scripts, version }: PageAssets): string {
  const shown = sections.filter((section) => section !== undefined)
  const ids = shown.map((_, place) => `part-${place + 1}`)
  // No connection of any kind: neither is one needed, nor may anything in the file open one.
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src ${scripts.map(({ sha256 }) => `'sha256-${sha256}'`).join(' ')}`,
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const style = [
    `:root { color-scheme: light dark; ${LIGHT_PROPERTIES} }`,
    `@media screen and (prefers-color-scheme: dark) { :root:not(.paper) { ${DARK_PROPERTIES} } ${DARK_RULES} }`,
    ...styles,
  ].join('\n')
  return `<!doctype html>
${
  html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="asyncinvoke ${version}">
<title>${name} · asyncinvoke</title>
<style>
${new Markup(style)}
</style>
</head>
<body>
<a class="skip" href="#answer">To the answer</a>
<header>
<p class="facts">${facts.join(' · ')}</p>
<h1>${name}</h1>
</header>
<main>
<p id="answer" class="answer" data-copy="text">${breakable(unbroken(answer))}</p>
<nav aria-label="Parts of this page"><ul>${shown.map(({ heading }, place) => html`<li><a href="#${ids[place]}">${heading}</a></li>`)}</ul></nav>
${shown.map(
  ({ heading, body }, place) => html`<section aria-labelledby="${ids[place]}">
<h2 id="${ids[place]}">${heading}</h2>
${body}</section>
`,
)}</main>
<footer><p>Made by asyncinvoke ${version}. A model of AWS Lambda, not AWS Lambda itself.</p></footer>
${scripts.map(({ text }) => html`<script>${new Markup(text)}</script>\n`)}</body>
</html>
`.text
}`
}
