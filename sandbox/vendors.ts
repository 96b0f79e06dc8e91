import axios from 'axios';

import { AmocrmSimulator } from '../test/simulators/amocrm/amocrm';
import { KaspiSimulator } from '../test/simulators/kaspi/kaspi';
import { startVendors, type VendorsServer } from '../test/simulators/shared/server';
import { SitniksSimulator } from '../test/simulators/sitniks/sitniks';
import { TelegramSimulator } from '../test/simulators/telegram/telegram';
import { WahaSimulator } from '../test/simulators/waha/waha';
import { WahelpSimulator } from '../test/simulators/wahelp/wahelp';

/** Every vendor of the pack. */
export const VENDORS = ['kaspi', 'waha', 'telegram', 'amocrm', 'wahelp', 'sitniks'] as const;
export type Vendor = (typeof VENDORS)[number];
export type VendorUrls = Record<Vendor, string>;

/** Starts all simulators on one port, each under `/<vendor>`. */
export async function startSimulators(port: number): Promise<VendorsServer> {
	return await startVendors(
		[
			new KaspiSimulator(),
			new WahaSimulator(),
			new TelegramSimulator(),
			new AmocrmSimulator(),
			new WahelpSimulator(),
			new SitniksSimulator(),
		],
		port,
	);
}

/** Base url of each vendor: `<VENDOR>_URL` of the environment, else its simulator. */
export function vendorUrls(simulators: string, environment: NodeJS.ProcessEnv): VendorUrls {
	const entries = VENDORS.map((vendor) => {
		const other = environment[`${vendor.toUpperCase()}_URL`];
		return [vendor, (other || `${simulators}/${vendor}`).replace(/\/+$/, '')] as const;
	});
	return Object.fromEntries(entries) as VendorUrls;
}

/**
 * Sitniks has no call that registers a webhook: an operator enters the address in its settings,
 * and so do we in the simulator's.
 */
export async function enterSitniksWebhook(simulators: string, webhook: string): Promise<void> {
	await axios.post(`${simulators}/sitniks/__sim/faults`, {
		webhookUrls: [webhook],
		keepWebhooks: true,
	});
}
