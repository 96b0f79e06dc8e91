import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { textParameter } from '../../../shared/parameters';
import { parseJson } from '../../../shared/jsonField';
import type { OperationResult } from '../../../shared/runItems';
import { unexpected, type WriteMethod } from '../../api/calls';
import { connectItem } from '../../api/connect';
import { queryOf, safePath } from '../../api/customRequest';
import { sitniksOptions } from '../fields';

const show = { resource: ['api'], operation: ['request'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		options: [
			{ name: 'DELETE', value: 'DELETE' },
			{ name: 'GET', value: 'GET' },
			{ name: 'PATCH', value: 'PATCH' },
			{ name: 'POST', value: 'POST' },
			{ name: 'PUT', value: 'PUT' },
		],
		default: 'GET',
		description: 'GET reads and is repeated on trouble; the others are sent once',
		displayOptions: { show },
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. /products',
		description: 'What comes after /open-api in the reference of Sitniks, without a query',
		displayOptions: { show },
	},
	{
		displayName: 'Query',
		name: 'query',
		type: 'json',
		default: '{}',
		description: 'Parameters as an object, such as {"limit": 50, "skip": 0}',
		displayOptions: { show },
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'json',
		default: '{}',
		description: 'What to send, as JSON',
		displayOptions: { show: { ...show, method: ['DELETE', 'PATCH', 'POST', 'PUT'] } },
	},
	sitniksOptions(show),
];

/** What Sitniks answers: an object is one item, a list one item for each entry. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const method = this.getNodeParameter('method', itemIndex) as WriteMethod | 'GET';
	const path = safePath(textParameter(this, 'path', itemIndex));
	const json = (name: string, label: string) =>
		parseJson(this.getNodeParameter(name, itemIndex, '') || undefined, label);
	const query = queryOf(json('query', 'Query'));
	const answer =
		method === 'GET'
			? await api.calls.get(path, query)
			: jsonOf(await api.calls.write(method, path, json('body', 'Body'), query));
	return Array.isArray(answer) ? answer.map(asItem) : asItem(answer);
}

/** What a change answers has no shape that is known here, but it is JSON or a 204. @throws {VendorError} */
function jsonOf(answer: unknown): unknown {
	if (typeof answer === 'object') return answer;
	throw unexpected(answer, 'unknown');
}

function asItem(value: unknown): IDataObject {
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isObject ? (value as IDataObject) : { data: (value ?? null) as IDataObject };
}
