import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { main } from '../../src/cli/main.ts'

let folder = ''

beforeAll(() => {
  const temporary = join(import.meta.dirname, '../.tmp')
  mkdirSync(temporary, { recursive: true })
  folder = mkdtempSync(join(temporary, 'sdn-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Answer {
  status: number
  stdout: string
  stderr: string
}

async function sdn(args: string[], input: string | Iterable<Uint8Array> = ''): Promise<Answer> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const written = Promise.all([text(stdout), text(stderr)])
  const stdin = typeof input === 'string' ? Readable.from([Buffer.from(input)]) : Readable.from(input)
  const status = await main(['sdn', ...args], { stdin, stdout, stderr, cwd: folder, env: {} })
  stdout.end()
  stderr.end()
  const [out, error] = await written
  return { status, stdout: out, stderr: error }
}

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content)
  return name
}

const content = (name: string): string => readFileSync(join(folder, name), 'utf8')

const SAMPLE = `# kept
name: x # kept too
n: 9007199254740993
f: 1.0
"10": ten
"9": nine
t |a, b|
    1, {c: [2]}
m: table{i32} = [(1)]
`

test('check says where a file is wrong, for all files', async () => {
  const good = file('good.sdn', SAMPLE)
  const bad = file('bad.sdn', 'a: 1\nb: [1 2]\n')
  expect(await sdn(['check', good])).toEqual({ status: 0, stdout: '', stderr: '' })
  const { status, stderr } = await sdn(['check', bad, good, bad])
  expect(status).toBe(1)
  const fault = 'bad.sdn:2:7: found `2`, expected `,` or `]`.\n2 | b: [1 2]\n          ^\n'
  expect(stderr).toBe(fault + fault)
  const some = await sdn(['check', bad, 'gone.sdn', '.', good, bad])
  expect([some.status, some.stderr]).toEqual([2, expect.stringContaining(fault)])
  expect(some.stderr).toMatch(/gone\.sdn: cannot read this file: ENOENT[^]*\n\.: cannot read this file: EISDIR/)
  expect(some.stderr.endsWith(fault)).toBe(true)
  expect((await sdn(['check', '-', '--mode', 'safe'], 'constructor: 1\n')).status).toBe(1)
  expect((await sdn(['check', '-', '--max-depth', '2'], 'a = [[1]]\n')).status).toBe(1)
  expect(await sdn(['check', '-', '--max-depth', '0'], 'a: 1\n')).toMatchObject({
    status: 2,
    stderr: '--max-depth is "0", expected a number from 1.\n',
  })
})

test('bytes that are not UTF-8 have a place', async () => {
  const name = file('latin.sdn', Buffer.from('a: 1\nb: "caf\xe9"\n', 'latin1'))
  const { status, stderr } = await sdn(['check', name])
  expect(status).toBe(1)
  expect(stderr).toContain('latin.sdn:2:8: byte 0xe9 is not UTF-8')
})

test('what cannot be told is status 2', async () => {
  expect((await sdn(['check', 'missing.sdn'])).status).toBe(2)
  expect((await sdn(['check'])).status).toBe(2)
  expect((await sdn([])).status).toBe(2)
  expect((await sdn(['toString'])).status).toBe(2)
  expect((await sdn(['check', '-', '--write'])).status).toBe(2)
  expect((await sdn(['check', '-', '--mode', 'wild'])).status).toBe(2)
  expect((await sdn(['check', '-', '--nothing'])).status).toBe(2)
  expect((await sdn(['to-json', '-'], 'a')).status).toBe(2)
  expect((await sdn(['check', '--help'])).stdout).toContain('from-json')
})

test('JSON keeps the order of keys and the digits of integers, and comes back', async () => {
  const { stdout } = await sdn(['to-json', '-', '--indent', '0'], SAMPLE)
  expect(stdout).toBe(
    '{"name":"x","n":9007199254740993,"f":1.0,"10":"ten","9":"nine","t":[{"a":1,"b":{"c":[2]}}],"m":[[1]]}\n',
  )
  expect((await sdn(['from-json', '-'], stdout)).stdout).toBe(
    'name: x\nn: 9007199254740993\nf: 1.0\n"10": ten\n"9": nine\n\nt |a, b|\n    1, {c: [2]}\n\nm:\n    [1]\n',
  )
  expect(JSON.parse((await sdn(['to-json', '-'], SAMPLE)).stdout)['t']).toEqual([{ a: 1, b: { c: [2] } }])
})

