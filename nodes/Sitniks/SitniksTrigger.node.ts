import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { Deliveries } from '../shared/deliveries';
import { processQuota } from '../shared/chatQuota';
import { Repeats } from '../shared/repeats';
import {
	answer,
	bodyOf,
	callOf,
	checkSecret,
	refuse,
	scopeOf,
	startNothing,
	startOnce,
} from '../shared/webhookCall';
import { rawOf } from '../shared/webhookJson';
import { connect, CREDENTIAL, credentialOf } from './api/connect';
import { fingerprintOf, overQuota, readEvents, type EventPiece, type Kind } from './trigger/event';
import { CHAT_TIMEOUT_MS, withChats } from './trigger/fetchChat';
import { triggerFields } from './trigger/fields';
import { checkSecretIsSet } from './trigger/lifecycle';
import { isWanted, settingsOf, type Settings } from './trigger/settings';

/** A guess of some clients (sitniks sheet §6), for a proxy that adds it. */
const SECRET_HEADER = 'x-sitniks-secret';
const OUTPUTS: Kind[][] = [['message'], ['comment'], ['other', 'own']];
/** Longer than any window of repeats that makes sense. */
const REMEMBER_MS = 3_600_000;

/** Of all Sitniks triggers of this process. */
const repeats = new Repeats();
const deliveries = new Deliveries(REMEMBER_MS, 10_000);

/** Starts a workflow on messages in chats of Sitniks CRM. */
export class SitniksTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sitniks CRM Trigger',
		name: 'sitniksTrigger',
		icon: { light: 'file:sitniks.svg', dark: 'file:sitniks.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["options"]["sources"] || "all sources" }}',
		description: 'Starts the workflow on messages of clients in chats of Sitniks CRM',
		defaults: { name: 'Sitniks CRM Trigger' },
		inputs: [],
		outputs: OUTPUTS.map(() => NodeConnectionTypes.Main),
		outputNames: ['Message', 'Comment', 'Other'],
		credentials: [{ name: CREDENTIAL, required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: '={{ $parameter["answer"] === "whenDone" ? "lastNode" : "onReceived" }}',
				// The workflow's data is no business of the caller.
				responseData: 'noData',
				path: 'sitniks',
			},
		],
		properties: triggerFields,
	};

	webhookMethods = {
		default: {
			/** Nobody can look into the settings of Sitniks; `create` checks what can be checked. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await checkSecretIsSet.call(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	/** One item per message. What starts no run gets a 200, too. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const call = await callOf(this);
		const { webhookSecret } = await credentialOf(this);
		const verified = checkSecret(call, [webhookSecret], SECRET_HEADER);
		if (!verified.valid) return refuse(this, verified.reason);

		const settings = settingsOf(this);
		const wanted = readEvents(bodyOf(call)).filter(({ event }) => isWanted(event, settings));
		const scope = scopeOf(this);
		const fingerprint = (piece: EventPiece) => fingerprintOf(piece, settings.windowMs);
		if (this.getNodeParameter('answer', 'atOnce') === 'whenDone') {
			const key = repeats.delivery(scope, wanted.map(fingerprint));
			return await startOnce(this, [[deliveries, key]], async () =>
				itemsOf(this, withinQuota(scope, wanted, settings), settings),
			);
		}
		const fresh = withinQuota(scope, repeats.fresh(scope, wanted, fingerprint), settings);
		if (fresh.length === 0) return startNothing(this);
		const answered = answer(this, 200, { ok: true, items: fresh.length });
		const workflowData = await itemsOf(this, fresh, settings);
		return workflowData ? { ...answered, workflowData } : answered;
	}
}

/** What clients write counts, each for their chat. */
function withinQuota(scope: string, pieces: EventPiece[], settings: Settings): EventPiece[] {
	return pieces.flatMap((piece) => {
		const { kind, chat_id } = piece.event;
		const chat = kind === 'message' || kind === 'comment' ? chat_id : undefined;
		return processQuota.apply(scope, piece, chat, settings.messagesPerMinute, overQuota);
	});
}

/** The items of each output, with their chats where that is chosen; undefined when there is none. */
async function itemsOf(
	context: IWebhookFunctions,
	pieces: EventPiece[],
	settings: Settings,
): Promise<INodeExecutionData[][] | undefined> {
	const readChat = async (id: string) => {
		const api = await connect(context, { timeoutMs: CHAT_TIMEOUT_MS, waitForLimit: false });
		return await api.chat(id);
	};
	const known = settings.fetchesChat ? await withChats(pieces, readChat) : pieces;
	// The chat may have told what the webhook did not.
	const wanted = known.filter(({ event }) => isWanted(event, settings));
	if (wanted.length === 0) return undefined;
	return OUTPUTS.map((kinds) =>
		wanted
			.filter(({ event }) => kinds.includes(event.kind))
			.map(({ event, raw }) => ({ json: { ...event, raw: rawOf(raw) } })),
	);
}
