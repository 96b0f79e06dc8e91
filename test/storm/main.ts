/**
 * `npm run test:storm`: all flows at once against misbehaving vendors while n8n is killed, then an
 * auditor. Progress goes to stderr, the audit to stdout; exit code 1 when an invariant is broken.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { audit, reportOf } from './audit/audit';
import type { Collected } from './collect/collected';
import { HELP, parseOptions } from './options';
import { storm } from './storm';

const log = (line: string) => console.error(line);

async function main(): Promise<void> {
	const options = parseOptions(process.argv.slice(2), Date.now());
	if (!options) {
		console.log(HELP);
		return;
	}
	const { size, queue, record } = options;
	let { seed } = options;
	// The sandbox reads it; see World.start.
	if (queue) process.env.QUEUE = '1';
	let collected: Collected;
	if (options.audit) {
		collected = JSON.parse(readFileSync(options.audit, 'utf8')) as Collected;
		({ seed } = collected.plan);
	} else {
		log(`Storm ${seed} (${size.name}${queue ? ', queue mode' : ''})`);
		collected = await storm(seed, size, log);
	}
	if (record) writeFileSync(record, JSON.stringify(collected));
	const audited = audit(collected);
	console.log(reportOf(audited).join('\n'));
	const broken = audited.filter(({ findings }) => findings.length > 0);
	for (const { name, findings } of broken) {
		log(`\n${name}:\n${findings.map((finding) => `  ${finding}`).join('\n')}`);
	}
	console.log(broken.length === 0 ? `Storm ${seed}: nothing found.` : `Storm ${seed}: broken.`);
	if (broken.length > 0) process.exitCode = 1;
}

main().catch((error: Error) => {
	log(error.stack ?? error.message);
	process.exitCode = 1;
});
