import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DataDir } from '../../../sandbox/dataDir';
import { N8nApi } from '../../../sandbox/n8nApi';
import type { N8nProcess } from '../../../sandbox/n8nProcess';
import { findRuntime } from '../../../sandbox/pack';
import { PINNED_NODE, ROOT } from '../../../sandbox/paths';
import { choosePort } from '../../../sandbox/ports';
import { n8nProcesses } from '../../../sandbox/processes';
import { startSimulators, vendorUrls, type VendorUrls } from '../../../sandbox/vendors';

/** What a run of the command line tool has left. */
export interface CliRun {
	code: number | null;
	/** The one line of `--json`. */
	result: Record<string, unknown>;
	/** Everything on both streams. */
	text: string;
}

/** An n8n as an operator has it before he has done anything: with the pack, without workflows, beside the simulators. */
export class EmptyN8n {
	private constructor(
		readonly folder: string,
		readonly n8n: N8nProcess,
		readonly api: N8nApi,
		readonly vendors: VendorUrls,
		private readonly close: () => Promise<void>,
	) {}

	get url(): string {
		return this.n8n.url;
	}

	static async start({ withPack = true } = {}): Promise<EmptyN8n> {
		const folder = mkdtempSync(join(tmpdir(), 'crm-bridge-empty-'));
		const dataDir = new DataDir(folder);
		dataDir.lock();
		const runtimeDir = await findRuntime();
		const simulators = await startSimulators(await choosePort(0, ''));
		const { n8n } = await n8nProcesses({
			...{ dataDir, runtimeDir, workers: 0, port: await choosePort(0, '') },
			packDir: withPack ? ROOT : undefined,
		});
		const close = async () => {
			await n8n.stop();
			await simulators.close();
			dataDir.unlock();
			rmSync(folder, { recursive: true, force: true });
		};
		try {
			await n8n.start();
			const api = await N8nApi.login(n8n.url);
			return new EmptyN8n(folder, n8n, api, vendorUrls(simulators.url, {}), close);
		} catch (error) {
			await close();
			throw error;
		}
	}

	async stop(): Promise<void> {
		await this.close();
	}

	/** A key of the owner's. @param scopes all that he may give away unless named */
	async apiKey(scopes?: string[]): Promise<string> {
		const { rawApiKey } = await this.api.rest<{ rawApiKey: string }>('POST', '/api-keys', {
			label: `test-${Math.random().toString(36).slice(2)}`,
			scopes: scopes ?? (await this.api.rest<string[]>('GET', '/api-keys/scopes')),
			expiresAt: null,
		});
		return rawApiKey;
	}

	/**
	 * Runs the built tool as `npx` does, with `--json`, in the folder of this n8n.
	 *
	 * @param killWhen ends the process with SIGKILL as soon as its output contains this
	 * @param dist folder of the built tool
	 */
	async cli(
		args: string[],
		apiKey: string,
		killWhen?: RegExp,
		dist = join(ROOT, 'dist/deploy'),
	): Promise<CliRun> {
		const child = spawn(PINNED_NODE, [join(dist, 'cli.cjs'), ...args, '--json'], {
			cwd: this.folder,
			env: { ...process.env, N8N_URL: this.url, N8N_API_KEY: apiKey, LANG: 'C', LC_ALL: 'C' },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let [out, text] = ['', ''];
		child.stdout.on('data', (chunk: Buffer) => {
			out += chunk.toString();
			text += chunk.toString();
		});
		child.stderr.on('data', (chunk: Buffer) => {
			text += chunk.toString();
			if (killWhen?.test(text)) child.kill('SIGKILL');
		});
		const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
		return { code, text, result: out ? (JSON.parse(out) as CliRun['result']) : {} };
	}
}
