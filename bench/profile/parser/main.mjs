import { readFileSync } from 'node:fs'

import { parse } from 'acorn'
import { walk } from 'estree-walker'

// A program that only computes: it parses a JavaScript file and gathers figures of its functions.
let text = readFileSync(process.argv[2], 'utf8')

function measure(code) {
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true })
  const figures = { functions: 0, calls: 0, depth: 0, names: new Map() }
  let depth = 0
  walk(program, {
    enter(node) {
      if (isFunction(node)) enterFunction(figures, node, ++depth)
      if (node.type === 'CallExpression') figures.calls++
    },
    leave(node) {
      if (isFunction(node)) depth--
    },
  })
  return figures
}

function isFunction(node) {
  return node.type.endsWith('FunctionExpression') || node.type === 'FunctionDeclaration'
}

function enterFunction(figures, node, depth) {
  figures.functions++
  figures.depth = Math.max(figures.depth, depth)
  const name = node.id?.name ?? ''
  figures.names.set(name, (figures.names.get(name) ?? 0) + 1)
}

process.on('disconnect', () => process.exit())
process.on('message', async (message) => {
  if (message === 'stop') process.disconnect()
  else if (message === 'cpu') process.send({ cpu: process.cpuUsage() })
  else {
    if (message.file !== undefined) text = readFileSync(message.file, 'utf8')
    const times = []
    for (let i = 0; i < message.rounds; i++) {
      const start = performance.now()
      measure(text)
      times.push(performance.now() - start)
      // As a program does that reads one file after the other.
      await new Promise((resolve) => setImmediate(resolve))
    }
    process.send({ times })
  }
})
measure(text)
process.send({ port: 0, cpu: process.cpuUsage() })
