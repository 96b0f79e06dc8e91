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

import { Deliveries } from '../shared/deliveries';
import { keptHashes } from '../shared/madeSecret';
import { Repeats } from '../shared/repeats';
import {
	bodyOf,
	callOf,
	checkSecret,
	refuse,
	scopeOf,
	startAnswered,
	startNothing,
	startOnce,
} from '../shared/webhookCall';
import { rawOf } from '../shared/webhookJson';
import { countryOf } from './actions/inbound/parse';
import { connect, CREDENTIAL, credentialOf } from './api/connect';
import { KINDS } from './domain/inbound/kind';
import { readInbound, type InboundPiece } from './domain/inbound/parse';
import { searchProjects } from './methods';
import { isOwnMessage } from './api/sendOnce';
import { channelsOption, isWanted } from './trigger/channels';
import { triggerFields } from './trigger/fields';
import { checkExists, create, remove, STATIC_CHANNELS } from './trigger/lifecycle';
import { fingerprintOf, REMEMBER_MS } from './trigger/fingerprint';

/** Of a secret that does not stand in the address (wahelp sheet §9). */
const SECRET_HEADER = 'x-wahelp-token';

/** Of all Wahelp triggers of this process. */
const repeats = new Repeats();
const deliveries = new Deliveries(REMEMBER_MS, 10_000);

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
		const call = await callOf(this);
		const { webhookSecret } = await credentialOf(this);
		const hashes = keptHashes(this.getWorkflowStaticData('node'));
		const verified = checkSecret(call, [webhookSecret], SECRET_HEADER, undefined, hashes);
		if (!verified.valid) return refuse(this, verified.reason);

		const options = this.getNodeParameter('options', {}) as IDataObject;
		const whenDone = this.getNodeParameter('answer', 'atOnce') === 'whenDone';
		const dropsRepeats = options.dropRepeats ?? !whenDone;
		const scope = scopeOf(this);
		const all = readInbound(bodyOf(call), { country: countryOf(options.country) });
		const kinds = this.getNodeParameter('kinds') as string[];
		const used = all.filter(({ message }) => kinds.includes(message.kind));
		const foreign = options.ignoreOwn ? await notOurs(this, used) : used;
		const wanted = ofWantedChannels(this, foreign, options.channels);
		const fresh = dropsRepeats ? repeats.fresh(scope, wanted, fingerprintOf) : wanted;
		if (fresh.length === 0) return startNothing(this);
		if (!whenDone) return startAnswered(this, onOutputs(fresh));
		const key = repeats.delivery(scope, fresh.map(fingerprintOf));
		return await startOnce(this, [[deliveries, key]], () => onOutputs(fresh));
	}
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
