/** A small generator of pseudo-random numbers (mulberry32), so that a program is named by its seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items]
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1))
    ;[result[i], result[j]] = [result[j]!, result[i]!]
  }
  return result
}

/**
 * A program for Hermes 0.12 that prints what it computes; ES5 and generators, no clock, no chance.
 * Every seed holds each feature that has tables or offsets of its own: switches over numbers (jump tables) and strings,
 * exceptions with handlers, finally and stack traces, generators, regular expressions, closures, accessors,
 * functions with the same body, object and array literals; every fourth a function with over 64 KB of bytecode and one
 * with many registers and parameters (large headers).
 */
export function programOf(seed: number): string {
  const random = randomOf(seed)
  const int = (below: number): number => Math.floor(random() * below)
  const parts: string[] = ['var out = []; function log(x) { out.push(String(x)); }']
  const calls: string[] = []
  const features = [
    numberSwitch,
    stringSwitch,
    exceptions,
    generator,
    regularExpression,
    closures,
    accessors,
    twins,
    literals,
    stackTrace,
    inlined,
  ]
  const names = shuffled([...features, ...features.filter(() => random() < 0.6)], random)
  names.forEach((feature, index) => {
    const { code, call } = feature(`f${index}`, int)
    parts.push(code)
    calls.push(call)
  })
  if (seed % 4 === 0) {
    parts.push(bigFunction('big', int), manyRegisters('wide', int))
    calls.push('log(big(3))', 'log(wide.apply(null, out.length > 5 ? [1, 2, 3] : [4]))')
  }
  return `${shuffled(parts, () => 0.999_999).join('\n')}\n${shuffled(calls, random).join(';\n')};\nprint(out.join('|'));\n`
}

type Feature = (name: string, int: (below: number) => number) => { code: string; call: string }

const numberSwitch: Feature = (name, int) => {
  const count = 11 + int(30)
  const from = int(50)
  const cases = Array.from(
    { length: count },
    (_, i) => `case ${from + i}: r += ${int(1000)}; ${int(3) > 0 ? 'break;' : ''}`,
  )
  return {
    code: `function ${name}(x) { var r = 0; switch (x) { ${cases.join(' ')} default: r -= 1; } ${
      int(2) === 0 ? `switch (x + 1) { ${cases.join(' ')} }` : ''
    } return r; }`,
    call: `for (var i = ${from - 2}; i < ${from + count + 2}; i++) log(${name}(i))`,
  }
}

const stringSwitch: Feature = (name, int) => {
  const count = 12 + int(20)
  const cases = Array.from({ length: count }, (_, i) => `case 'k${i}': return ${int(1000)};`)
  return {
    code: `function ${name}(x) { switch (x) { ${cases.join(' ')} default: return -1; } }`,
    call: `for (var i = 0; i < ${count + 2}; i++) log(${name}('k' + i))`,
  }
}

const exceptions: Feature = (name, int) => ({
  code: `function ${name}(n) { var trace = ''; for (var i = 0; i < n; i++) { try { try { if (i % ${2 + int(3)} === 0) throw new TypeError('t' + i);
    if (i % 5 === 4) null.x; trace += 'a'; } catch (e) { trace += e.name; if (i % 2) throw e; } finally { trace += 'f'; if (i === ${int(9)}) continue; } }
    catch (e) { trace += '<' + e.message + '>'; } } return trace; }`,
  call: `log(${name}(${6 + int(8)}))`,
})

const generator: Feature = (name, int) => ({
  code: `function* ${name}(n) { try { for (var i = 0; i < n; i++) { var got = yield i * ${1 + int(9)}; if (got) yield* ${name}(got); } } finally { log('closed' + n); } }`,
  call: `var g${name} = ${name}(${4 + int(4)}), s; log(g${name}.next().value); log(g${name}.next(2).value); while (!(s = g${name}.next()).done) log(s.value);
    var h${name} = ${name}(5); h${name}.next(); log(h${name}.return(7).value)`,
})

const regularExpression: Feature = (name, int) => ({
  code: `function ${name}(s) { return s.replace(/(a+)(b{1,${1 + int(4)}})?|(?=c)x*/g, function (all, a) { return '[' + (a || '') + ']'; }) + /^[\\d-]+$/.test(s); }`,
  call: `log(${name}('aab-abbb-c-xcx')); log(${name}('12-3'))`,
})

const closures: Feature = (name, int) => ({
  code: `function ${name}(n) { var list = []; for (var i = 0; i < n; i++) (function (k) { var own = k * ${1 + int(7)}; list.push(function () { return own++ + n; }, function () { return own; }); })(i);
    return list.map(function (f) { return f() + f(); }).join(); }`,
  call: `log(${name}(${3 + int(5)}))`,
})

const accessors: Feature = (name, int) => ({
  code: `function ${name}(v) { this.v = v; } ${name}.prototype = { get twice() { return this.v * 2; }, set twice(x) { this.v = x / 2; }, add: function (x) { return new ${name}(this.v + x); } };`,
  call: `var o${name} = new ${name}(${int(100)}); o${name}.twice = ${int(100)}; log(o${name}.add(${int(9)}).twice); try { ${name}.prototype.add() } catch (e) { log(e.message) }`,
})

const twins: Feature = (name, int) => {
  const body = `{ return a * ${int(5)} + (b || 1); }`
  return {
    code: `function ${name}a(a, b) ${body}\nfunction ${name}b(a, b) ${body}\nvar ${name}c = function (a, b) ${body};`,
    call: `log([${name}a(2), ${name}b(3), ${name}c(4), ${name}a.name, ${name}c.length])`,
  }
}

const literals: Feature = (name, int) => ({
  code: `function ${name}() { return { a: ${int(99)}, b: 'x${int(99)}', c: [1, 2.5, null, true, 'y', ${int(1e6)}], d: { e: ${int(9)}, 'f g': [] } }; }`,
  call: `log(JSON.stringify(${name}()))`,
})

const stackTrace: Feature = (name, int) => ({
  code: `function ${name}(n) { return n === 0 ? new Error('deep').stack : ${name}(n - 1); }`,
  call: `log(${name}(${1 + int(4)}))`,
})

/** The inner one is inlined at its only call; compilers of version 98 on leave a function without instructions. */
const inlined: Feature = (name, int) => ({
  code: `var ${name} = (function () {
    function note(text) { log(text); return text + '${name}'; }
    function outer(n) { note('o'); function inner(m) { note('i'); return m > 0 ? inner(m - 1) : helper(); } var helper = function () { return note('h'); }; return inner(n); }
    return function (x) { return note('s') + outer(x) };
  })();`,
  call: `log(${name}(${int(4)}))`,
})

function bigFunction(name: string, int: (below: number) => number): string {
  const lines = Array.from(
    { length: 1800 },
    (_, i) => `o['p${i % 300}'] = (o['p${(i * 7) % 300}'] || ${i}) + r * ${int(100)}; r = (r + ${i}) % 997;`,
  )
  return `function ${name}(r) { var o = {}; ${lines.join('\n')} return r + Object.keys(o).length + ':' + o.p3; }`
}

function manyRegisters(name: string, int: (below: number) => number): string {
  const parameters = Array.from({ length: 140 }, (_, i) => `a${i}`)
  const locals = Array.from({ length: 300 }, (_, i) => `v${i} = (a${i % 140} || ${i}) + ${int(50)}`)
  return `function ${name}(${parameters.join(', ')}) { var ${locals.join(', ')}; try { if (v3 > 1e9) throw v3; } catch (e) { return e; }
    return function () { return [${locals.map((_, i) => `v${i}`).join(' + ')}]; }(); }`
}
