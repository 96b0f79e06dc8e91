import type { INode } from 'n8n-workflow';

import {
	isExpression,
	isRecord,
	parametersOf,
	type Finding,
	type Rule,
	type ShippedWorkflow,
} from './types';

/** The Data Tables that all workflows share, and their columns. */
export const TABLES: Record<string, string[]> = {
	clients: [
		'phone',
		'telegram_id',
		'telegram_username',
		'full_name',
		'bonus_balance',
		'amo_contact_id',
		'amo_lead_id',
		'wahelp_user_id',
		'dialog_step',
		'in_manager_chat',
		'manager_last_message_at',
		'pending_text',
		'bot_blocked',
		'whatsapp_opt_out',
		'phone_confirmed',
	],
	relay_messages: [
		'target',
		'chat_id',
		'telegram_id',
		'phone',
		'text',
		'source',
		'source_id',
		'event_key',
		'status',
		'vendor_message_id',
		'attempts',
		'error_message',
		'sent_at',
		'owner',
	],
	bot_settings: ['key', 'value', 'note'],
	processed_events: ['scope', 'event_key', 'owner', 'state'],
	payment_events: [
		'payment_id',
		'status',
		'amount',
		'contact_id',
		'lead_id',
		'pipeline_id',
		'lead_created',
		'payload',
		'error_message',
		'retry_count',
		'processed_at',
		'owner',
		'telegram_id',
		'phone',
		'email',
	],
	subject_map: ['name', 'enum_id'],
	direction_map: ['name', 'enum_id'],
	whatsapp_templates: [
		'store_id',
		'template_name',
		'order_kind',
		'template_text',
		'media_url',
		'weight',
		'is_active',
	],
	whatsapp_settings: [
		'store_id',
		'shop_name',
		'waha_session_name',
		'is_enabled',
		'daily_limit',
		'quiet_from',
		'quiet_to',
		'min_delay_seconds',
		'max_delay_seconds',
		'paused_until',
		'pause_reason',
	],
	whatsapp_messages_log: [
		'store_id',
		'order_id',
		'order_kind',
		'customer_phone',
		'message_text',
		'media_url',
		'template_id',
		'status',
		'waha_message_id',
		'waha_response',
		'error_message',
		'attempts',
		'sent_at',
		'delivered_at',
		'read_at',
		'owner',
	],
	sitniks_chat_mappings: [
		'user_id',
		'instagram_username',
		'telegram_username',
		'sitniks_chat_id',
		'sitniks_manager_id',
		'current_status',
		'first_touch_at',
	],
	sitniks_stages: [
		'user_id',
		'stage',
		'event_key',
		'telegram_username',
		'instagram_username',
		'contact_id',
		'source',
		'sitniks_chat_id',
		'chat_status',
		'manager',
		'except_manager',
		'status',
		'status_set',
		'attempts',
		'error_code',
		'reason',
		'done_at',
		'owner',
	],
	dialogues: [
		'user_id',
		'channel',
		'username',
		'name',
		'step',
		'step_number',
		'choice',
		'misunderstood',
		'last_event_key',
		'reply',
		'stage',
		'last_message_at',
	],
};
const BUILT_IN = ['id', 'createdAt', 'updatedAt'];
const SETUP = 'setup/00-setup.json';

/** Data Table nodes address tables by name and use columns that exist. */
export const dataTables: Rule = ({ file, document }) => {
	const nodes = document.nodes.filter(({ type }) => type === 'n8n-nodes-base.dataTable');
	const findings = nodes.flatMap((node): Finding[] => {
		const { resource = 'row' } = node.parameters;
		const messages = resource === 'table' ? tableProblems(node) : rowProblems(node);
		return messages.map((message) => ({ node: node.name, message }));
	});
	findings.push(...nodes.flatMap((node) => swallowed(node, document)));
	if (file === SETUP) {
		const created = nodes.map(({ parameters }) => parameters.tableName);
		const missing = Object.keys(TABLES).filter((table) => !created.includes(table));
		if (missing.length > 0) findings.push({ message: `does not create ${missing.join(', ')}` });
	}
	return findings;
};

