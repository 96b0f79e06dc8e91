import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import type { SignatureScheme } from '../../shared/signature';
import {
	activeSecrets,
	CREDENTIAL,
	parametersScheme,
	schemeFields,
} from '../../shared/signingSecret';

type Show = Record<string, string[]>;

/** Where the bytes come from, and how they are signed. */
const bodyFieldsFor = (show: Show): INodeProperties[] => [
	{
		displayName: 'Body Source',
		name: 'bodySource',
		type: 'options',
		options: [
			{
				name: 'Input Data',
				value: 'binary',
				description: 'The bytes as they arrived: switch on Raw Body in the Webhook node',
			},
			{ name: 'Text', value: 'text', description: 'A text, byte for byte as it is sent' },
		],
		default: 'binary',
		displayOptions: { show },
	},
	{
		displayName: 'Input Data Field Name',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the input field that holds the raw body',
		displayOptions: { show: { ...show, bodySource: ['binary'] } },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		default: '',
		placeholder: 'e.g. the body as it arrived',
		description: 'JSON that was parsed and written again has another signature',
		displayOptions: { show: { ...show, bodySource: ['text'] } },
	},
	...schemeFields(show),
];

/** The same for both operations; *Sign* has them whatever the hidden method of *Verify* is set to. */
export const bodyFields: INodeProperties[] = [
	...bodyFieldsFor({ operation: ['sign'] }),
	...bodyFieldsFor({ operation: ['verify'], method: ['hmac'] }),
];

export function schemeOf(context: IExecuteFunctions, itemIndex: number): SignatureScheme {
	return parametersScheme((name) => context.getNodeParameter(name, itemIndex));
}

/** The bytes to sign; undefined when the item has no such data. */
export async function bodyOf(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<Buffer | undefined> {
	if (context.getNodeParameter('bodySource', itemIndex) === 'text') {
		const text: unknown = context.getNodeParameter('text', itemIndex);
		if (typeof text !== 'string') {
			throw new InputError(
				'this is no text',
				'Text',
				'Give the body as it was sent; parsed JSON has lost its signature.',
			);
		}
		return Buffer.from(text, 'utf8');
	}
	const field = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
	const { binary } = context.getInputData()[itemIndex];
	if (binary?.[field] === undefined) return undefined;
	return await context.helpers.getBinaryDataBuffer(itemIndex, field);
}

/** The active secrets, the new one first; empty ones left out. */
export async function secretsOf(context: IExecuteFunctions, itemIndex: number): Promise<string[]> {
	const credential: IDataObject = await context.getCredentials(CREDENTIAL, itemIndex);
	return activeSecrets(credential, context.getTimezone());
}
