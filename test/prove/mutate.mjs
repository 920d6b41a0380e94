/*
 * mutate - changes one thing in a C source and asks whether its unit test
 * notices.  A mutant that lives is a rule that no test holds.
 *
 *    mutate.mjs [--sample N] [--seed S] [FILE...]
 *
 * FILE is a source below src/; without any, those of `held` below.  A mutant
 * whose optimised code is the same byte for byte is no mutant.  One that
 * differs but can never be seen stands in equivalent.txt, with the reason.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const build = join(root, 'build');
const testMs = 10_000; /* a loop that no longer ends is noticed, too */

/* Sources of which no mutant may live. */
const held = ['core/delivery', 'core/visit', 'core/gate', 'core/quiet', 'core/window', 'api/policy'];

/* ---- reading C ---------------------------------------------------------- */

const pattern = new RegExp([
	/(?<space>\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#(?:[^\n\\]|\\[\s\S])*)/,
	/(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/,
	/(?<number>\d[\w.]*)/,
	/(?<word>[A-Za-z_]\w*)/,
	/(?<mark><<=|>>=|\.\.\.|->|\+\+|--|&&|\|\||[-+*\/%&|^!=<>]=|<<|>>|[-+*\/%&|^!=<>~?:;,.(){}[\]])/,
].map((r) => r.source).join('|'), 'gy');

/* Tokens {kind, s, at}; comments and directives are left out. */
function tokensOf(text) {
	const out = [];
	pattern.lastIndex = 0;
	while (pattern.lastIndex < text.length) {
		const at = pattern.lastIndex;
		const m = pattern.exec(text);
		if (!m)
			throw new Error(`no token of C at byte ${at}`);
		const [kind, s] = Object.entries(m.groups).find(([, v]) => v !== undefined);
		if (kind !== 'space')
			out.push({ kind, s, at, end: at + s.length });
	}
	pair(out);
	return out;
}

/* Every bracket learns its partner, every token the brackets around it. */
function pair(tokens) {
	const open = [];
	tokens.forEach((t, i) => {
		t.i = i;
		if (')]}'.includes(t.s)) {
			const from = open.pop();
			t.mate = from;
			tokens[from].mate = i;
		}
		t.around = open.length ? open[open.length - 1] : -1;
		if ('([{'.includes(t.s))
			open.push(i);
	});
}

/* What each enum of our headers and of the source itself lists. */
function enumsOf(text, seen = new Set()) {
	const lists = [];
	for (const [, name] of text.matchAll(/^#include "([^"]+)"/gm)) {
		if (seen.has(name) || name.startsWith('test/'))
			continue;
		seen.add(name);
		lists.push(...enumsOf(readFileSync(join(root, 'src', name), 'utf8'), seen));
	}
	const tokens = tokensOf(text);
	for (const t of tokens) {
		if (t.s !== 'enum')
			continue;
		const brace = [t.i + 1, t.i + 2].find((i) => tokens[i]?.s === '{');
		if (brace === undefined)
			continue;
		const inside = tokens.slice(brace + 1, tokens[brace].mate);
		lists.push({
			names: inside.filter((x, i) => x.kind === 'word' && (i === 0 || inside[i - 1].s === ',')).map((x) => x.s),
			hasValues: inside.some((x) => x.s === '='),
		});
	}
	return lists;
}

/* ---- making mutants ----------------------------------------------------- */

const swaps = {
	'<': ['<=', '>='], '<=': ['<', '>'], '>': ['>=', '<='], '>=': ['>', '<'],
	'==': ['!='], '!=': ['=='], '&&': ['||'], '||': ['&&'],
	'+': ['-'], '-': ['+'], '*': ['/'], '/': ['*'], '%': ['*'],
	'++': ['--'], '--': ['++'], '+=': ['-='], '-=': ['+='], '*=': ['/='], '/=': ['*='],
	'|=': ['='], '&=': ['='], '<<': ['>>'], '>>': ['<<'], '&': ['|'], '|': ['&'],
};

/* A mutant replaces [at, end) by `to`; `what` says so to a person. */
function mutantsOf(text) {
	const tokens = tokensOf(text);
	const enums = enumsOf(text);
	const out = [];
	const add = (at, end, to, what) => out.push({ at, end, to, what: what ?? `\`${text.slice(at, end).replace(/\s+/g, " ")}\` -> \`${to}\`` });
	const isInFunction = bodies(tokens);

	for (const t of tokens) {
		const inside = isInFunction(t.i);
		if (t.kind === 'mark')
			mutateMark(tokens, t, inside, add);
		else if (t.kind === 'number' && /^\d+$/.test(t.s))
			for (const to of [+t.s + 1, ...(+t.s > 0 ? [+t.s - 1] : [])])
				add(t.at, t.end, String(to));
		else if (t.kind === 'word')
			mutateWord(tokens, t, enums, add);
		else if (t.s[0] === '"' && (!inside && tokens[t.i - 1]?.s !== '(' || tokens[t.i - 1]?.s === '='))
			add(t.at, t.end, `${t.s.slice(0, -1)}?"`);
	}
	conditions(tokens, text, add);
	statements(tokens, isInFunction, text, add);
	tableRows(tokens, isInFunction, add);
	return out.map((m) => ({ ...m, line: text.slice(0, m.at).split('\n').length }));
}

/* i -> whether token i stands in a function's body. */
function bodies(tokens) {
	const isIn = new Array(tokens.length).fill(false);
	for (const t of tokens)
		if (t.s === '{' && t.around < 0 && tokens[t.i - 1]?.s === ')')
			isIn.fill(true, t.i + 1, t.mate);
	return (i) => isIn[i];
}

function mutateMark(tokens, t, inside, add) {
	const before = tokens[t.i - 1];
	const isBinary = before && (before.kind !== 'mark' || ')]'.includes(before.s));
	if (t.s === '!')
		add(t.at, t.end, '', 'without `!`');
	else if (!inside && '*&'.includes(t.s))
		return; /* a pointer's type */
	else if (isBinary || t.s === '++' || t.s === '--')
		for (const to of swaps[t.s] ?? [])
			add(t.at, t.end, to);
}

function mutateWord(tokens, t, enums, add) {
	if (t.s === 'true' || t.s === 'false') {
		add(t.at, t.end, t.s === 'true' ? 'false' : 'true');
		return;
	}
	const list = enums.find((x) => x.names.includes(t.s));
	const defines = tokens[t.i + 1]?.s === '=' && tokens[t.around]?.s === '{' && tokens[t.around - 1]?.s === 'enum';
	if (!list || defines)
		return;
	if (list.hasValues) {
		add(t.at, t.end, `(${t.s} + 1)`);
		add(t.at, t.end, `(${t.s} - 1)`);
		return;
	}
	const at = list.names.indexOf(t.s);
	for (const k of [at + 1, at - 1])
		if (list.names[k])
			add(t.at, t.end, list.names[k]);
}

/* Every condition and every side of && and || negated, every returned value
 * of a condition's kind made true and false. */
function conditions(tokens, text, add) {
	const negate = (from, to) => {
		const [at, end] = [tokens[from].at, tokens[to].end];
		add(at, end, `!(${text.slice(at, end)})`, `negated: \`${text.slice(at, end).replace(/\s+/g, ' ')}\``);
	};
	for (const t of tokens) {
		if ((t.s === 'if' || t.s === 'while') && tokens[t.i + 1].s === '(')
			negate(t.i + 2, tokens[t.i + 1].mate - 1);
		if (t.s === '?') {
			let from = t.i;
			while (tokens[from - 1].around === t.around && !/^(=|return|,|:|\?)$/.test(tokens[from - 1].s) ||
				tokens[from - 1].mate !== undefined && ')]'.includes(tokens[from - 1].s))
				from--;
			negate(from, t.i - 1);
		}
		if (t.s === '&&' || t.s === '||')
			for (const [from, to] of sides(tokens, t))
				negate(from, to);
		if (t.s === 'return' && isTruth(tokens, t.i)) {
			const end = endOf(tokens, t.i);
			for (const to of ['true', 'false'])
				add(tokens[t.i + 1].at, tokens[end - 1].end, to);
		}
	}
}

const sideEnds = new Set(['&&', '||', '?', ':', ';', ',', '=', 'return', '(', ')', '{', '}']);

function sides(tokens, t) {
	const edge = (step) => {
		let i = t.i + step;
		for (;;) {
			const x = tokens[i];
			if (x.mate !== undefined && (step > 0 ? '([{' : ')]}').includes(x.s))
				i = x.mate + step;
			else if (sideEnds.has(x.s))
				return i - step;
			else
				i += step;
		}
	};
	return [[edge(-1), t.i - 1], [t.i + 1, edge(1)]];
}

/* Whether a `return` gives a truth: it compares, joins or negates. */
function isTruth(tokens, at) {
	const inside = tokens.slice(at + 1, endOf(tokens, at));
	const own = inside.filter((x) => x.around === tokens[at].around);
	return inside.length > 1 && !own.some((x) => x.s === '?') &&
		own.some((x) => /^(&&|\|\||==|!=|<|>|<=|>=|!)$/.test(x.s)) || /^err_(set|field)$/.test(inside[0]?.s ?? '');
}

function endOf(tokens, at) {
	let i = at;
	while (tokens[i].s !== ';')
		i = '([{'.includes(tokens[i].s) ? tokens[i].mate + 1 : i + 1;
	return i;
}

/* Statements that are no declaration go. */
function statements(tokens, isInFunction, text, add) {
	for (const t of tokens) {
		const before = tokens[t.i - 1];
		const begins = isInFunction(t.i) && (before.s === ';' || before.s === '{' || before.s === '}' || before.s === 'else' ||
			before.s === ':' || before.s === ')' && /^(if|while|for)$/.test(tokens[before.mate - 1]?.s));
		if (!begins || tokens[t.around]?.s !== '{' || t.kind === 'mark' && !/^(\+\+|--|\*|\()$/.test(t.s))
			continue;
		if (/^(if|while|for|do|switch|return|case|default|else|const|static|struct|enum|int|bool|char|size_t|int64_t|goto)$/.test(t.s))
			continue;
		const end = endOf(tokens, t.i);
		const inside = tokens.slice(t.i, end);
		if (inside[1]?.kind === 'word') /* a declaration by a type's name */
			continue;
		if (inside.length === 1 || inside.some((x) => /^([-+*\/|&]?=|\+\+|--)$/.test(x.s) || x.s === '('))
			add(t.at, tokens[end].end, ';', `without \`${text.slice(t.at, tokens[end].end).replace(/\s+/g, ' ')}\``);
	}
}

/* Rows of a table outside functions go. */
function tableRows(tokens, isInFunction, add) {
	for (const t of tokens) {
		if (t.s !== '{' || t.around < 0 || tokens[t.around].s !== '{' || isInFunction(t.i) || tokens[t.around - 1]?.s !== '=')
			continue;
		let from = t.i;
		if (tokens[from - 1].s === '=')
			from = tokens[from - 2].mate;
		const to = tokens[t.mate + 1]?.s === ',' ? t.mate + 1 : t.mate;
		add(tokens[from].at, tokens[to].end, '', 'without this row');
	}
}

/* ---- running them ------------------------------------------------------- */

const commands = JSON.parse(readFileSync(join(build, 'compile_commands.json'), 'utf8'));

/* The compiler's own words for a file, ready for other inputs and outputs. */
function compilerOf(source) {
	const c = commands.find((x) => x.file.endsWith(`src/${source}`));
	if (!c)
		throw new Error(`src/${source}: not built here`);
	const words = c.command.split(/ +/).map((w) => w.replace(/^'(.*)'$/, '$1').replaceAll('\\"', '"').replace(/^"(.*)"$/, '$1'));
	const out = [];
	for (let i = 0; i < words.length; i++) {
		if (/^-(o|MF|MQ)$/.test(words[i]))
			i++;
		else if (!/^-(MD|g|O\d|c|Werror|W\w.*)$/.test(words[i]) && words[i] !== c.file)
			out.push(words[i]);
	}
	return out;
}

function linkerOf(test) {
	const all = execFileSync('ninja', ['-C', build, '-t', 'commands', test], { encoding: 'utf8', maxBuffer: 1 << 26 });
	return all.trim().split('\n').pop().split(/ +/);
}

/* Ends with {code, signal}; a run that lasts too long is killed. */
function run(words, ms = 60_000) {
	return new Promise((done) => {
		const child = spawn(words[0], words.slice(1), { cwd: build, stdio: 'ignore', detached: true });
		const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), ms);
		child.on('exit', (code, signal) => {
			clearTimeout(timer);
			done({ code, signal });
		});
	});
}

/* Says of one mutant: "stillborn", "same", "killed" or "alive". */
async function judge(unit, mutant, folder) {
	const c = join(folder, basename(unit.path));
	const o = `${c}.o`;
	writeFileSync(c, unit.text.slice(0, mutant.at) + mutant.to + unit.text.slice(mutant.end));
	const made = await run([...unit.compiler, '-w', '-O1', '-g0', '-iquote', join(root, 'src'), '-c', c, '-o', o]);
	if (made.code !== 0)
		return 'stillborn';
	if (readFileSync(o).equals(unit.object))
		return 'same';
	const program = join(folder, 'test');
	const at = unit.linker.indexOf('-o');
	if ((await run([...unit.linker.slice(0, at + 1), program, o, ...unit.linker.slice(at + 2)])).code !== 0)
		return 'stillborn';
	const end = await run(['/bin/sh', '-c', `cd ${root} && exec ${program}`], testMs);
	return end.code === 0 ? 'alive' : 'killed';
}

async function unitOf(source, folder) {
	const path = join(root, 'src', `${source}.c`);
	const unit = { source, path, text: readFileSync(path, 'utf8'), compiler: compilerOf(`${source}.c`) };
	unit.linker = linkerOf(`test-${source.replace('/', '-')}`);
	const whole = { at: 0, end: 0, to: '' };
	unit.object = Buffer.alloc(0);
	const verdict = await judge(unit, whole, folder);
	if (verdict !== 'alive')
		throw new Error(`${source}: its tests fail without any mutant (${verdict})`);
	unit.object = readFileSync(join(folder, `${source.split('/')[1]}.c.o`));
	return unit;
}

/* ---- what is known to be equivalent ------------------------------------- */

/* Lines `source: what: reason`, as a survivor is printed without its number. */
function readEquivalent() {
	const file = join(dirname(fileURLToPath(import.meta.url)), 'equivalent.txt');
	return readFileSync(file, 'utf8').split('\n').filter((x) => x && !x.startsWith('#')).map((x) => {
		const [name, reason] = x.split(' ## ');
		if (!reason)
			throw new Error(`equivalent.txt: no reason: ${x}`);
		return { name, used: false };
	});
}

/* The second of the same in one source is called so. */
function nameAll(unit, mutants) {
	const lines = unit.text.split('\n');
	const seen = new Map();
	for (const m of mutants) {
		m.name = `${unit.source}: ${lines[m.line - 1].trim()}: ${m.what}`;
		const n = (seen.get(m.name) ?? 0) + 1;
		seen.set(m.name, n);
		if (n > 1)
			m.name += `, no. ${n}`;
	}
	return mutants;
}

/* ---- the whole ---------------------------------------------------------- */

function optionsOf(args) {
	const o = { sample: 0, seed: Date.now() % 1_000_000, files: [] };
	while (args.length) {
		const a = args.shift();
		if (a === '--sample')
			o.sample = Number(args.shift());
		else if (a === '--seed')
			o.seed = Number(args.shift());
		else
			o.files.push(a.replace(/^src\//, '').replace(/\.c$/, ''));
	}
	if (!o.files.length)
		o.files = [...held];
	return o;
}

/* A sample without returning, the same for the same seed. */
function sampleOf(all, n, seed) {
	let x = seed + 1;
	const random = () => (x = (x * 48271) % 2147483647) / 2147483647;
	return all.map((m) => [random(), m]).sort((a, b) => a[0] - b[0]).slice(0, n).map((p) => p[1]);
}

async function main() {
	const o = optionsOf(process.argv.slice(2));
	const folder = mkdtempSync(join(tmpdir(), 'zabota-mutate-'));
	const equivalent = readEquivalent();
	let jobs = [];
	const counts = {};

	try {
		for (const source of o.files) {
			const unit = await unitOf(source, folder);
			counts[source] = { killed: 0, same: 0, stillborn: 0, equivalent: 0, alive: 0 };
			for (const mutant of nameAll(unit, mutantsOf(unit.text)))
				jobs.push({ unit, mutant });
		}
		if (o.sample) {
			console.log(`mutate: ${o.sample} of ${jobs.length} mutants, --seed ${o.seed}`);
			jobs = sampleOf(jobs, o.sample, o.seed);
		}
		await Promise.all(cpus().map(async () => {
			const own = mkdtempSync(join(folder, 'w'));
			for (let job = jobs.shift(); job; job = jobs.shift()) {
				let verdict = await judge(job.unit, job.mutant, own);
				const { name } = job.mutant;
				const known = equivalent.find((x) => x.name === name);
				if (known)
					known.used = true;
				if (verdict === 'alive' && known)
					verdict = 'equivalent';
				counts[job.unit.source][verdict]++;
				if (verdict === 'alive')
					console.log(`alive: src/${job.unit.source}.c:${job.mutant.line}: ${name.slice(job.unit.source.length + 2)}`);
				if (known && verdict === 'killed')
					console.log(`equivalent.txt: killed: ${name}`);
			}
		}));
	} finally {
		rmSync(folder, { recursive: true });
	}
	for (const [source, c] of Object.entries(counts))
		console.log(`mutate: ${source}: ${c.killed} killed, ${c.alive} alive, ${c.equivalent} equivalent` +
			` (and ${c.same} the same code, ${c.stillborn} no code)`);
	const stale = o.sample ? [] : equivalent.filter((x) => !x.used && o.files.includes(x.name.split(':')[0]));
	for (const x of stale)
		console.log(`equivalent.txt: no such mutant: ${x.name}`);
	const alive = Object.values(counts).reduce((n, c) => n + c.alive, 0);
	const killed = Object.values(counts).reduce((n, c) => n + c.killed + c.equivalent, 0);
	console.log(`${killed} passed, ${alive + stale.length} failed`);
	process.exitCode = alive + stale.length ? 1 : 0;
}

await main();
