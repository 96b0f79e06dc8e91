import {
	NodeConnectionTypes,
	type IDataObject,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { perMinuteOf, processQuota } from '../shared/chatQuota';
import { Deliveries } from '../shared/deliveries';
import {
	bodyOf,
	callOf,
	checkSecret,
	refuse,
	scopeOf,
	startNothing,
	startOnce,
} from '../shared/webhookCall';
import { CREDENTIAL, credentialOf } from './api/connect';
import { updateSchema } from './api/schema';
import { triggerFields } from './trigger/fields';
import { checkExists, create, remove } from './trigger/lifecycle';
import { pressOf } from './trigger/press';
import { SECRET_HEADER, secretOf } from './trigger/secret';
import { writerOf } from './trigger/writer';

/** Telegram repeats an update for a day; the workflow's own claim holds longer than this memory. */
const REMEMBER_MS = 3_600_000;
/**
 * How long after the end of its run the same button, pressed by the same person, is the same press: an
 * app that got no answer sends it again. From the end, because Telegram holds back what a chat sends
 * until then. A later press is a new one.
 */
const PRESS_MS = 5000;
/** Of all triggers of this process. */
const deliveries = new Deliveries(REMEMBER_MS, 20_000, () => Date.now());
/** By button instead of by id; see `pressOf`. */
const presses = new Deliveries(PRESS_MS, 20_000, () => Date.now());

/**
 * Starts a workflow on updates of a Telegram bot. n8n's own trigger answers Telegram as soon as the run
 * is registered (`onReceived`, webhook-helpers of n8n 2.40), so an update whose run fails or dies with
 * n8n is lost, and quick messages of one client overtake each other; this one answers when the run has
 * ended, and Telegram repeats an update until it gets a 2xx and keeps the order of a chat (sheet §4).
 *
 * A press of a button that the app sends again has a new `update_id`, and is known by its callback id, or
 * by person, message and data within seconds: it is answered like a copy of the update.
 *
 * A copy of an update waits for the run and gets its answer; a run that failed comes again. That memory ends
 * with the process: the workflow claims the `update_id`, and a step that may fail for good needs a way on, or its chat is blocked for a day.
 */
export class TelegramTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Telegram Bridge Trigger',
		name: 'telegramTrigger',
		icon: { light: 'file:telegram.svg', dark: 'file:telegram.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["updates"].join(", ") }}',
		description: 'Starts the workflow on updates of a Telegram bot; none is lost',
		defaults: { name: 'Telegram Bridge Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL, required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: '={{ $parameter["answer"] === "atOnce" ? "onReceived" : "lastNode" }}',
				// Telegram would run a `method` in the answer (sheet §4).
				responseData: 'noData',
				path: 'webhook',
			},
		],
		properties: triggerFields,
	};

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

	/** The update as it came. What starts no run is answered here, for the rest see `responseMode`. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const call = await callOf(this);
		const secret = secretOf(await credentialOf(this));
		const verified = checkSecret(call, [secret], SECRET_HEADER, []);
		if (!verified.valid) return refuse(this, verified.reason);
		const update = updateSchema.safeParse(bodyOf(call));
		// Kinds that were switched off still come while they are queued (sheet §4).
		const wanted = this.getNodeParameter('updates', []) as string[];
		if (!update.success || !wanted.some((kind) => update.data[kind] !== undefined)) {
			return startNothing(this);
		}
		const scope = scopeOf(this);
		const keyOf = (key: string | number | undefined) =>
			key === undefined ? undefined : `${scope}|${key}`;
		const waits = this.getNodeParameter('answer', 'whenDone') === 'whenDone';
		const { id, button } = pressOf(update.data.callback_query);
		const keys: Array<[Deliveries, string | undefined]> = [
			// Answered at once, an update does not come again.
			[deliveries, keyOf(waits ? update.data.update_id : undefined)],
			[deliveries, keyOf(id)],
			[presses, keyOf(button)],
		];
		const limit = perMinuteOf(this.getNodeParameter('options.messagesPerMinute', ''));
		return await startOnce(this, keys, () => {
			const item = update.data as IDataObject;
			const items = processQuota.apply(scope, item, writerOf(item), limit, (over) => ({
				...over,
				over_quota: true,
			}));
			return items.length === 0 ? undefined : [items.map((json) => ({ json }))];
		});
	}
}
