import type { Body } from './api';
import { comparable, type Identity } from './matching';

interface Entry {
	at: number;
	contactId: number;
}

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
	private readonly entries = new Map<string, Entry>();

	constructor(private readonly now: () => number = Date.now) {}

	/** @param written `custom_fields_values` as they were sent */
	remember(account: string, contactId: number, written: unknown): void {
		for (const entry of Array.isArray(written) ? (written as Body[]) : []) {
			const field = (entry.field_code ?? entry.field_id) as string | number;
			for (const { value } of (entry.values ?? []) as Array<{ value?: unknown }>) {
				// Phones are written as E.164, which needs no country.
				const text = typeof value === 'string' ? comparable(field, value, 'RU') : '';
				if (text === '' || text.length > MAX_TEXT) continue;
				const key = `${account}|${field}|${text}`;
				// The newest at the end, the oldest is forgotten first.
				this.entries.delete(key);
				this.entries.set(key, { at: this.now(), contactId });
			}
		}
		for (const [key, { at }] of this.entries) {
			if (this.entries.size <= MAX_ENTRIES && this.now() - at <= TTL_MS) break;
			this.entries.delete(key);
		}
	}

	/** The contact's ID. */
	find(account: string, { field, value }: Identity): number | undefined {
		const entry = this.entries.get(`${account}|${field}|${value}`);
		return entry && this.now() - entry.at <= TTL_MS ? entry.contactId : undefined;
	}

	forget(account: string, { field, value }: Identity): void {
		this.entries.delete(`${account}|${field}|${value}`);
	}

	clear(): void {
		this.entries.clear();
	}
}

/** Shared by all executions of this process. */
export const recentContacts = new RecentContacts();
