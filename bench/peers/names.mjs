// names.mjs [--json] ZABOTA: the names of OpenCorpora's dictionary (npm az) in
// the five oblique cases, and the sex of its first names: `zabota lang` beside
// petrovich and lvovich.  Where the dictionary's slips are not followed
// (docs/lang-data.md) a right form counts as wrong here.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import lvovich from 'lvovich'
import petrovich from 'petrovich'

const isJson = process.argv.includes('--json')
const zabota = process.argv.at(-1)
const here = path => fileURLToPath(new URL(path, import.meta.url))
const run = (program, args, input = '') =>
	execFileSync(program, args, { input, maxBuffer: 1 << 28 }).toString()
		.trimEnd().split('\n')

const ours = ['gent', 'datv', 'accs', 'ablt', 'loct']
const theirs = ['genitive', 'dative', 'accusative', 'instrumental', 'prepositional']
const sexes = { m: 'male', f: 'female' }
const capital = word => word.split('-').map(p => p[0].toUpperCase() + p.slice(1)).join('-')
const gold = run(process.execPath, [here('../../packaging/learn-names.mjs'),
	here('node_modules/az'), 'gold']).map(line => line.split('\t'))

function row(name, value, goal) {
	const is = goal === null ? '' : value >= goal ? 'reached' : 'missed'
	if (isJson)
		console.log(JSON.stringify({ bench: 'lang', name, value, unit: '%',
			goal, verdict: is || null }))
	else
		console.log('%s %s %s %% %s', 'lang'.padEnd(8), name.padEnd(46),
			value.toFixed(2).padStart(10), goal === null ? '' : `${goal} ${is}`)
}

function forms(kind, goal) {
	const rows = gold.filter(r => r[0] === kind)
	const said = run(zabota, ['lang', 'decline', '--kind', kind],
		rows.flatMap(r => ours.map(c => `${capital(r[1])}\t${r[2]}\t${c}\n`)).join(''))
	const share = form => 100 * rows.reduce((n, r, i) =>
		n + ours.filter((_, c) => r[3 + c].split('/')
			.includes(form(r, i, c).toLowerCase())).length, 0) / rows.length / 5
	const person = r => ({ gender: sexes[r[2]], [kind]: capital(r[1]) })

	row(`names: forms of ${kind} names`, share((r, i, c) => said[i * 5 + c]), goal)
	row(`peer petrovich: forms of ${kind} names`,
		share((r, i, c) => petrovich(person(r), theirs[c])[kind]), null)
	row(`peer lvovich: forms of ${kind} names`,
		share((r, i, c) => lvovich.incline(person(r), theirs[c])[kind]), null)
}

function sex() {
	const shown = new Map()
	for (const [kind, word, sex] of gold)
		if (kind === 'first')
			shown.set(word, shown.has(word) && shown.get(word) !== sex ? '-' : sex)
	const names = [...shown].filter(([, sex]) => sex !== '-')
	const said = run(zabota, ['lang', 'gender', '--kind', 'first'],
		names.map(([word]) => capital(word) + '\n').join(''))
	const share = is => 100 * names.filter(is).length / names.length
	const guess = word => ({ male: 'm', female: 'f' })[
		lvovich.getFirstnameGender(capital(word))] ?? '-'

	row('names: sex by first name, right', share(([, s], i) => said[i] === s), 97)
	row('names: sex by first name, not wrong',
		share(([, s], i) => said[i] === s || said[i] === '-'), 99.5)
	row('peer lvovich: sex by first name, right', share(([w, s]) => guess(w) === s), null)
	row('peer lvovich: sex by first name, not wrong',
		share(([w, s]) => [s, '-'].includes(guess(w))), null)
}

forms('first', 99.3)
forms('last', 99.85)
forms('middle', 100)
sex()
