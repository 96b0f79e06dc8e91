/**
 * `npm run bench`: the table of speeds: our paths beside a blank webhook workflow in one n8n, in one
 * run. Progress goes to stderr.
 */
import { startBench, type Bench, type Path } from './bench';
import { saveRuns } from './liveWorkflows';
import { isMet, rounded, type Measurement } from './measurement';
import { HELP, parseOptions } from './options';
import { paths } from './paths';
import { table } from './table';

const log = (line: string) => console.error(line);

async function main(): Promise<void> {
	const options = parseOptions(process.argv.slice(2));
	if (!options) {
		console.log(HELP);
		return;
	}
	const { only, size, json, check, expressions } = options;
	const chosen = paths.filter(
		({ name }) => only.length === 0 || only.some((word) => name.includes(word)),
	);
	if (chosen.length === 0) {
		throw new Error(
			`No path has this name. There are: ${paths.map(({ name }) => name).join('; ')}`,
		);
	}
	const startedAt = new Date().toISOString();
	const bench = await startBench(size, expressions, log);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void bench.world.stop().then(() => process.exit(1)));
	}
	let found: Measurement[];
	try {
		found = await measure(bench, chosen);
	} finally {
		await bench.world.stop();
	}
	const results = found.map((one) => ({ ...one, value: rounded(one.value), met: isMet(one) }));
	console.log(
		json ? JSON.stringify({ startedAt, size, expressions, results }, null, 2) : table(found),
	);
	if (check && results.some(({ met }) => met === false)) process.exitCode = 1;
}

/** Counts first, which warms n8n up, then measures with the settings of the files. */
async function measure(bench: Bench, chosen: Path[]): Promise<Measurement[]> {
	const found = new Map<Path, Measurement[]>(chosen.map((path) => [path, []]));
	const undo = await saveRuns(bench.world.sandbox.api);
	const note = (path: Path, measurements: Measurement[] = []) => {
		for (const { what, value } of measurements) log(`  ${what}: ${rounded(value)}`);
		found.get(path)!.push(...measurements);
	};
	for (const path of chosen) {
		log(`Counting: ${path.name}`);
		note(path, await path.count?.(bench));
	}
	await undo();
	for (const path of chosen) {
		log(`Timing: ${path.name}`);
		note(path, await path.time?.(bench));
	}
	return [...found.values()].flat();
}

main().catch((error: Error) => {
	log(error.message);
	process.exitCode = 1;
});
