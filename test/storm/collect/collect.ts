import type { AmoEntity, AmoState } from '../../workflows/support/payments';
import type { SitniksState } from '../../workflows/support/sitniks';
import type { BotMessage, WahelpMessage } from '../../workflows/support/telegram';
import type { SentMessage, World } from '../../workflows/support/world';
import type { Plan } from '../plan/plan';
import type { Played } from '../play/played';
import type { Call, Collected, Entity } from './collected';
import { readTables } from './tables';

interface Requests {
	requests: Array<{ at: number; method: string; path: string; status: number; fault?: unknown }>;
}

/** Reads everything after a storm. n8n has to be alive, its simulators, too. */
export async function collect(plan: Plan, played: Played, world: World): Promise<Collected> {
	const amocrm = await world.state<AmoState & Requests>('amocrm');
	const wahelp = await world.state<{ messages: WahelpMessage[] } & Requests>('wahelp');
	const telegram = await world.state<{ messages: Array<BotMessage & { at: number }> } & Requests>(
		'telegram',
	);
	const waha = await world.state<{ messages: Array<SentMessage & { at: number }> } & Requests>(
		'waha',
	);
	const sitniks = await world.state<SitniksState & Requests>('sitniks');
	const kaspi = await world.state<Requests>('kaspi');
	return {
		plan,
		played,
		tables: await readTables(world.sandbox.api.tables),
		amocrm: {
			contacts: amocrm.contacts.map(entity),
			leads: amocrm.leads.map(entity),
			notes: amocrm.notes.map(({ entity_type, entity_id, params }) => ({
				on: entity_type as 'leads' | 'contacts',
				id: entity_id,
				text: params.text,
			})),
			calls: callsOf(amocrm),
		},
		wahelp: {
			messages: wahelp.messages
				.filter(({ via }) => via === 'api')
				.map(({ phone, text }) => ({ phone: phone ?? '', text })),
			calls: callsOf(wahelp),
		},
		telegram: {
			messages: telegram.messages.map(({ chat_id, text, at }) => ({ chat: chat_id, text, at })),
			calls: callsOf(telegram),
		},
		waha: {
			messages: waha.messages
				.filter(({ fromMe }) => fromMe)
				.map(({ chatId, text, caption, at, deliveredCount }) => ({
					phone: chatId.split('@')[0],
					text: text ?? caption ?? '',
					at,
					delivered: deliveredCount,
				})),
			calls: callsOf(waha),
		},
		sitniks: {
			chats: sitniks.chats.map(({ id, statusHistory, managerHistory, messages }) => ({
				id,
				statuses: statusHistory.filter(isOurs).map(({ status }) => status),
				managers: managerHistory.filter(isOurs).map(({ managerId }) => managerId ?? 0),
				sent: messages.filter(isOurs).map(({ text }) => text ?? ''),
			})),
			overruns: sitniks.overruns,
			calls: callsOf(sitniks),
		},
		kaspi: { calls: callsOf(kaspi) },
	};
}

function entity({ id, custom_fields_values, _embedded }: AmoEntity): Entity {
	const fields: Record<string, string> = {};
	for (const { field_id, field_code, values } of custom_fields_values ?? []) {
		fields[field_id] = String(values[0]?.value);
		if (field_code) fields[field_code] = fields[field_id];
	}
	return { id, fields, contacts: (_embedded.contacts ?? []).map((contact) => contact.id) };
}

function callsOf({ requests }: Requests): Call[] {
	return requests.map(({ at, method, path, status, fault }) => ({
		at,
		call: `${method} ${withoutSecrets(path)}`,
		status,
		...(fault ? { injected: true as const } : {}),
	}));
}

/** The path alone, and no token of a bot in it. */
function withoutSecrets(path: string): string {
	return path.split('?')[0].replace(/\/bot\d+:[^/]+/, '/bot');
}

function isOurs({ via }: { via: 'api' | 'emit' }): boolean {
	return via === 'api';
}