const WRITES = ['insert', 'update', 'upsert'];

/** n8n gives what a table has refused to the next node as if it were written, also with an error output. */
function swallowed(node: INode, { nodes, connections }: ShippedWorkflow['document']): Finding[] {
	const { resource = 'row', operation = 'insert' } = parametersOf(node);
	if (!node.onError || node.onError === 'stopWorkflow') return [];
	if (resource !== 'row' || !WRITES.includes(String(operation))) return [];
	const next = new Set((connections[node.name]?.main[0] ?? []).map((to) => to.node));
	const looks = nodes.some(
		({ name, parameters }) =>
			next.has(name) && /\$json\.(id|owner)\b/.test(JSON.stringify(parameters)),
	);
	if (looks) return [];
	const message =
		'goes on when the table has refused the row, without an error: let it fail, or look at $json.id or $json.owner right behind it';
	return [{ node: node.name, message }];
}

function rowProblems(node: INode): string[] {
	const { dataTableId, filters, columns, orderByColumn } = parametersOf(node);
	// A table that an operation has chosen, by the id that n8n's own list gives: the operation's test checks the columns.
	if (isRecord(dataTableId) && dataTableId.mode === 'id' && isExpression(dataTableId.value))
		return [];
	if (!isRecord(dataTableId) || dataTableId.mode !== 'name') {
		return ['must address its table by name: {"__rl": true, "mode": "name", "value": "clients"}'];
	}
	const table = String(dataTableId.value);
	const known = TABLES[table];
	if (!known) return [`knows no table "${table}"; tables: ${Object.keys(TABLES).join(', ')}`];
	const readable = [...known, ...BUILT_IN];
	const bad = (names: unknown[], allowed: string[]) =>
		names
			.filter((name) => !isExpression(name) && !allowed.includes(String(name)))
			.map((name) => `uses the column "${String(name)}", which ${table} does not have`);
	const written = isRecord(columns) && isRecord(columns.value) ? Object.keys(columns.value) : [];
	const schema: unknown[] =
		isRecord(columns) && Array.isArray(columns.schema) ? columns.schema : [];
	const conditions: unknown[] =
		isRecord(filters) && Array.isArray(filters.conditions) ? filters.conditions : [];
	return [
		...bad(written, known),
		...bad(
			schema.map((column) => (isRecord(column) ? column.id : column)),
			known,
		),
		...bad(
			conditions.map((c) => (isRecord(c) ? (c.keyName ?? 'id') : c)),
			readable,
		),
		...bad(orderByColumn === undefined ? [] : [orderByColumn], readable),
	];
}

/** Tables are only ever created, and never anew when they exist. */
function tableProblems(node: INode): string[] {
	const { operation = 'list', tableName, columns, options } = parametersOf(node);
	if (operation === 'list') return [];
	if (operation !== 'create') return [`must not ${String(operation)} a table`];
	const known = TABLES[String(tableName)];
	if (!known) return [`creates "${String(tableName)}", which is not one of the shared tables`];
	const problems: string[] = [];
	if (!isRecord(options) || options.createIfNotExists !== true) {
		problems.push('must set "options.createIfNotExists", else a second run fails');
	}
	const list: unknown[] = isRecord(columns) && Array.isArray(columns.column) ? columns.column : [];
	const names = list.map((column) => String(isRecord(column) ? column.name : column));
	const missing = known.filter((name) => !names.includes(name));
	const extra = names.filter((name) => !known.includes(name));
	if (missing.length > 0)
		problems.push(`creates ${String(tableName)} without ${missing.join(', ')}`);
	if (extra.length > 0) problems.push(`creates ${String(tableName)} with ${extra.join(', ')}`);
	return problems;
}
