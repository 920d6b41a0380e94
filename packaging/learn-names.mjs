// learn-names.mjs AZ [dev] > names.tsv
// learn-names.mjs AZ gold [dev|test] > gold.tsv
//
// Writes data/lang/names.tsv: the names of OpenCorpora's dictionary, as npm `az`
// carries it in the folder AZ, each with its sex, and of their declension what
// data/lang/endings.tsv does not tell: longer endings, and words for themselves.
// With `dev` it sees only the lemmas whose hash is odd; the others are the test
// half, which `gold test` prints: kind, nominative, sex, five cases (`/` parts
// forms that are both right).  docs/lang-data.md has the figures.
import crypto from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";

const CASES = ["nomn", "gent", "datv", "accs", "ablt", "loct"];
const STAYS = ". . . . .";
const LINE_CHARS = 100;
const PURE_SEX = 0.97; // of the names with an ending that shows a sex
const SEX_LEAST = 5; // names that must have such an ending
const AGAINST_GRAMMAR = 2; // words more that make an ending against a rule

const [azDir, mode, which] = process.argv.slice(2);
if (!azDir) {
	console.error("usage: learn-names.mjs AZ [dev | gold [dev|test]]");
	process.exit(2);
}
const require = createRequire(import.meta.url);

const isDev = (lemma) =>
	crypto.createHash("md5").update(lemma).digest()[0] % 2 === 1;
const fold = (word) => word.replaceAll("ё", "е");

// The forms of all lexemes that are names: [lemma, [[form, tag], ...]].
function* lexemes() {
	const { DAWG } = require(fs.realpathSync(`${azDir}/src/az.dawg.js`));
	const bytes = (name) => {
		const b = fs.readFileSync(`${azDir}/dicts/${name}`);
		return b.buffer.slice(b.byteOffset, b.byteOffset + b.length);
	};
	const json = (name) =>
		JSON.parse(fs.readFileSync(`${azDir}/dicts/${name}`, "utf8"));
	const dawg = DAWG.fromArrayBuffer(bytes("words.dawg"), "words");
	const suffixes = json("suffixes.json");
	const tags = json("gramtab-opencorpora-int.json");
	const packed = new Uint16Array(bytes("paradigms.array"));
	const paradigms = [];
	for (let at = 1; paradigms.length < packed[0]; at += packed[at] + 1)
		paradigms.push(packed.subarray(at + 1, at + 1 + packed[at]));
	const cyrillic = new TextDecoder("windows-1251");

	function* of(word, paradigm) {
		const p = paradigms[paradigm];
		const n = p.length / 3;
		if (/\b(Name|Surn|Patr)\b/.test(tags[p[n]])) {
			const stem = word.slice(0, word.length - suffixes[p[0]].length);
			const forms = [];
			for (let i = 0; i < n; i++)
				forms.push([stem + suffixes[p[i]], tags[p[n + i]]]);
			yield [word, forms];
		}
	}
	function* below(index, key) {
		for (let c = dawg.guide[index << 1]; c; ) {
			const next = dawg.followByte(c, index);
			if (c === 1) {
				const word = cyrillic.decode(Uint8Array.from(key));
				for (const [paradigm, form] of dawg.iterateAll(next))
					if (form === 0) yield* of(word, paradigm);
			} else {
				yield* below(next, [...key, c]);
			}
			c = dawg.guide[(next << 1) + 1];
		}
	}
	yield* below(0, []);
}

