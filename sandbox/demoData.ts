import type { N8nApi } from './n8nApi';

const STORES = [
	{ store_id: 'store-1', shop_name: 'Магазин «Ромашка»' },
	{ store_id: 'store-2', shop_name: 'Техника «Алатау»' },
	{ store_id: 'store-3', shop_name: 'Дом и сад «Жеті қазына»' },
];
/** Names as the platform writes them, and enum ids of the demo amoCRM account. */
const SUBJECTS = [
	{ name: 'Русский', enum_id: 5501 },
	{ name: 'Математика', enum_id: 5502 },
	{ name: 'Обществознание', enum_id: 5503 },
	{ name: 'История', enum_id: 5504 },
];
const DIRECTIONS = [
	{ name: 'ЕГЭ', enum_id: 5601 },
	{ name: 'ОГЭ', enum_id: 5602 },
];
/** An invented client whom the shop knows by phone: sharing that number in the bot brings his card along. */
const KNOWN_CLIENT = { phone: '+79990000001', full_name: 'Ира Примерова', bonus_balance: 250 };
/** Chat of the invented admin in the Telegram simulator. */
const ADMIN_CHAT_ID = '700000001';

/**
 * Fills the tables that 00-setup made, once: settings, three stores, a template for each, the payment maps, a client.
 *
 * @param isAlone n8n is one process on SQLite
 */
export async function seedDemoData(api: N8nApi, isAlone: boolean): Promise<void> {
	const { tables } = api;
	await setSetting(api, 'admin_chat_id', ADMIN_CHAT_ID);
	// Both ways, so that both can be seen.
	await setSetting(api, 'relay_via', 'both');
	// One process on SQLite: a claim needs no second look. Several processes need it, and it is on without a row.
	if (isAlone) await setSetting(api, 'second_look', 'no');
	await setSetting(api, 'kaspi_orders_since', '2000-01-01T00:00:00.000+05:00');
	for (const { store_id, shop_name } of STORES) {
		await tables.upsert(
			'whatsapp_settings',
			{ store_id },
			{
				shop_name,
				waha_session_name: 'default',
				is_enabled: true,
				quiet_from: '',
				quiet_to: '',
			},
		);
	}
	const { phone, ...card } = KNOWN_CLIENT;
	await tables.upsert('clients', { phone }, card);
	await addTemplates(api);
	for (const { name, enum_id } of SUBJECTS)
		await tables.upsert('subject_map', { name }, { enum_id });
	for (const { name, enum_id } of DIRECTIONS) {
		await tables.upsert('direction_map', { name }, { enum_id });
	}
}

/** `--fast`: no pauses between messages, no limits to speak of, failed payments again at once. */
export async function setPace(api: N8nApi, fast: boolean): Promise<void> {
	const { tables } = api;
	const pace = fast
		? { daily_limit: 100_000, min_delay_seconds: 0, max_delay_seconds: 0 }
		: { daily_limit: 500, min_delay_seconds: 2, max_delay_seconds: 5 };
	for (const { store_id } of STORES) await tables.update('whatsapp_settings', { store_id }, pace);
	await setSetting(api, 'whatsapp_typing', fast ? 'no' : 'yes');
	await setSetting(api, 'whatsapp_session_daily_limit', fast ? '100000' : '300');
	await setSetting(api, 'whatsapp_session_wait_seconds', fast ? '1' : '60');
	await setSetting(api, 'whatsapp_contact_hourly_limit', fast ? '1000' : '4');
	await setSetting(api, 'payment_retry_seconds', fast ? '3' : '60');
	await setSetting(api, 'payment_stuck_seconds', fast ? '100' : '420');
	await setSetting(api, 'relay_retry_seconds', fast ? '2' : '15');
	await setSetting(api, 'admin_fold_seconds', fast ? '0' : '60');
	await setSetting(api, 'sitniks_retry_seconds', fast ? '2' : '15');
}

/** The sample template of 00-setup, for each store. */
async function addTemplates({ tables }: N8nApi): Promise<void> {
	const templates = await tables.rows('whatsapp_templates', { order_kind: 'new' });
	const sample = templates.find(({ store_id }) => !store_id);
	const missing = STORES.filter(({ store_id }) =>
		templates.every((template) => template.store_id !== store_id),
	);
	if (!sample || missing.length === 0) return;
	await tables.insert(
		'whatsapp_templates',
		missing.map(({ store_id, shop_name }) => ({
			store_id,
			template_name: `Новый заказ: ${shop_name}`,
			order_kind: sample.order_kind,
			template_text: sample.template_text,
			media_url: '',
			weight: 1,
			is_active: true,
		})),
	);
}

async function setSetting({ tables }: N8nApi, key: string, value: string): Promise<void> {
	await tables.upsert('bot_settings', { key }, { value });
}
