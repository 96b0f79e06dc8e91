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

import { perMinuteOf, processQuota } from '../shared/chatQuota';
import { Deliveries } from '../shared/deliveries';
import { madeSecret } from '../shared/madeSecret';
import { Repeats, type Fingerprint } from '../shared/repeats';
import { secretsInForce } from '../shared/secretsInForce';
import {
	callOf,
	refuse,
	scopeOf,
	startAnswered,
	startNothing,
	startOnce,
} from '../shared/webhookCall';
import { CREDENTIAL, credentialOf } from './api/connect';
import { OUTPUTS, readEvent, type WahaEvent } from './trigger/event';
import { getSessions } from './methods';
import { triggerFields } from './trigger/fields';
import { checkCall } from './trigger/checkCall';
import { checkExists, create, remove } from './trigger/lifecycle';
import { oldKey } from './trigger/oldKey';

/** WAHA's own retries end after minutes. */
const REMEMBER_MS = 24 * 3600 * 1000;
/** Of all triggers of this process. */
const repeats = new Repeats(2000);
/** Of messages that are answered when their run ends. */
const deliveries = new Deliveries(REMEMBER_MS, 2000);

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
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode:
					'={{ $parameter["options"]["answerMessages"] === "whenDone" ? "lastNode" : "onReceived" }}',
				// The workflow's data is no business of the caller.
				responseData: 'noData',
				path: 'waha',
			},
		],
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

	/** Answers WAHA itself, but for messages whose run's end is to be the answer. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const credential = await credentialOf(this);
		const { webhookHmacSecret, previousHmacSecret, previousValidUntil: until } = credential;
		const options = this.getNodeParameter('options', {}) as IDataObject;
		const call = checkCall({
			...(await callOf(this)),
			// That of an older version stays valid until another one replaces it, and a day longer.
			keys: [
				...secretsInForce(webhookHmacSecret, previousHmacSecret, until, this.getTimezone()),
				madeSecret(this, credential.apiKey),
				oldKey(this.getWorkflowStaticData('node')),
			],
			maxAgeSeconds: Number(options.maxAgeSeconds ?? 0),
		});
		if (!call.accepted) return refuse(this, call.reason, call.status);
		const scope = scopeOf(this);
		const event = readEvent(call.envelope, new Date());
		const limit = perMinuteOf(options.messagesPerMinute);
		const withinQuota = (events: WahaEvent[]) =>
			events.flatMap((one) => processQuota.apply(scope, one, one.quotaKey, limit, overQuota));
		if (options.answerMessages === 'whenDone' && event.output === 'message') {
			const key = repeats.delivery(scope, [fingerprintOf(event)]);
			return await startOnce(this, [[deliveries, key]], () => {
				const items = withinQuota([event]);
				return items.length === 0 ? undefined : onOutputs(items);
			});
		}
		const fresh =
			options.dropRepeats === false ? [event] : repeats.fresh(scope, [event], fingerprintOf);
		const wanted = withinQuota(fresh);
		return wanted.length === 0 ? startNothing(this) : startAnswered(this, onOutputs(wanted));
	}
}

function fingerprintOf({ dedupeKey }: WahaEvent): Fingerprint | undefined {
	return dedupeKey === undefined ? undefined : { parts: [dedupeKey], ttlMs: REMEMBER_MS };
}

function overQuota(event: WahaEvent): WahaEvent {
	return { ...event, output: 'other', json: { ...event.json, over_quota: true } };
}

function onOutputs(events: WahaEvent[]): INodeExecutionData[][] {
	return OUTPUTS.map((name) =>
		events.filter(({ output }) => output === name).map(({ json }) => ({ json })),
	);
}
