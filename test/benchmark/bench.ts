import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { setPace } from '../../sandbox/demoData';
import { ROOT } from '../../sandbox/paths';
import { startSandbox } from '../../sandbox/sandbox';
import { Payments } from '../workflows/support/payments';
import { Conversation } from '../workflows/support/telegram';
import { World } from '../workflows/support/world';
import { blankWorkflow, type Blank } from './blank';
import { costOf, type Cost, type RunData } from './counting';
import type { Measurement } from './measurement';
import type { Options, Size } from './options';
import { runsOf } from './runs';

/** Folders of `workflows/` that the measured paths need. */
const FLOWS = ['setup', 'store', 'payments-amocrm', 'kaspi-whatsapp', 'telegram-amocrm'];

/** What a path is measured with. */
export interface Bench {
	world: World;
	payments: Payments;
	talk: Conversation;
	blank: Blank;
	size: Size;
	/** What the events in `work` have cost: runs of this workflow and all that they called. */
	cost(
		entry: string,
		work: () => Promise<unknown>,
		isEvent?: (tree: RunData[]) => boolean,
	): Promise<Cost>;
}

/** One measured path. Its numbers come in the order in which they are printed. */
export interface Path {
	name: string;
	/** Table operations, runs, calls; n8n saves every run meanwhile. */
	count?(bench: Bench): Promise<Measurement[]>;
	/** Latency, throughput; n8n saves what the workflows' files say. */
	time?(bench: Bench): Promise<Measurement[]>;
}

/** A sandbox of its own with the flows at their usual pace, but no pauses between messages. */
export async function startBench(
	size: Size,
	expressions: Options['expressions'],
	log: (line: string) => void,
): Promise<Bench> {
	const dataDir = mkdtempSync(join(tmpdir(), 'crm-bridge-bench-'));
	const workflowsDir = join(dataDir, 'workflows');
	for (const flow of FLOWS) {
		cpSync(join(ROOT, 'workflows', flow), join(workflowsDir, flow), { recursive: true });
	}
	let stop = async () => rmSync(dataDir, { recursive: true, force: true });
	try {
		const sandbox = await startSandbox({ dataDir, workflowsDir, expressions, log });
		const world = new World(sandbox, dataDir);
		stop = async () => await world.stop();
		return await benchOf(world, size);
	} catch (error) {
		await stop();
		throw error;
	}
}

async function benchOf(world: World, size: Size): Promise<Bench> {
	const { api } = world.sandbox;
	await setPace(api, true);
	return {
		world,
		payments: new Payments(world),
		talk: new Conversation(world),
		blank: await blankWorkflow(api),
		size,
		cost: async (entry, work, isEvent) => costOf(await runsOf(api, work), entry, isEvent),
	};
}