// One row a nominative: {kind, sex, word, lemma, forms: [[form, ...] x 5]}.
function rows() {
	const out = new Map();
	for (const [lemma, forms] of lexemes()) {
		const groups = {};
		for (const [form, tag] of forms) {
			const g = tag.split(/[ ,]/);
			const kind = g.includes("Patr") ? "middle"
				: g.includes("Name") ? "first" : "last";
			const c = CASES.findIndex((name) => g.includes(name));
			if (!g.includes("sing") || c < 0) continue;
			const sexes = g.includes("masc") ? ["m"]
				: g.includes("femn") ? ["f"] : ["m", "f"];
			for (const sex of sexes) {
				const group = (groups[`${kind} ${sex}`] ??= []);
				const variants = (group[c] ??= []);
				if (g.some((x) => /^V-[oe]y$/.test(x))) variants.push(form);
				else variants.unshift(form);
			}
		}
		for (const [key, cases] of Object.entries(groups)) {
			const [kind, sex] = key.split(" ");
			const word = cases[0][0];
			const forms5 = cases.slice(1).map((v) => [...new Set(v)]);
			const id = [key, word, ...forms5].join("|");
			if (!out.has(id))
				out.set(id, { kind, sex, word, lemma, forms: forms5 });
		}
	}
	return [...out.values()];
}

// What `forms` ("-ы -е -у -ой -е") make of a word.
function apply(word, forms) {
	return forms
		.split(" ")
		.map((form) => {
			const put = form.replace(/^-+/, "");
			if (form === ".") return word;
			return word.slice(0, word.length + put.length - form.length) + put;
		})
		.join(" ");
}

// The five cases as changes of the nominative, put as the grammar puts them.
function changes(row, grammar) {
	const cases = row.forms.map((v) => v[0]).join(" ");
	for (const forms of new Set(grammar.values()))
		if (apply(row.word, forms) === cases) return forms;
	return row.forms
		.map(([form]) => {
			let same = 0;
			while (same < row.word.length && row.word[same] === form[same])
				same++;
			const took = "-".repeat(row.word.length - same);
			return took + form.slice(same) || ".";
		})
		.join(" ");
}

// endings.tsv as a map "last m" -> {"-ов" or "лев" -> forms}.
function grammar() {
	const table = new Map();
	const text = fs.readFileSync(
		new URL("../data/lang/endings.tsv", import.meta.url), "utf8");
	for (const line of text.split("\n")) {
		if (!line || line.startsWith("#")) continue;
		const [kind, sexes, forms, keys] = line.split("\t");
		for (const sex of sexes) {
			const id = `${kind} ${sex}`;
			if (!table.has(id)) table.set(id, new Map());
			for (const key of keys.split(" "))
				if (!table.get(id).has(key)) table.get(id).set(key, forms);
		}
	}
	return table;
}

function tally(values) {
	const counts = new Map();
	for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
	return [...counts].sort((a, b) => b[1] - a[1]);
}

function byNextLetter(list, taken) {
	const parts = new Map();
	for (const item of list) {
		const letter = item.key[item.key.length - 1 - taken];
		if (letter === undefined) continue;
		if (!parts.has(letter)) parts.set(letter, []);
		parts.get(letter).push(item);
	}
	return parts;
}

// How long an ending of the word the rules know.
function toldLength(key, known) {
	let n = key.length;
	while (n && !known.has(`-${key.slice(key.length - n)}`)) n--;
	return n;
}

// From the last letter on: where most words of an ending decline otherwise
// than a shorter ending says, the ending is learnt; what is left stays a word.
function learnForms(list, known, learnt) {
	function visit(ending, items, told) {
		let forms = known.get(`-${ending}`) ?? told;
		const isTold = known.has(`-${ending}`);
		const open = items.filter((i) => i.told <= ending.length);
		const [[best, n]] = tally(open.map((i) => i.forms)).concat([["", 0]]);
		const now = open.filter((i) => i.forms === forms).length;
		if (ending && !isTold && best !== forms &&
			n - now >= (forms ? AGAINST_GRAMMAR : 1) && n * 2 > open.length) {
			forms = best;
			learnt.set(`-${ending}`, forms);
		}
		for (const [letter, part] of byNextLetter(items, ending.length))
			visit(letter + ending, part, forms);
		for (const item of items)
			if (item.key === ending && item.forms !== forms)
				learnt.set(item.key, item.forms);
	}
	for (const item of list) item.told = toldLength(item.key, known);
	visit("", list.filter((i) => !known.has(i.key)), undefined);
}

