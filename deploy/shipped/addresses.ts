import type { WorkflowNode } from './workflow';

/**
 * - `self`: publishing registers it at the vendor
 * - `enter`: somebody enters it in the vendor's settings
 * - `form`: a page for people
 * - `open`: anybody may call it (health, the QR code of a form)
 */
export type AddressKind = 'self' | 'enter' | 'form' | 'open';

export interface Address {
	/** Vendor, or what it is for: the key of the words that say where it is entered. */
	key: 'telegram' | 'waha' | 'wahelp' | 'amocrm' | 'sitniks' | 'payment' | 'api' | 'open' | 'form';
	kind: AddressKind;
	node: string;
	method: string;
	/** Below n8n's webhook address: `webhook/crm-bridge-waha/waha`, `form/whatsapp`. */
	path: string;
}

/** Path of a trigger below its webhook id, and who registers it. */
const TRIGGERS: Record<string, { path: string; key: Address['key']; kind: AddressKind }> = {
	'n8n-nodes-crm-bridge.telegramTrigger': { path: 'webhook', key: 'telegram', kind: 'self' },
	'n8n-nodes-crm-bridge.wahaTrigger': { path: 'waha', key: 'waha', kind: 'self' },
	'n8n-nodes-crm-bridge.wahelpTrigger': { path: 'wahelp', key: 'wahelp', kind: 'self' },
	'n8n-nodes-crm-bridge.amoCrmTrigger': { path: 'amocrm', key: 'amocrm', kind: 'self' },
	'n8n-nodes-crm-bridge.sitniksTrigger': { path: 'sitniks', key: 'sitniks', kind: 'enter' },
};

/** The addresses at which the nodes of a workflow listen once it is published. */
export function addressesOf(nodes: WorkflowNode[]): Address[] {
	return nodes.filter(({ disabled }) => !disabled).flatMap(addressesOfNode);
}

function addressesOfNode(node: WorkflowNode): Address[] {
	const { type, name, webhookId, parameters } = node;
	const trigger = TRIGGERS[type];
	if (trigger) {
		const { key, kind } = trigger;
		const path = `webhook/${webhookId}/${trigger.path}`;
		return [{ key, kind, node: name, method: 'POST', path }];
	}
	if (type === 'n8n-nodes-base.formTrigger') {
		const options = (parameters.options ?? {}) as { path?: string };
		const path = `form/${options.path || webhookId}`;
		return [{ key: 'form', kind: 'form', node: name, method: 'GET', path }];
	}
	if (type === 'n8n-nodes-crm-bridge.signedWebhookTrigger') return signedWebhook(node);
	return [];
}

function signedWebhook({ name, webhookId, parameters }: WorkflowNode): Address[] {
	const { authentication = 'hmac', path = '', httpMethod = ['POST'] } = parameters;
	const own = String(path).replace(/^\/|\/$/g, '');
	// n8n serves a path with parameters below the webhook's id.
	const full = own.includes(':') ? `${webhookId}/${own}` : own;
	const methods = [httpMethod].flat().map(String);
	const keys = { none: 'open', key: 'api', hmac: 'payment' } as const;
	const key = keys[authentication as keyof typeof keys] ?? 'open';
	const kind = key === 'open' ? 'open' : 'enter';
	return [{ key, kind, node: name, method: methods.join(', '), path: `webhook/${full}` }];
}