test('the tagged form comes back as it was', async () => {
  const canonical = (await sdn(['fmt', '-', '--drop-comments'], SAMPLE)).stdout
  const tagged = (await sdn(['to-json', '-', '--tagged'], SAMPLE)).stdout
  expect(JSON.parse(tagged).v[2]).toEqual(['f', { t: 'float', v: '1.0', bits: '3ff0000000000000' }])
  expect((await sdn(['from-json', '-'], tagged)).stdout).toBe(canonical)
  expect((await sdn(['from-json', '-', '--plain'], tagged)).stdout).toContain('t: dict')
  expect((await sdn(['from-json', '-', '-o', 'out.sdn'], tagged)).status).toBe(0)
  expect(content('out.sdn')).toBe(canonical)
})

test('wrong JSON has a place', async () => {
  const faults: [string, string][] = [
    ['[1]', 'the root is no object'],
    ['{"a": }', '-:1:7: found `}`, expected a value.'],
    ['{"a": 1,}', '-:1:9: found `}`, expected a key in quotes.'],
    ['{"a": [1,]}', '-:1:10: found `]`, expected a value.'],
    ['{"a": 1} 2', '-:1:10: found `2`, expected the end of the text.'],
    ['{"a": 99999999999999999999}', 'an integer outside -2^63 .. 2^63-1.'],
    ['{"a": 1e999}', 'an infinite number.'],
    ['{"a": "\\ud800"}', 'half of a surrogate pair'],
    ['{"a": "\\x"}', 'an unknown escape'],
    ['{"a', 'no closing'],
    ['', 'found the end of the text'],
    ['{"t": "dict", "v": [["a", {"t": "int", "v": "x"}]]}', 'expected a tagged value'],
  ]
  for (const [json, message] of faults) {
    const { status, stderr } = await sdn(['from-json', '-'], json)
    expect(stderr).toContain(message)
    expect(status).toBe(2)
  }
})

test('get writes one value', async () => {
  const name = file('get.sdn', SAMPLE)
  expect((await sdn(['get', name, 'name'])).stdout).toBe('x\n')
  expect((await sdn(['get', name, 'name', '--json'])).stdout).toBe('"x"\n')
  expect((await sdn(['get', name, 't[0].b', '--indent', '0'])).stdout).toBe('{"c":[2]}\n')
  expect((await sdn(['get', name, 'f', '--tagged', '--indent', '0'])).stdout).toContain('"bits":"3ff0')
  const { status, stderr } = await sdn(['get', name, 't[7]'])
  expect([status, stderr]).toEqual([1, 'get.sdn: nothing at t[7].\n'])
})

test('set changes one value of a file and keeps the rest', async () => {
  const name = file('set.sdn', SAMPLE)
  expect((await sdn(['set', name, 't[0].a', '-5'])).status).toBe(0)
  expect(content(name)).toBe(SAMPLE.replace('    1,', '    -5,'))
  await sdn(['set', name, 't[0].a', '5', '--string'])
  expect(content(name)).toBe(SAMPLE.replace('    1,', '    "5",'))
  await sdn(['set', name, 't[0].a', '[1, {"x": 1.5}]', '--json'])
  expect(content(name)).toBe(SAMPLE.replace('    1,', '    [1, {x: 1.5}],'))
  await sdn(['set', name, 't[0].a', '1'])
  await sdn(['set', name, 'name', 'Acme Corp'])
  expect(content(name)).toBe(SAMPLE.replace(': x #', ': "Acme Corp" #'))
  expect((await sdn(['set', '-', 'a', '2'], 'a: 1 # c\r\n')).stdout).toBe('a: 2 # c\r\n')
})

test('set takes one value only, and changes nothing when it cannot', async () => {
  const name = file('set.sdn', SAMPLE)
  for (const value of ['a # b', '1\nz: 2', '1\nvalue: 2', '[', '"', 'a: b']) {
    const { status, stderr } = await sdn(['set', name, 'name', value])
    expect(stderr).toMatch(/VALUE/)
    expect(status).toBe(2)
  }
  expect((await sdn(['set', name, 'name.x', '1'])).status).toBe(2)
  const far = await sdn(['set', name, 't[7]', '1'])
  expect([far.status, far.stderr]).toEqual([
    2,
    expect.stringContaining(
      't has no part 7. Only items and rows that are there can be set: set the whole, or add one',
    ),
  ])
  expect(content(name)).toBe(SAMPLE)
})

