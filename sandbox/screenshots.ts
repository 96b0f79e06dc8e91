/**
 * Pictures of the workflows on the canvas of a running sandbox, for the docs and for a look at one's
 * own work: `npm run screenshots -- [--n8n http://127.0.0.1:5678] [file …]`.
 * Needs Chromium (`apt-get install chromium`), or its path in CHROMIUM.
 */
import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

import { chromium, type Page } from 'playwright-core';

import { OWNER } from './n8nApi';
import { ROOT } from './paths';

const SIZE = { width: 2400, height: 1350 };
/** The canvas draws its nodes after the page has loaded. */
const DRAWING_MS = 2500;

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		options: {
			n8n: { type: 'string', default: 'http://127.0.0.1:5678' },
			out: { type: 'string', default: join(ROOT, 'docs', 'images') },
		},
		allowPositionals: true,
	});
	mkdirSync(values.out, { recursive: true });
	const files =
		positionals.length > 0 ? positionals : globSync(join(ROOT, 'workflows/**/*.json')).sort();
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
	});
	try {
		const page = await browser.newPage({ viewport: SIZE });
		const login = await page.request.post(`${values.n8n}/rest/login`, {
			data: { emailOrLdapLoginId: OWNER.email, password: OWNER.password },
		});
		if (!login.ok()) throw new Error(`n8n refused the log-in (${login.status()}).`);
		// Telemetry and templates of n8n's own servers: without a network each page waited for them.
		await page.route(
			({ origin }) => origin !== new URL(values.n8n).origin,
			async (route) => await route.abort(),
		);
		for (const file of files) {
			const { id } = JSON.parse(readFileSync(file, 'utf8')) as { id: string };
			await open(page, `${values.n8n}/workflow/${id}`);
			await page.waitForSelector('[data-test-id="canvas-node"]');
			await page.keyboard.press('1');
			await page.waitForTimeout(DRAWING_MS);
			const picture = join(values.out, `${basename(file, '.json')}.png`);
			await page.locator('[data-test-id="canvas"]').screenshot({ path: picture });
			console.log(picture);
		}
	} finally {
		await browser.close();
	}
}

/** The editor is loaded once, which takes it half a minute here, and then led on by its own router. */
async function open(page: Page, url: string): Promise<void> {
	if (page.url() === 'about:blank') {
		await page.goto(url);
		return;
	}
	await page.evaluate(
		`history.pushState({}, '', ${JSON.stringify(url)});
		dispatchEvent(new PopStateEvent('popstate', { state: {} }));`,
	);
	await page.waitForTimeout(DRAWING_MS);
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
