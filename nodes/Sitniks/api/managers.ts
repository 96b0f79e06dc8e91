import { InputError } from '../../shared/errors';
import { collect, type SitniksApi } from './client';
import type { Manager } from './schema';
import { TtlCache } from '../../shared/ttlCache';

export interface ManagerRef {
	id: number;
	/** '' when it is not known. */
	name: string;
}

const MAX_AGE_MS = 10 * 60_000;
const FIELD = 'Manager';

/** Shared by all executions of this process. */
export const processManagers = new TtlCache<ManagerRef[]>();

/** All managers, from memory for ten minutes. @throws {VendorError} */
export async function managersOf(api: SitniksApi, maxAgeMs = MAX_AGE_MS): Promise<ManagerRef[]> {
	return await processManagers.get(api.sharedKey, maxAgeMs, async () => {
		return (await collect(api.managers())).map(managerRef);
	});
}

export function managerRef({ id, user }: Manager): ManagerRef {
	return { id, name: user?.fullname ?? '' };
}

/**
 * The manager of this name; blanks around it and upper case do not count (sitniks sheet §3).
 *
 * @throws {InputError} `manager_not_found`, or `ambiguous_manager` with the ids
 * @throws {VendorError}
 */
export async function managerByName(api: SitniksApi, name: string): Promise<ManagerRef> {
	const wanted = plain(name);
	const search = (all: ManagerRef[]) => all.filter((manager) => plain(manager.name) === wanted);
	// One who is new since the list was read.
	const known = search(await managersOf(api));
	const found = known.length > 0 ? known : search(await managersOf(api, -1));
	if (found.length > 1) {
		const ids = found.map(({ id }) => id).sort((a, b) => a - b);
		const hint = `Give the ID instead: ${ids.join(', ')}.`;
		const message = 'several managers have this name';
		throw new InputError(message, FIELD, hint, 'ambiguous_manager');
	}
	if (found.length === 0) throw noManager('no manager has this name');
	return found[0];
}

/**
 * The first manager of the account who is not this one, by name or id.
 *
 * @throws {InputError} `manager_not_found` when there is nobody else
 * @throws {VendorError}
 */
export async function managerOtherThan(api: SitniksApi, except: string): Promise<ManagerRef> {
	const name = plain(except);
	const all = await managersOf(api);
	const other = all.find((one) => plain(one.name) !== name && String(one.id) !== name);
	if (other) return other;
	throw noManager('there is no other manager');
}

/** Whether the account has a manager of this id. @throws {VendorError} */
export async function isManager(api: SitniksApi, id: number): Promise<boolean> {
	const has = (all: ManagerRef[]) => all.some((manager) => manager.id === id);
	return has(await managersOf(api)) || has(await managersOf(api, -1));
}

export function noManager(message: string): InputError {
	const hint = 'Manager: Get Many gives the names and IDs of all managers.';
	return new InputError(message, FIELD, hint, 'manager_not_found');
}

function plain(name: string): string {
	return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}
