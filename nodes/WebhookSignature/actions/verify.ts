import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../shared/runItems';
import { storable } from '../../shared/storable';
import {
	verifySharedSecret,
	verifySignature,
	type Freshness,
	type VerifyResult,
} from '../../shared/signature';
import { headerText } from '../../shared/signingSecret';
import { bodyOf, schemeOf, secretsOf } from './fields';

const show = { operation: ['verify'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		options: [
			{ name: 'HMAC Signature', value: 'hmac', description: 'The sender signs the body' },
			{
				name: 'Shared Secret',
				value: 'sharedSecret',
				description: 'The sender sends the secret itself',
			},
		],
		default: 'hmac',
		displayOptions: { show },
	},
	{
		displayName: 'Signature',
		name: 'signature',
		type: 'string',
		default: "={{ $json.headers['x-signature'] }}",
		placeholder: "e.g. {{ $json.headers['x-signature'] }}",
		description: 'Several signatures may be separated by commas or spaces',
		displayOptions: { show: { ...show, method: ['hmac'] } },
	},
	{
		displayName: 'Given Secret',
		name: 'givenSecret',
		type: 'string',
		typeOptions: { password: true },
		default: "={{ $json.headers['x-webhook-secret'] }}",
		placeholder: "e.g. {{ $json.headers['x-webhook-secret'] }}",
		displayOptions: { show: { ...show, method: ['sharedSecret'] } },
	},
	{
		displayName: 'Check Time',
		name: 'checkTime',
		type: 'boolean',
		default: false,
		description: 'Whether a call that is too old, or from the future, is invalid',
		displayOptions: { show: { ...show, method: ['hmac'] } },
	},
	{
		displayName: 'Timestamp',
		name: 'timestamp',
		type: 'string',
		default: "={{ $json.headers['x-timestamp'] }}",
		placeholder: "e.g. {{ $json.headers['x-timestamp'] }}",
		description:
			'Seconds, milliseconds, microseconds or nanoseconds since 1970, or an ISO date and time; without a zone it is UTC',
		displayOptions: { show: { ...show, method: ['hmac'], checkTime: [true] } },
	},
	{
		displayName: 'Tolerance (Seconds)',
		name: 'toleranceSeconds',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 300,
		displayOptions: { show: { ...show, method: ['hmac'], checkTime: [true] } },
	},
	{
		displayName: 'Timestamp Is Signed',
		name: 'timestampIsSigned',
		type: 'boolean',
		default: false,
		description: 'Whether the sender signs the timestamp, a dot and the body instead of the body',
		displayOptions: { show: { ...show, method: ['hmac'], checkTime: [true] } },
	},
];

/** The input item with `signature: {valid, reason?}`; the node sorts it to *Valid* or *Invalid*. */
export const execute: OperationExecute = async function (itemIndex) {
	const result = await verify(this, itemIndex);
	const { json, binary } = this.getInputData()[itemIndex];
	const call = storable(json) as IDataObject;
	return { items: [{ json: { ...call, signature: { ...result } }, binary }] };
};

async function verify(context: IExecuteFunctions, itemIndex: number): Promise<VerifyResult> {
	const secrets = await secretsOf(context, itemIndex);
	if (context.getNodeParameter('method', itemIndex) === 'sharedSecret') {
		const given = headerText(context.getNodeParameter('givenSecret', itemIndex));
		return verifySharedSecret(given, secrets);
	}
	return verifySignature({
		...schemeOf(context, itemIndex),
		rawBody: await bodyOf(context, itemIndex),
		signature: headerText(context.getNodeParameter('signature', itemIndex)),
		secrets,
		freshness: freshnessOf(context, itemIndex),
	});
}

function freshnessOf(context: IExecuteFunctions, itemIndex: number): Freshness | undefined {
	if (!context.getNodeParameter('checkTime', itemIndex)) return undefined;
	return {
		timestamp: headerText(context.getNodeParameter('timestamp', itemIndex)),
		toleranceSeconds: Number(context.getNodeParameter('toleranceSeconds', itemIndex)),
		isSigned: context.getNodeParameter('timestampIsSigned', itemIndex) as boolean,
	};
}
