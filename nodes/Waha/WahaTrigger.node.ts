import {
	NodeConnectionTypes,
	type IDataObject,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { RecentKeys } from '../shared/ttlMap';
import { CREDENTIAL, credentialOf } from './connect';
import { OUTPUTS, readEvent, type Output } from './event';
import { getSessions } from './methods';
import { triggerFields } from './triggerFields';
import { checkCall } from './webhookCall';
import { checkExists, create, remove, STATIC_KEY } from './webhookLifecycle';

/** WAHA's own retries end after minutes. */
const REMEMBER_MS = 24 * 3600 * 1000;
/** Of all triggers of this process. */
const seenEvents = new RecentKeys(REMEMBER_MS, 2000);

/** Starts a workflow on what happens in a WhatsApp session of WAHA. */
export class WahaTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WAHA Bridge Trigger',
		name: 'wahaTrigger',
		icon: { light: 'file:waha.svg', dark: 'file:waha.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["session"] }}',
		description: 'Starts the workflow on WhatsApp messages, acks and session changes of WAHA',
		defaults: { name: 'WAHA Bridge Trigger' },
		inputs: [],
		outputs: OUTPUTS.map(() => NodeConnectionTypes.Main),
		outputNames: ['Message', 'Ack', 'Session', 'Other'],
		credentials: [{ name: CREDENTIAL, required: true }],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'waha' }],
		properties: triggerFields,
	};

	methods = { loadOptions: { getSessions } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await checkExists.call(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await create.call(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await remove.call(this);
			},
		},
	};

	/** Answers WAHA itself: n8n would take the answer from the first output. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const request = this.getRequestObject();
		if (!request.rawBody) await request.readRawBody();
		const { webhookHmacSecret } = await credentialOf(this);
		const madeKey = this.getWorkflowStaticData('node')[STATIC_KEY];
		const options = this.getNodeParameter('options', {}) as IDataObject;
		const call = checkCall({
			headers: request.headers,
			rawBody: request.rawBody,
			// The made key stays valid until the next activation moves the session to the credential's.
			keys: [webhookHmacSecret, madeKey].map((key) => String(key ?? '')),
			maxAgeSeconds: Number(options.maxAgeSeconds ?? 0),
		});
		if (!call.accepted) {
			return answer(this, call.status, { ok: false, reason: call.reason });
		}
		const { output, json, dedupeKey } = readEvent(call.envelope, new Date());
		const drop = options.dropRepeats !== false && dedupeKey !== undefined;
		const seenKey = `${this.getWorkflow().id}|${this.getNode().id}|${this.getMode()}|${dedupeKey}`;
		if (drop && seenEvents.has(seenKey)) return answer(this, 200, { ok: true, repeated: true });
		answer(this, 200, { ok: true });
		// Only now: an event that was not accepted comes again and must not look like a repeat.
		if (drop) seenEvents.remember(seenKey);
		return { noWebhookResponse: true, workflowData: onOutput(output, json) };
	}
}

function answer(context: IWebhookFunctions, status: number, body: object): IWebhookResponseData {
	context.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
}

function onOutput(output: Output, json: IDataObject): INodeExecutionData[][] {
	return OUTPUTS.map((name) => (name === output ? [{ json }] : []));
}
