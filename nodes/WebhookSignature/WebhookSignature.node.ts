import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems } from '../shared/runItems';
import { signingSecretTest } from '../shared/signingSecret';
import { bodyFields } from './actions/fields';
import * as sign from './actions/sign';
import * as verify from './actions/verify';

/** Checks who sent a webhook, and signs calls of one's own. */
export class WebhookSignature implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Webhook Signature',
		name: 'webhookSignature',
		icon: { light: 'file:webhookSignature.svg', dark: 'file:webhookSignature.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] }}',
		description: 'Verify the signature or secret of a webhook call, or sign a body',
		defaults: { name: 'Webhook Signature' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ $parameter["operation"] === "verify" ? [{ type: "${NodeConnectionTypes.Main}", displayName: "Valid" }, { type: "${NodeConnectionTypes.Main}", displayName: "Invalid" }] : [{ type: "${NodeConnectionTypes.Main}" }] }}`,
		credentials: [
			{ name: 'crmBridgeSigningSecretApi', required: true, testedBy: 'signingSecretTest' },
		],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Sign',
						value: 'sign',
						description: 'Sign a body as the receiver expects it',
						action: 'Sign body',
					},
					{
						name: 'Verify',
						value: 'verify',
						description: 'Tell calls of the real sender from all others',
						action: 'Verify webhook call',
					},
				],
				default: 'verify',
			},
			...verify.description,
			...bodyFields,
		],
	};

	methods = { credentialTest: { signingSecretTest } };

	/** *Verify*: outputs *Valid* and *Invalid*; *Sign*: one output. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getNodeParameter('operation', 0) === 'sign')
			return [await runItems(this, sign.execute)];
		const items = await runItems(this, verify.execute);
		const isValid = ({ json }: INodeExecutionData) =>
			(json.signature as { valid?: boolean } | undefined)?.valid === true;
		// A failed item counts as invalid: what was not checked must not pass.
		return [items.filter(isValid), items.filter((item) => !isValid(item))];
	}
}
