import { AmocrmSimulator } from '../test/simulators/amocrm/amocrm';
import { KaspiSimulator } from '../test/simulators/kaspi/kaspi';
import { startVendors, type VendorsServer } from '../test/simulators/shared/server';
import { TelegramSimulator } from '../test/simulators/telegram/telegram';
import { WahaSimulator } from '../test/simulators/waha/waha';
import { WahelpSimulator } from '../test/simulators/wahelp/wahelp';

/** Every vendor of the pack, with a simulator or not yet. */
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
