import type { IDataObject } from 'n8n-workflow';

/** Deeper ones are no webhook of Wahelp, and n8n could not store them. */
const MAX_DEPTH = 32;

/** What the item carries of the body; null for what is nested too deeply to be stored. */
export function rawOf(raw: unknown): IDataObject[string] {
	return isShallow(raw, MAX_DEPTH) ? (raw as IDataObject[string]) : null;
}

function isShallow(value: unknown, depth: number): boolean {
	if (typeof value !== 'object' || value === null) return true;
	return depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1));
}
