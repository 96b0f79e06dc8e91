import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

import { ROOT } from '../../../sandbox/paths';
import { formUrls } from '../../../sandbox/ready';
import { WHATSAPP } from '../../../sandbox/secrets';
import type { World } from './world';

type FormName = keyof ReturnType<typeof formUrls>;

/** Where pictures of the forms go, to be looked at. */
const PICTURES = join(ROOT, 'test-results', 'forms');
/** A phone's screen: that is what a shop owner has in hand. */
const PHONE = { width: 412, height: 900 };

/** The shop owner at our forms, in headless Chromium. */
export class FormVisitor {
	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
		private readonly world: World,
	) {}

	static async start(world: World): Promise<FormVisitor> {
		const browser = await chromium.launch({
			// test/run.mjs sets it, and installs what is missing.
			executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
			args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
		});
		const page = await browser.newPage({
			viewport: PHONE,
			httpCredentials: { username: WHATSAPP.formUser, password: WHATSAPP.formPassword },
			acceptDownloads: true,
		});
		page.setDefaultTimeout(30_000);
		return new FormVisitor(browser, page, world);
	}

	async stop(): Promise<void> {
		await this.browser.close();
	}

	/** Opens the first page of a form. */
	async open(name: FormName): Promise<void> {
		await this.page.goto(formUrls(this.world.sandbox.n8nUrl)[name]);
	}

	/** Fills in fields by label and submits; comes back when the next page is there. */
	async answer(values: Record<string, string>): Promise<void> {
		for (const [label, value] of Object.entries(values)) await this.fill(label, value);
		await this.page.evaluate('window.isLastPage = true');
		await this.page.locator('#submit-btn').click();
		await this.page.waitForFunction(
			"!window.isLastPage && document.readyState === 'complete'",
			undefined,
			{ timeout: 60_000 },
		);
	}

	/** All that is written on the page, what stands in its fields not included. */
	async text(): Promise<string> {
		return await this.page.locator('body').innerText();
	}

	/** What stands in a field. */
	async value(label: string): Promise<string> {
		return await (await this.field(label)).inputValue();
	}

	/** What a drop-down offers. */
	async options(label: string): Promise<string[]> {
		const texts = await (await this.field(label)).locator('option:not([disabled])').allInnerTexts();
		return texts.map((text) => text.trim());
	}

	/** A picture of the whole page, for a person to look at. */
	async picture(name: string): Promise<string> {
		mkdirSync(PICTURES, { recursive: true });
		const path = join(PICTURES, `${name}.png`);
		await this.page.screenshot({ path, fullPage: true });
		return path;
	}

	private async fill(label: string, value: string): Promise<void> {
		const field = await this.field(label);
		const isSelect = (await field.and(this.page.locator('select')).count()) > 0;
		await (isSelect ? field.selectOption({ label: value }) : field.fill(value));
	}

	private async field(label: string): Promise<Locator> {
		const found = this.page.locator('label[for]', { hasText: label }).first();
		const id = await found.getAttribute('for');
		if (!id) throw new Error(`The form has no field "${label}".`);
		return this.page.locator(`#${id}`);
	}
}
