import { ACCOUNT } from './account';
import type { Answer, Call, Routes } from './api';
import { needAdmin } from './dictionaryRoutes';
import type { Hook } from './hooks';
import { isObject, unixNow, type Json } from './model';
import { listOf, treeOf } from './phpQuery';
import { AmoError, notFound, notSupported, refuseInvalid, wrongType } from './problems';

const MAX_HOOKS = 100;
/** Events that can be subscribed to (amocrm sheet §12). */
export const SETTINGS = [
	...['lead', 'contact', 'company', 'customer'].flatMap((entity) =>
		['add', 'update', 'delete', 'restore', 'responsible', 'note'].map(
			(name) => `${name}_${entity}`,
		),
	),
	...['status_lead', 'add_task', 'update_task', 'delete_task', 'responsible_task'],
	...['add_message', 'add_outgoing_message', 'add_talk', 'update_talk', 'delete_talk'],
	...['add_unsorted', 'update_unsorted', 'delete_unsorted', 'status_customer'],
];

/** `/webhooks`: for administrators; the destination is the key. */
export function webhookRoutes(): Routes {
	return {
		'GET /webhooks': (call) => {
			needAdmin(call);
			const wanted = listOf(treeOf(call.query.filter).destination);
			const found = call.world.hooks.list.filter(
				({ destination }) => wanted.length === 0 || wanted.includes(destination),
			);
			if (found.length === 0) return undefined;
			return { _total_items: found.length, _embedded: { webhooks: found.map(view) } };
		},
		'POST /webhooks': subscribe,
		'DELETE /webhooks': (call) => {
			needAdmin(call);
			const { hooks } = call.world;
			const destination = isObject(call.body) ? call.body.destination : undefined;
			const hook = hooks.list.find((item) => item.destination === destination);
			if (!hook) throw notFound('Webhook not found');
			hooks.list = hooks.list.filter((item) => item !== hook);
			return undefined;
		},
	};
}

/** A repeated POST replaces the settings; what amoCRM does is not stated. */
function subscribe(call: Call): Answer {
	needAdmin(call);
	const { hooks, store } = call.world;
	const body = isObject(call.body) ? call.body : {};
	const settings: unknown[] = Array.isArray(body.settings) ? body.settings : [];
	const errors = settings.flatMap((name, index) =>
		SETTINGS.includes(String(name)) ? [] : [notSupported(`settings.${index}`)],
	);
	if (settings.length === 0) errors.push(wrongType('settings', 'array'));
	if (!isUrl(body.destination)) errors.push(wrongType('destination', 'url'));
	refuseInvalid([{ request_id: '0', errors }]);
	const destination = String(body.destination);
	const known = hooks.list.find((item) => item.destination === destination);
	if (known) {
		known.settings = settings.map(String);
		known.updated_at = unixNow();
		return view(known);
	}
	if (hooks.list.length >= MAX_HOOKS) throw new AmoError(400, 'Webhooks limit reached');
	const now = unixNow();
	const hook: Hook = {
		id: store.nextId('webhooks'),
		destination,
		created_at: now,
		updated_at: now,
		sort: hooks.list.length + 1,
		disabled: false,
		settings: settings.map(String),
		created_by: ACCOUNT.current_user_id,
		account_id: ACCOUNT.id,
	};
	hooks.list.push(hook);
	return view(hook);
}

function view(hook: Hook): Json {
	return { ...hook, settings: [...hook.settings] };
}

function isUrl(value: unknown): boolean {
	return typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value);
}
