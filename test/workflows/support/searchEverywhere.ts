import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

import type { World } from './world';

/** Where n8n itself keeps secrets: encrypted, hashed, or its own keys. */
const OF_N8N = /^(credentials_entity|user|user_api_keys|auth_identity|settings|migrations|sqlite_)/;

/** Everything that n8n has kept, by place: rows of its database by table, and its log. */
export function everythingKept(world: World): Map<string, string> {
	const file = join(world.sandbox.dataDir, '.n8n', 'database.sqlite');
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		database.exec('PRAGMA busy_timeout = 5000');
		const all = (sql: string) =>
			database.prepare(sql).all() as Array<Record<string, SQLInputValue>>;
		const tables = all("SELECT name FROM sqlite_master WHERE type = 'table'").map(({ name }) =>
			String(name),
		);
		const kept = tables
			.filter((name) => !OF_N8N.test(name))
			.map((name): [string, string] => [name, textOf(all(`SELECT * FROM "${name}"`))]);
		return new Map([...kept, ['n8n.log', world.sandbox.n8n.logs()]]);
	} finally {
		database.close();
	}
}

function textOf(rows: Array<Record<string, SQLInputValue>>): string {
	const plain = (value: SQLInputValue) =>
		value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
	return rows.map((row) => Object.values(row).map(plain).join('\n')).join('\n');
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
