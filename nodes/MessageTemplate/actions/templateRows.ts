import { InputError } from '../../shared/errors';
import { parseJson } from '../../shared/jsonField';

type Fields = Record<string, unknown>;

/** Rows of whatsapp_templates in a JSON field: a list of rows or of n8n's items. @throws {InputError} */
export function templateRowsOf(value: unknown): Fields[] {
	const parsed = parseJson(value, 'Templates');
	const list = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
	const rows = list.map((one) => (isFields(one) && isFields(one.json) ? one.json : one));
	if (rows.every(isFields)) return rows;
	const hint = 'Give the rows of the table whatsapp_templates as an array.';
	throw new InputError('a list of rows is needed', 'Templates', hint);
}

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
