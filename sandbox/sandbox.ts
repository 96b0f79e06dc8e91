import { join } from 'node:path';

import { saveCredentials } from './credentials';
import { DataDir, SQLITE } from './dataDir';
import { N8nApi } from './n8nApi';
import type { N8nOptions, N8nProcess } from './n8nProcess';
import { buildPack, findRuntime } from './pack';
import { ROOT } from './paths';
import { choosePort } from './ports';
import type { PostgresServer } from './postgresServer';
import { n8nProcesses } from './processes';
import { databaseName, queueServers, refuseToEmpty, type Queue } from './queue';
import { webhookUrls } from './ready';
import type { RedisServer } from './redisServer';
import { SECRETS } from './secrets';
import { setUpWorkflows } from './setUpWorkflows';
import { enterSitniksWebhook, startSimulators, vendorUrls, type Vendor } from './vendors';

export interface SandboxOptions {
	/** n8n's user folder. Default: `.n8n` in the checkout. */
	dataDir?: string;
	/** Port of n8n; 0 (default) picks a free one. */
	port?: number;
	/** Port of the simulators; 0 (default) picks a free one. */
	vendorsPort?: number;
	/** Forget what an earlier start left in the data folder. */
	fresh?: boolean;
	/** Schedules and polls every 5 s, pauses between messages 0. */
	fast?: boolean;
	/** Seconds between the runs of schedules and polls with `fast`, where 5 is too long. Divides 60. */
	everySeconds?: number;
	expressions?: N8nOptions['expressions'];
	/** Workers of n8n's queue mode; n8n alone, on SQLite, when undefined. */
	workers?: number;
	/** Folder of the workflow files. Default: `workflows` in the checkout. */
	workflowsDir?: string;
	/** Folder of the pack, built already. Default: the checkout, built when that is due. */
	packDir?: string;
	/** Folder whose node_modules hold n8n. Default: the pinned one, installed when missing. */
	runtimeDir?: string;
	/** `KASPI_URL`, `QUEUE_REDIS_URL` and so on. Default: the environment of this process. */
	environment?: NodeJS.ProcessEnv;
	/** Where progress goes; nowhere by default. */
	log?: (line: string) => void;
	/** Stops a start that is under way. */
	signal?: AbortSignal;
	/** n8n, a worker or a server ended without being asked to. */
	onCrash?: (message: string) => void;
}

export interface Sandbox {
	n8nUrl: string;
	/** Base of the simulators: `<vendorsUrl>/<vendor>/__sim/…` */
	vendorsUrl: string;
	dataDir: string;
	/** Key of n8n's public API. */
	apiKey: string;
	/** Base url that the credentials of a vendor have. */
	vendor(name: Vendor): string;
	/** n8n as a process: `kill()` it, `start()` it again, read its `logs()`. */
	n8n: N8nProcess;
	/** n8n's workers, which run what n8n starts; none without queue mode. */
	workers: N8nProcess[];
	/** Addresses of the database and of the queue, in queue mode. */
	queue?: Queue;
	/** The servers of queue mode, when they are the sandbox's own. */
	postgres?: PostgresServer;
	redis?: RedisServer;
	/** n8n with its owner logged in. */
	api: N8nApi;
	/** Stops all processes. */
	stop(): Promise<void>;
}

/**
 * Starts the simulators and n8n with the pack (in queue mode its servers and workers, too), and puts credentials,
 * workflows and demo data in.
 *
 * @returns when every workflow is published and answers
 * @throws {Error} with a text for the user; what was started is stopped again
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { log = () => undefined, signal, environment = process.env } = options;
	const cleanUps: Array<() => Promise<void> | void> = [];
	const stop = async () => {
		for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
	};
	try {
		const dataDir = new DataDir(options.dataDir ?? join(ROOT, '.n8n'));
		dataDir.lock();
		cleanUps.push(() => dataDir.unlock());
		const port = await choosePort(options.port ?? 0, '--port');
		const vendorsPort = await choosePort(options.vendorsPort ?? 0, '--vendors-port');

		if (options.packDir === undefined) await buildPack(signal);
		const runtimeDir = options.runtimeDir ?? (await findRuntime(signal));
		if (options.fresh) {
			if (options.workers !== undefined) refuseToEmpty(environment);
			dataDir.clear();
		}
		dataDir.useDatabase(options.workers === undefined ? SQLITE : databaseName(environment));

		const simulators = await startSimulators(vendorsPort);
		cleanUps.push(() => simulators.close());
		const urls = vendorUrls(simulators.url, environment);

		const { onCrash, expressions, workers: count } = options;
		const { queue, postgres, redis } =
			count === undefined ? {} : await queueServers({ dataDir, environment, signal, onCrash });
		if (postgres ?? redis) log('Starting PostgreSQL and Redis.');
		for (const server of [postgres, redis]) {
			if (!server) continue;
			cleanUps.push(() => server.stop());
			await server.start(signal);
		}

		log(count === undefined ? 'Starting n8n.' : `Starting n8n and ${count} workers.`);
		const { n8n, workers } = await n8nProcesses({
			dataDir,
			packDir: options.packDir ?? ROOT,
			workers: count ?? 0,
			...{ runtimeDir, port, expressions, queue, onCrash },
		});
		const processes = [n8n, ...workers];
		cleanUps.push(async () => void (await Promise.all(processes.map((one) => one.stop()))));
		// The first one makes the tables of a new database.
		await n8n.start(signal);
		await Promise.all(workers.map((worker) => worker.start(signal)));

		const api = await N8nApi.login(n8n.url);
		const state = dataDir.readState();
		const apiKey = await api.useApiKey(state.apiKey);
		dataDir.writeState({ ...state, apiKey });
		const credentials = await saveCredentials(api, urls, count);
		await setUpWorkflows({
			api,
			dataDir,
			credentials,
			folder: options.workflowsDir ?? join(ROOT, 'workflows'),
			everySeconds: options.fast ? (options.everySeconds ?? 5) : undefined,
			log,
			signal,
		});
		const webhook = `${webhookUrls(n8n.url).sitniks}?secret=${SECRETS.sitniks}`;
		await enterSitniksWebhook(simulators.url, webhook);
		return {
			n8nUrl: n8n.url,
			vendorsUrl: simulators.url,
			dataDir: dataDir.path,
			apiKey,
			vendor: (name) => urls[name],
			n8n,
			workers,
			queue,
			postgres,
			redis,
			api,
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
