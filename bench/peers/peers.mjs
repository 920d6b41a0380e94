// peers.mjs [--json]: what two job queues of npm do on the same PostgreSQL,
// enqueue and drain of as many jobs as bench/outbox counts, in batches, as each
// of their manuals advises for speed.  Their jobs do nothing: no gates, no
// sealing, no audit.
import PgBoss from 'pg-boss'
import pg from 'pg'
import { makeWorkerUtils, runOnce } from 'graphile-worker'

const JOBS = 10000, BATCH = 500, LOOPS = 8
const isJson = process.argv.includes('--json')

// "postgresql:host=FOLDER user=NAME dbname=NAME"
const address = process.env.ZABOTA_TEST_PG
if (!address) throw new Error('peers: ZABOTA_TEST_PG is not set')
const words = Object.fromEntries(address.replace(/^postgresql:/, '').split(' ')
	.map(word => word.split('=')))
const connection = { host: words.host, user: words.user, database: words.dbname }

function row(name, fromMs) {
	const value = Math.round(JOBS * 1000 / (performance.now() - fromMs))

	if (isJson)
		console.log(JSON.stringify({ bench: 'peers', name, value, unit: '/s',
			goal: null, verdict: null }))
	else
		console.log('%s %s %s %s', 'peers'.padEnd(8), name.padEnd(46),
			String(value).padStart(10), '/s')
}

const batches = make => Array.from({ length: JOBS / BATCH }, (_, i) =>
	Array.from({ length: BATCH }, (_, k) => make(i * BATCH + k)))

async function boss() {
	const boss = new PgBoss({ ...connection, max: LOOPS, supervise: false,
		schedule: false })
	let left = JOBS

	await boss.start()
	await boss.createQueue('nothing')
	let from = performance.now()
	for (const jobs of batches(n => ({ name: 'nothing', data: { n } })))
		await boss.insert(jobs)
	row('postgresql: peer pg-boss, enqueued', from)
	from = performance.now()
	await Promise.all(Array.from({ length: LOOPS }, async () => {
		while (left > 0) {
			const jobs = await boss.fetch('nothing', { batchSize: BATCH })
			if (!jobs.length) break
			await boss.complete('nothing', jobs.map(job => job.id))
			left -= jobs.length
		}
	}))
	if (left !== 0) throw new Error(`pg-boss: ${left} jobs are left`)
	row('postgresql: peer pg-boss, drained', from)
	await boss.stop({ graceful: false })
}

async function graphile() {
	const pool = new pg.Pool({ ...connection, max: 2 * LOOPS })
	const quiet = { log: () => () => {} }
	const { Logger } = await import('graphile-worker')
	const logger = new Logger(() => quiet.log())
	const utils = await makeWorkerUtils({ pgPool: pool, logger })
	let done = 0

	await utils.migrate()
	let from = performance.now()
	for (const jobs of batches(n => ({ identifier: 'nothing', payload: { n } })))
		await pool.query('SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(' +
			'SELECT json_populate_record(NULL::graphile_worker.job_spec, j)' +
			' FROM json_array_elements($1::json) AS j))',
			[JSON.stringify(jobs)])
	row('postgresql: peer graphile-worker, enqueued', from)
	from = performance.now()
	await runOnce({ pgPool: pool, logger, concurrency: 2 * LOOPS,
		taskList: { nothing: () => { done++ } } })
	if (done !== JOBS) throw new Error(`graphile-worker: ${done} jobs done`)
	row('postgresql: peer graphile-worker, drained', from)
	await utils.release()
	await pool.end()
}

await boss()
await graphile()
process.exit(0)
