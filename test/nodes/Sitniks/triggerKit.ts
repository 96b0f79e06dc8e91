import { randomInt } from 'node:crypto';

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { processQuota } from '../../../nodes/shared/chatQuota';
import { SitniksTrigger } from '../../../nodes/Sitniks/SitniksTrigger.node';
import { PlacedNode } from '../../harness/node';

export const SECRET = 'c0ffee-c0ffee-c0ffee';
export const CLIENT = '2000000000000001';
export const PAGE = '3000000000000001';
const OUTPUTS = ['message', 'comment', 'other'];

/** A chat as webhooks tell of it (sitniks sheet §6). */
export const CHAT = {
	id: '6b10aa00e056c38300000a01',
	initialSource: 'instagram',
	ownerName: 'my.shop.ua',
	status: 'Новий',
	tags: ['promo'],
	userId: CLIENT,
	userName: 'Olena K',
};
export const MESSAGE = { sentBy: CLIENT, text: 'Ціна?' };

let texts = randomInt(1_000_000);
/** A delivery that no test has seen. */
export function delivery(message: object = {}, chat: object = {}) {
	const text = `Привіт ${++texts}`;
	return { chat: { ...CHAT, ...chat }, message: { sentBy: CLIENT, text, ...message } };
}

/** The trigger, with an API that nobody listens at. */
export function trigger(
	parameters: INodeParameters = {},
	credential: IDataObject = {},
	mode: 'manual' | 'webhook' = 'webhook',
): PlacedNode {
	processQuota.clear();
	const account = { apiKey: 'sandbox-sitniks', baseUrl: 'http://127.0.0.1:9' };
	return new PlacedNode(new SitniksTrigger(), {
		parameters,
		credentials: { crmBridgeSitniksApi: { ...account, webhookSecret: SECRET, ...credential } },
		mode,
	});
}

/** Delivers a body and gives what the caller gets and what each output has. */
export async function deliver(
	placed: PlacedNode,
	body: string | object,
	call: { query?: object; headers?: Record<string, string>; runEnds?: number } = {},
) {
	const { query = { secret: SECRET }, headers, runEnds } = call;
	const { result, reply } = await placed.webhook({ body, headers, query: query as never, runEnds });
	const outputs = result.workflowData as INodeExecutionData[][] | undefined;
	return {
		status: reply.status,
		body: reply.body,
		answered: result.noWebhookResponse === true,
		items: outputs?.flat().map(({ json }) => json),
		at: outputs && OUTPUTS.filter((_, index) => outputs[index].length > 0),
	};
}
