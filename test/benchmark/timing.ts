import { pause } from '../workflows/support/world';
import type { Blank } from './blank';
import type { Goal, Measurement } from './measurement';
import { median } from './statistics';

/** Clients that send at once in a load. */
const CLIENTS = 8;
/** Events before the first one that counts. */
const WARM_UP = 3;

/**
 * One event after the other, in turn with the blank workflow: what else the machine does slows both.
 *
 * @param event @returns its latency in ms
 * @param pauseMs before each event
 */
export async function latency(
	blank: Blank,
	events: number,
	event: (number: number) => Promise<number>,
	pauseMs = 0,
): Promise<{ blankMs: number; ms: number }> {
	const [blanks, own]: [number[], number[]] = [[], []];
	for (let number = 0; number < events + WARM_UP; number += 1) {
		await pause(pauseMs);
		const blankMs = await blank();
		const ms = await event(number);
		if (number < WARM_UP) continue;
		blanks.push(blankMs);
		own.push(ms);
	}
	return { blankMs: median(blanks), ms: median(own) };
}

/**
 * Eight clients, each of which sends the next event when it has the answer to its last one; in two halves
 * between loads of the blank workflow.
 *
 * @param settled waits for the end of the work @returns when that was, by the clock
 * @returns events a second
 */
export async function throughput(
	blank: Blank,
	events: number,
	event: (number: number, client: number) => Promise<unknown>,
	settled: () => Promise<number>,
): Promise<{ blank: number; own: number }> {
	const ms = { blank: 0, own: 0 };
	const half = Math.ceil(events / 2);
	for (const begin of [0, half]) {
		ms.blank += await load(half, blank, async () => Date.now());
		ms.own += await load(half, async (n, client) => await event(begin + n, client), settled);
	}
	const rate = (took: number) => (2 * half * 1000) / took;
	return { blank: rate(ms.blank), own: rate(ms.own) };
}

async function load(
	events: number,
	event: (number: number, client: number) => Promise<unknown>,
	settled: () => Promise<number>,
): Promise<number> {
	const start = Date.now();
	await inParallel(events, CLIENTS, event);
	return (await settled()) - start;
}

/** Numbers from 0 on, shared out among clients of which each does one thing at a time. */
export async function inParallel(
	events: number,
	clients: number,
	event: (number: number, client: number) => Promise<unknown>,
): Promise<void> {
	let next = 0;
	const work = async (client: number) => {
		while (next < events) await event(next++, client);
	};
	await Promise.all(Array.from({ length: clients }, async (_, client) => await work(client)));
}

/** How many times that of the blank workflow. */
export function latencyAgainstBlank(
	path: string,
	{ blankMs, ms }: { blankMs: number; ms: number },
	goal?: Goal,
	before?: string,
): Measurement {
	const detail = `${Math.round(ms)} ms against ${Math.round(blankMs)} ms`;
	return { path, what: 'latency', value: ms / blankMs, unit: '× blank', detail, goal, before };
}

/** Which part of that of the blank workflow. */
export function throughputAgainstBlank(
	path: string,
	{ blank, own }: { blank: number; own: number },
	goal?: Goal,
	before?: string,
): Measurement {
	const detail = `${own.toFixed(1)}/s against ${blank.toFixed(1)}/s, ${CLIENTS} in parallel`;
	return { path, what: 'throughput', value: own / blank, unit: '× blank', detail, goal, before };
}
