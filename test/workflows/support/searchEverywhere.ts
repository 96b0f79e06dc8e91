import { databaseOf, type DatabaseRow } from './database';
import type { World } from './world';

/** Where n8n itself keeps secrets: encrypted, hashed, or its own keys. */
const OF_N8N = /^(credentials_entity|user|user_api_keys|auth_identity|settings|migrations|sqlite_)/;

/** Everything that n8n has kept, by place: rows of its database by table, and the logs of its processes. */
export function everythingKept({ sandbox }: World): Map<string, string> {
	const database = databaseOf(sandbox);
	const kept = database
		.tables()
		.filter((name) => !OF_N8N.test(name))
		.map((name): [string, string] => [name, textOf(database.all(`SELECT * FROM "${name}"`))]);
	return new Map([...kept, ...logsOf({ sandbox })]);
}

/** What n8n's processes have logged, by name. */
export function logsOf({ sandbox }: Pick<World, 'sandbox'>): Array<[string, string]> {
	return [sandbox.n8n, ...sandbox.workers].map((one) => [`log of ${one.name}`, one.logs()]);
}

function textOf(rows: DatabaseRow[]): string {
	return rows.map((row) => Object.values(row).map(plain).join('\n')).join('\n');
}

/** Bytes are an array in SQLite and `\x…` in PostgreSQL, whose columns of JSON come as objects. */
function plain(value: unknown): string {
	if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
	if (typeof value === 'object' && value !== null) return JSON.stringify(value);
	const text = String(value);
	return /^\\x([\da-f]{2})*$/.test(text)
		? Buffer.from(text.slice(2), 'hex').toString('utf8')
		: text;
}

/** Places that hold one of these texts, in any of the spellings that a call gives it. */
export function placesOf(texts: string[], kept: Map<string, string>): string[] {
	return texts.flatMap((text) => {
		const spellings = new Set([
			text,
			encodeURIComponent(text),
			JSON.stringify(text).slice(1, -1),
			Buffer.from(text).toString('base64').replace(/=+$/, ''),
		]);
		return [...kept].flatMap(([place, content]) => {
			const found = [...spellings].find((spelling) => content.includes(spelling));
			if (found === undefined) return [];
			const at = content.indexOf(found);
			return [`${text} in ${place}: …${content.slice(Math.max(0, at - 120), at + 80)}…`];
		});
	});
}
