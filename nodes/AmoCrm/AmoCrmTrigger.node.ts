import {
	NodeConnectionTypes,
	type IDataObject,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { verifySharedSecret } from '../shared/signature';
import { connect, OAUTH_CREDENTIAL, TOKEN_CREDENTIAL } from './connect';
import { SECRET_PARAMETER } from './trigger/destination';
import { isByRobot, readEvents, type AmoEvent } from './trigger/events';
import { triggerFields } from './trigger/fields';
import { checkExists, create, remove, STATIC_SECRET } from './trigger/lifecycle';
import { withEntities } from './trigger/refetch';
import { SeenEvents } from './trigger/seenEvents';

const FORM = 'application/x-www-form-urlencoded';
/** What appears or goes is told whoever did it: website forms and other integrations are user 0, too. */
const ALWAYS = new Set(['add', 'delete', 'restore']);

/** Of all triggers of this process. */
const seenEvents = new SeenEvents();

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
		const request = this.getRequestObject();
		const given = (request.query as IDataObject)[SECRET_PARAMETER];
		const secret = this.getWorkflowStaticData('node')[STATIC_SECRET];
		const verified = verifySharedSecret(typeof given === 'string' ? given : undefined, [
			typeof secret === 'string' ? secret : '',
		]);
		if (!verified.valid) return answer(this, 401, { ok: false, reason: verified.reason });
		if (!String(request.headers['content-type'] ?? '').startsWith(FORM)) {
			return answer(this, 200, { ok: true, ignored: 'not_a_form' });
		}
		if (!request.rawBody) await request.readRawBody();
		const text = request.rawBody?.toString('utf8') ?? '';
		const events = wantedEvents(this, readEvents(text));
		if (events.length === 0) return answer(this, 200, { ok: true, items: 0 });
		const items = this.getNodeParameter('options.refetch', false)
			? await withEntities(async () => await connect(this), events)
			: events;
		answer(this, 200, { ok: true, items: items.length });
		return { noWebhookResponse: true, workflowData: [items.map((json) => ({ json }))] };
	}
}

function wantedEvents(context: IWebhookFunctions, events: AmoEvent[]): AmoEvent[] {
	const ignoresRobots = context.getNodeParameter('ignoreOwnChanges', true) === true;
	const dropsRepeats = context.getNodeParameter('options.dropRepeats', true) === true;
	const scope = `${context.getWorkflow().id}|${context.getNode().id}|${context.getMode()}`;
	return events.filter((event) => {
		if (ignoresRobots && isByRobot(event) && !ALWAYS.has(event.action)) return false;
		return !dropsRepeats || seenEvents.claim(scope, event);
	});
}

function answer(context: IWebhookFunctions, status: number, body: object): IWebhookResponseData {
	context.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
}
