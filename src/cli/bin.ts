#!/usr/bin/env node
// Runs under versions of Node that could not even read the rest: plain syntax, and nothing imported before the check.
const needed = [22, 18]
const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]

if (major > needed[0]! || (major === needed[0] && minor >= needed[1]!)) {
  void import('./main.ts')
} else {
  console.error(`asyncinvoke: expected Node ${needed.join('.')} or later, got ${process.versions.node}`)
  process.exitCode = 2
}
