import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { BuiltPage } from './browser/built-page.ts'

const page = new BuiltPage()
afterAll(() => page.remove())

test('the page is one file of less than 400 kB', () => {
  const bytes = readFileSync(page.file)
  expect(bytes.length).toBeLessThan(400_000)
  expect(bytes.toString()).toMatch(/<\/html>\s*$/)
})

test('the page loads nothing: it names no other file', () => {
  const html = readFileSync(page.file, 'utf8')
  expect(html).not.toMatch(/<(?:script|img|iframe)[^>]*\ssrc=|<link[^>]*href="(?!data:)|@import|url\((?!data:)/)
  expect(html).toContain("default-src 'none'")
})
