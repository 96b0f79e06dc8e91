export type QueryValue =
	string | number | boolean | undefined | QueryValue[] | { [key: string]: QueryValue };
export type Query = Record<string, QueryValue>;

/**
 * A query string with PHP's brackets, as amoCRM reads it (amocrm sheet §4): `{filter: {id: [1, 2]}}`
 * becomes `filter[id][0]=1&filter[id][1]=2`. Undefined values are left out.
 */
export function queryString(query: Query): string {
	return Object.entries(query)
		.flatMap(([key, value]) => pairs(encodeURIComponent(key), value))
		.join('&');
}

function pairs(key: string, value: QueryValue): string[] {
	if (value === undefined) return [];
	if (typeof value === 'object') {
		return Object.entries(value).flatMap(([inner, one]) =>
			pairs(`${key}%5B${encodeURIComponent(inner)}%5D`, one as QueryValue),
		);
	}
	return [`${key}=${encodeURIComponent(String(value))}`];
}