test('fmt writes the canonical form and drops no comment unasked', async () => {
  const name = file('fmt.sdn', 'a   :   1\r\n')
  expect((await sdn(['fmt', name])).stdout).toBe('a: 1\n')
  expect((await sdn(['fmt', name, '--check'])).status).toBe(1)
  expect((await sdn(['fmt', name, '--write'])).status).toBe(0)
  expect(content(name)).toBe('a: 1\n')
  expect((await sdn(['fmt', name, '--check'])).status).toBe(0)
  const commented = file('commented.sdn', SAMPLE)
  const { status, stderr } = await sdn(['fmt', commented, '--write'])
  expect([status, content(commented)]).toEqual([2, SAMPLE])
  expect(stderr).toContain('2 comments')
  expect((await sdn(['fmt', '-'], 'a: 1 # one\n')).stderr).toContain('this file has 1 comment, which')
})

test('batch answers every line in order, whatever it holds', async () => {
  const deep = `k = ${'['.repeat(998)}${']'.repeat(998)}`
  const requests = [
    JSON.stringify({ id: 1, input: 'a: 1' }),
    JSON.stringify({ id: 'two', mode: 'safe', input: 'constructor: 1' }),
    'not JSON',
    '',
    '[1]',
    'null',
    JSON.stringify({ id: { x: [1] }, input: 5 }),
    JSON.stringify({ id: 3, mode: 'wild', input: '' }),
    JSON.stringify({ id: 4, mode: null, input: 'a: 1.5 # \u2028' }),
    JSON.stringify({ id: 5, input: deep }),
    `{"id": 6, "input": "k: \\"\\ud800\\""}`,
    `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
    `{"id": ${'['.repeat(200_000)}${']'.repeat(200_000)}, "input": ""}`,
  ]
  const { status, stdout } = await sdn(['batch'], requests.join('\n'))
  expect(status).toBe(0)
  const answers = stdout.trimEnd().split('\n')
  expect(answers).toHaveLength(requests.length)
  expect(JSON.parse(answers[0]!)).toEqual({ id: 1, ok: true, value: { t: 'dict', v: [['a', { t: 'int', v: '1' }]] } })
  expect(JSON.parse(answers[1]!)).toMatchObject({ id: 'two', ok: false, line: 1, column: 1 })
  for (const index of [2, 3, 4, 5, 11]) expect(JSON.parse(answers[index]!)).toMatchObject({ id: null, ok: false })
  expect(JSON.parse(answers[6]!)).toMatchObject({ id: { x: [1] }, ok: false })
  expect(JSON.parse(answers[7]!)).toMatchObject({ id: 3, ok: false })
  expect(JSON.parse(answers[8]!)).toMatchObject({ id: 4, ok: true })
  expect(JSON.parse(answers[9]!)).toMatchObject({ id: 5, ok: true })
  expect(JSON.parse(answers[10]!)).toMatchObject({ id: 6, ok: false, line: 1, column: 5 })
  expect(answers[12]!.endsWith(',"ok":true,"value":{"t":"dict","v":[]}}')).toBe(true)
})

test('batch reads lines that come in pieces', async () => {
  const bytes = Buffer.from(
    `${JSON.stringify({ id: 1, input: 'k: "é🎉"' })}\n${JSON.stringify({ id: 2, input: '' })}\n`,
  )
  const { stdout } = await sdn(
    ['batch'],
    Array.from(bytes, (byte) => Buffer.from([byte])),
  )
  expect(stdout.split('\n')).toEqual([
    '{"id":1,"ok":true,"value":{"t":"dict","v":[["k",{"t":"str","v":"é🎉"}]]}}',
    '{"id":2,"ok":true,"value":{"t":"dict","v":[]}}',
    '',
  ])
})

test('batch gives the vectors as they are', async () => {
  const vectors = readFileSync(new URL('vectors.jsonl', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  const { stdout } = await sdn(['batch'], vectors.join('\n'))
  const answers = stdout.trimEnd().split('\n')
  expect(answers).toHaveLength(vectors.length)
  const faults = vectors.filter((vector, index) => {
    const { id, ok, value, line } = JSON.parse(vector)
    const answer = JSON.parse(answers[index]!)
    const isSame = ok
      ? JSON.stringify(answer.value) === JSON.stringify(value)
      : line === undefined || answer.line === line
    return answer.id !== id || answer.ok !== ok || !isSame
  })
  expect(faults).toEqual([])
})
