/* count - stories, what they check, and the closing line of ./dev. */
let passed = 0;
let failed = 0;

export function check(name, isRight, detail = '') {
	if (isRight) {
		passed++;
		return;
	}
	failed++;
	console.error(`not ok: ${name}${detail ? `\n    ${detail}` : ''}`);
}

const STORY_MS = 120_000;

export async function story(name, run) {
	let timer;
	const late = new Promise((_, refuse) => {
		timer = setTimeout(() => refuse(new Error(`not done in ${STORY_MS / 1000} s`)), STORY_MS);
	});
	try {
		await Promise.race([run(), late]);
		check(name, true);
	} catch (e) {
		check(name, false, String(e?.stack ?? e).split('\n').slice(0, 8).join('\n    '));
	} finally {
		clearTimeout(timer);
	}
}

export function closing() {
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed ? 1 : 0;
}
