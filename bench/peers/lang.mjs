// lang.mjs [--json]: npm's packages on the same lines of test/lang as
// bench/lang: dates (chrono-node), forms of names (petrovich, lvovich), intents
// learnt from data/lang/intents.tsv (node-nlp).
import { readFileSync } from 'node:fs'
import * as chrono from 'chrono-node'
import lvovich from 'lvovich'
import { NlpManager } from 'node-nlp'
import petrovich from 'petrovich'

const isJson = process.argv.includes('--json')
const lines = path => readFileSync(new URL('../../' + path, import.meta.url), 'utf8')
	.split('\n').filter(line => line && line[0] !== '#').map(line => line.split('\t'))

function row(name, value, unit) {
	if (isJson)
		console.log(JSON.stringify({ bench: 'lang', name, value, unit,
			goal: null, verdict: null }))
	else
		console.log('%s %s %s %s', 'lang'.padEnd(8), name.padEnd(46),
			value.toFixed(value >= 1000 ? 0 : 1).padStart(10), unit)
}

function perSecond(items, run) {
	let n = 0
	const from = performance.now()
	do {
		for (const item of items) n += run(item)
	} while (performance.now() - from < 1000)
	return n * 1000 / (performance.now() - from)
}

// The expected span begins with its first instant: "2026-03-12T15:00 hour".
function dates() {
	let now = new Date('2026-03-11T10:20:00+03:00'), right = 0, n = 0
	const rows = lines('test/lang/booking.tsv')
	const local = date => new Date(+date + 3 * 3600e3).toISOString().slice(0, 16)

	for (const [text, want] of rows) {
		if (text.startsWith('@now ')) now = new Date(text.slice(5))
		if (text[0] === '@') continue
		const found = chrono.ru.parse(text, { instant: now, timezone: 180 },
			{ forwardDate: true })
		const first = /(\d{4}-\d\d-\d\d)(T\d\d:\d\d)?/.exec(want)
		n++
		if (!first) right += found.length === 0
		else if (found.length)
			right += first[2] ? local(found[0].start.date()) === first[0]
				: local(found[0].start.date()).slice(0, 10) === first[1]
	}
	row('peer chrono-node: booking phrases, begin right', 100 * right / n, '%')
	row('peer chrono-node: dates: phrases', perSecond(
		rows.filter(r => r[0][0] !== '@'),
		r => (chrono.ru.parse(r[0], now, { forwardDate: true }), 1)), '/s')
}

function forms() {
	const kinds = { first: 'first', last: 'last', middle: 'middle' }
	const sexes = { m: 'male', f: 'female' }
	const cases = ['genitive', 'dative', 'accusative', 'instrumental', 'prepositional']
	const rows = lines('test/lang/decline.tsv')
		.filter(r => kinds[r[0]] && sexes[r[2]])

	row('peer petrovich: inflections', perSecond(rows, r => {
		for (const c of cases)
			petrovich({ gender: sexes[r[2]], [r[0]]: r[1] }, c)
		return cases.length
	}), '/s')
	row('peer lvovich: inflections', perSecond(rows, r => {
		for (const c of cases)
			lvovich.incline({ gender: sexes[r[2]], [r[0]]: r[1] }, c)
		return cases.length
	}), '/s')
}

async function intents() {
	const nlp = new NlpManager({ languages: ['ru'], forceNER: false, autoSave: false,
		autoLoad: false, nlu: { log: false } })
	const test = lines('test/lang/intents.tsv').filter(r => r[0] !== '_other')
	let right = 0

	for (const [label, text] of lines('data/lang/intents.tsv'))
		nlp.addDocument('ru', text, label === '_other' ? 'None' : label)
	const from = process.cpuUsage()
	await nlp.train()
	row('peer node-nlp: intents: training', process.cpuUsage(from).user / 1e6, 'CPU s')
	const began = performance.now()
	for (const [label, text] of test)
		right += (await nlp.process('ru', text)).intent === label
	row('peer node-nlp: classification: texts',
		test.length * 1000 / (performance.now() - began), '/s')
	row('peer node-nlp: intents: acc@1', 100 * right / test.length, '%')
}

dates()
forms()
await intents()
process.exit(0)
