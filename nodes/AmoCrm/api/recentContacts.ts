import { TtlMap } from '../../shared/ttlMap';
import type { Body } from './client';
import { comparable, type Identity } from '../domain/matching';

/** Longer than the search index lags behind: up to 30 s (amocrm sheet §7.1). */
const TTL_MS = 5 * 60_000;
const MAX_ENTRIES = 5000;
/** Longer texts identify nobody. */
const MAX_TEXT = 100;

/**
 * Who this process wrote to amoCRM a moment ago, by phone, e-mail and text fields: the search does not
 * know them yet. What it tells is a hint that must be checked.
 */
export class RecentContacts {
	private readonly ids: TtlMap<number>;

	constructor(now?: () => number) {
		this.ids = new TtlMap(TTL_MS, MAX_ENTRIES, now);
	}

	/** @param written `custom_fields_values` as they were sent */
	remember(account: string, contactId: number, written: unknown): void {
		for (const entry of Array.isArray(written) ? (written as Body[]) : []) {
			const field = (entry.field_code ?? entry.field_id) as string | number;
			for (const { value } of (entry.values ?? []) as Array<{ value?: unknown }>) {
				// Phones are written as E.164, which needs no country.
				const text = typeof value === 'string' ? comparable(field, value, 'RU') : '';
				if (text === '' || text.length > MAX_TEXT) continue;
				this.ids.set(`${account}|${field}|${text}`, contactId);
			}
		}
	}

	/** The contact's ID. */
	find(account: string, { field, value }: Identity): number | undefined {
		return this.ids.get(`${account}|${field}|${value}`);
	}

	forget(account: string, { field, value }: Identity): void {
		this.ids.delete(`${account}|${field}|${value}`);
	}

	clear(): void {
		this.ids.clear();
	}
}

/** Shared by all executions of this process. */
export const recentContacts = new RecentContacts();
