import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { keptHashes } from '../shared/madeSecret';
import { Repeats } from '../shared/repeats';
import {
	callOf,
	checkSecret,
	refuse,
	scopeOf,
	SECRET_PARAMETER,
	startAnswered,
	startNothing,
	textOfBody,
} from '../shared/webhookCall';
import { connect, OAUTH_CREDENTIAL, TOKEN_CREDENTIAL } from './api/connect';
import { fingerprintOf, isByRobot, readEvents, type AmoEvent } from './trigger/events';
import { triggerFields } from './trigger/fields';
import { checkExists, create, remove } from './trigger/lifecycle';
import { withEntities } from './trigger/refetch';

const FORM = 'application/x-www-form-urlencoded';
/** What appears or goes is told whoever did it: website forms and other integrations are user 0, too. */
const ALWAYS = new Set(['add', 'delete', 'restore']);

/** Of all triggers of this process. */
const repeats = new Repeats();

/** Starts a workflow on what happens in amoCRM or Kommo. */
export class AmoCrmTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'amoCRM Bridge Trigger',
		name: 'amoCrmTrigger',
		icon: { light: 'file:amocrm.svg', dark: 'file:amocrm.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow on changes of leads, contacts, tasks and chats in amoCRM',
		defaults: { name: 'amoCRM Bridge Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: TOKEN_CREDENTIAL,
				required: true,
				displayOptions: { show: { authentication: ['accessToken'] } },
			},
			{
				name: OAUTH_CREDENTIAL,
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'amocrm' }],
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

	/** One item per changed record. What starts no run gets a 200, too: bad answers disable the webhook. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const call = await callOf(this);
		const hashes = keptHashes(this.getWorkflowStaticData('node'));
		const verified = checkSecret(call, [], '', [SECRET_PARAMETER], hashes);
		if (!verified.valid) return refuse(this, verified.reason);
		const isForm = String(call.headers['content-type'] ?? '').startsWith(FORM);
		const events = isForm ? wantedEvents(this, readEvents(textOfBody(call))) : [];
		if (events.length === 0) return startNothing(this);
		const items = this.getNodeParameter('options.refetch', false)
			? await withEntities(async () => await connect(this), events)
			: events;
		return startAnswered(this, [items.map((json) => ({ json }))]);
	}
}

function wantedEvents(context: IWebhookFunctions, events: AmoEvent[]): AmoEvent[] {
	const ignoresRobots = context.getNodeParameter('ignoreOwnChanges', true) === true;
	const dropsRepeats = context.getNodeParameter('options.dropRepeats', true) === true;
	const wanted = events.filter(
		(event) => !ignoresRobots || !isByRobot(event) || ALWAYS.has(event.action),
	);
	return dropsRepeats ? repeats.fresh(scopeOf(context), wanted, fingerprintOf) : wanted;
}