// Endings that show a sex, the shortest that do.
function learnSex(list, learnt) {
	function visit(ending, items) {
		const [[best, n]] = tally(items.map((i) => i.sex));
		if (items.length < SEX_LEAST) return;
		if (best !== "-" && n >= items.length * PURE_SEX) {
			learnt.set(`-${ending}`, best);
			return;
		}
		for (const [letter, part] of byNextLetter(items, ending.length))
			visit(letter + ending, part);
	}
	visit("", list);
}

function print(kind, what, learnt) {
	const groups = new Map();
	for (const [key, value] of learnt) {
		if (!groups.has(value)) groups.set(value, []);
		groups.get(value).push(key);
	}
	for (const [value, keys] of groups) {
		let line = "";
		for (const key of [...keys.sort(), null]) {
			if (line && (!key || line.length + key.length > LINE_CHARS)) {
				console.log(`${kind}\t${what}\t${value}\t${line}`);
				line = "";
			}
			if (key) line += (line && " ") + key;
		}
	}
}

// Whether a woman's surname is told by a man's: "иванова", "толстая".
function isHers(word, men) {
	const key = fold(word);
	return (/(ов|ев|ин|ын)а$/.test(key) && men.has(key.slice(0, -1))) ||
		(/[ая]я$/.test(key) && [..."иыо"].some((vowel) =>
			men.has(`${key.slice(0, -2)}${vowel}й`)));
}

// Slips of the dictionary: a man's name in a consonant that does not decline,
// a surname in -а of women that does not, though it does of men.
function isSlip(item, sex, men) {
	if (item.forms !== STAYS) return false;
	if (sex === "m") return /[бвгджзклмнпрстфц]$/.test(item.key);
	return /[ая]$/.test(item.key) && (men.get(item.key) ?? STAYS) !== STAYS;
}

function gold(all) {
	for (const row of all)
		console.log([row.kind, row.word, row.sex,
			...row.forms.map((f) => f.join("/"))].join("\t"));
}

function table(all) {
	const known = grammar();
	console.log("# Names of OpenCorpora's dictionary (opencorpora.org), CC BY-SA 3.0; made by");
	console.log("# packaging/learn-names.mjs.  Columns as in endings.tsv; `sex` rows name the sex");
	console.log("# that a name (or an ending) shows, `-` if it can be both.");
	for (const kind of ["first", "last"]) {
		const sexes = new Map();
		const men = new Map(); // of this kind: their forms
		for (const sex of ["m", "f"]) {
			const mine = all.filter((r) => r.kind === kind && r.sex === sex);
			const rules = known.get(`${kind} ${sex}`);
			const items = mine
				.filter((r) => !r.word.includes("-"))
				.map((r) => ({ key: fold(r.word), forms: changes(r, rules) }));
			if (sex === "m") for (const i of items) men.set(i.key, i.forms);
			const learnt = new Map();
			// what is said of one word only is a slip of the dictionary
			const usual = new Set(rules.values());
			for (const [forms, n] of tally(items.map((i) => i.forms)))
				if (n > 1) usual.add(forms);
			learnForms(items.filter((i) => usual.has(i.forms) &&
				!isSlip(i, sex, men)), rules, learnt);
			print(kind, sex, learnt);
			for (const { word } of mine)
				if (!isHers(word, men))
					sexes.set(fold(word), sexes.has(fold(word)) &&
						sexes.get(fold(word)) !== sex ? "-" : sex);
		}
		if (kind === "first") {
			const learnt = new Map();
			learnSex([...sexes].map(([key, sex]) => ({ key, sex })), learnt);
			print(kind, "sex", learnt);
		}
		if (kind === "last")
			for (const [key, sex] of sexes)
				if (sex === "m" && !/(ов|ев|ин|ын|[иыо]й)$/.test(key))
					sexes.set(key, "-"); // a woman may bear it too
		print(kind, "sex", sexes);
	}
}

const all = rows().filter((row) =>
	mode === "dev" ? isDev(row.lemma)
		: which ? isDev(row.lemma) === (which === "dev") : true);
if (mode === "gold") gold(all);
else table(all);
