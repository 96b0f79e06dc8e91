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

import { countryOf } from './actions/inbound/parse';
import { connect, CREDENTIAL, credentialOf } from './connect';
import { KINDS } from './inbound/kind';
import { readInbound, type InboundPiece } from './inbound/parse';
import { searchProjects } from './methods';
import { isOwnMessage } from './sendOnce';
import { bodyOf, checkSecret } from './trigger/call';
import { channelsOption, isWanted } from './trigger/channels';
import { triggerFields } from './trigger/fields';
import { checkExists, create, remove, STATIC_CHANNELS, STATIC_SECRET } from './trigger/lifecycle';
import { rawOf } from './trigger/raw';
import { deliveries, deliveryKey, rememberSeen, unseen } from './trigger/repeats';

/** Starts a workflow on messages that pass through Wahelp. */
export class WahelpTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Wahelp Trigger',
		name: 'wahelpTrigger',
		icon: { light: 'file:wahelp.svg', dark: 'file:wahelp.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["registration"] + " registration" }}',
		description: 'Starts the workflow on messages of operators and clients in Wahelp',
		defaults: { name: 'Wahelp Trigger' },
		inputs: [],
		outputs: KINDS.map(() => NodeConnectionTypes.Main),
		outputNames: ['From Operator', 'From Client', 'Status', 'Other'],
		credentials: [{ name: CREDENTIAL, required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: '={{ $parameter["answer"] === "whenDone" ? "lastNode" : "onReceived" }}',
				// The workflow's data is no business of the caller.
				responseData: 'noData',
				path: 'wahelp',
			},
		],
		properties: triggerFields,
	};

	methods = { listSearch: { searchProjects } };

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

	/** One item per message. What starts no run gets a 200, too, so that it is not delivered again. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { query, headers, rawBody } = this.getRequestObject();
		const call = { query: query as IDataObject, headers, rawBody };
		const { webhookSecret } = await credentialOf(this);
		const madeSecret = this.getWorkflowStaticData('node')[STATIC_SECRET];
		const secrets = [webhookSecret, madeSecret].map((secret) => String(secret ?? ''));
		const verified = checkSecret(call, secrets);
		if (!verified.valid) return answer(this, 401, { ok: false, reason: verified.reason });

		const options = this.getNodeParameter('options', {}) as IDataObject;
		const whenDone = this.getNodeParameter('answer', 'atOnce') === 'whenDone';
		const dropsRepeats = options.dropRepeats ?? !whenDone;
		const scope = `${this.getWorkflow().id}|${this.getNode().id}|${this.getMode()}`;
		const all = readInbound(bodyOf(call), { country: countryOf(options.country) });
		const kinds = this.getNodeParameter('kinds') as string[];
		const used = all.filter(({ message }) => kinds.includes(message.kind));
		const foreign = options.ignoreOwn ? await notOurs(this, used) : used;
		const wanted = ofWantedChannels(this, foreign, options.channels);
		const fresh = dropsRepeats ? unseen(scope, wanted) : wanted;
		if (fresh.length === 0) return answer(this, 200, { ok: true, items: 0 });
		if (dropsRepeats) rememberSeen(scope, fresh);
		const workflowData = onOutputs(fresh);
		if (whenDone) return await onceAtATime(this, scope, fresh, workflowData);
		answer(this, 200, { ok: true, items: fresh.length });
		return { noWebhookResponse: true, workflowData };
	}
}

/** A copy of a delivery whose run is under way waits for it and gets its answer. */
async function onceAtATime(
	context: IWebhookFunctions,
	scope: string,
	pieces: InboundPiece[],
	workflowData: INodeExecutionData[][],
): Promise<IWebhookResponseData> {
	const key = deliveryKey(scope, pieces);
	const earlier = key === undefined ? 'new' : await deliveries.earlier(key);
	if (earlier === 'done') return answer(context, 200, { ok: true, repeated: true });
	if (earlier !== 'new') return answer(context, 503, { ok: false, reason: 'not_done_yet' });
	if (key !== undefined) deliveries.begin(key, context.getResponseObject());
	return { workflowData };
}

/** Without what the Wahelp node of this process has sent. */
async function notOurs(
	context: IWebhookFunctions,
	pieces: InboundPiece[],
): Promise<InboundPiece[]> {
	const { account } = await connect(context);
	return pieces.filter(({ message }) => !isOwnMessage(account, message.message_id));
}

function ofWantedChannels(
	context: IWebhookFunctions,
	pieces: InboundPiece[],
	option: unknown,
): InboundPiece[] {
	const ids = (context.getWorkflowStaticData('node')[STATIC_CHANNELS] ?? {}) as IDataObject;
	return pieces.filter(({ message }) => isWanted(message, channelsOption(option), ids));
}

function onOutputs(pieces: InboundPiece[]): INodeExecutionData[][] {
	return KINDS.map((kind) =>
		pieces
			.filter(({ message }) => message.kind === kind)
			.map(({ message, raw }) => ({ json: { ...message, raw: rawOf(raw) } })),
	);
}

function answer(context: IWebhookFunctions, status: number, body: object): IWebhookResponseData {
	context.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
}
