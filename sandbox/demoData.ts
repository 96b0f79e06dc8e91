import type { Row } from './dataTables';
import type { N8nApi } from './n8nApi';

const STORES = [
	{ store_id: 'store-1', shop_name: 'Магазин «Ромашка»' },
	{ store_id: 'store-2', shop_name: 'Техника «Алатау»' },
	{ store_id: 'store-3', shop_name: 'Дом и сад «Жеті қазына»' },
];
/** Chat of the invented admin in the Telegram simulator. */
const ADMIN_CHAT_ID = '700000001';

/**
 * Fills the tables that 00-setup made: settings, three stores, a template for each.
 * What an operator changed in other rows and columns is left alone.
 *
 * @param fast no pauses and no daily limit to speak of
 */
export async function seedDemoData(api: N8nApi, fast: boolean): Promise<void> {
	const { tables } = api;
	await setSetting(api, 'admin_chat_id', ADMIN_CHAT_ID);
	await setSetting(api, 'kaspi_orders_since', '2000-01-01T00:00:00.000+05:00');
	for (const { store_id, shop_name } of STORES) {
		await tables.upsert('whatsapp_settings', { store_id }, storeSettings(shop_name, fast));
	}
	const templates = await tables.rows('whatsapp_templates', { order_kind: 'new' });
	const sample = templates.find(({ store_id }) => !store_id);
	if (!sample) return;
	for (const { store_id, shop_name } of STORES) {
		if (templates.some((template) => template.store_id === store_id)) continue;
		await tables.insert('whatsapp_templates', [
			{
				store_id,
				template_name: `Новый заказ: ${shop_name}`,
				order_kind: sample.order_kind,
				template_text: sample.template_text,
				media_url: '',
				weight: 1,
				is_active: true,
			},
		]);
	}
}

async function setSetting({ tables }: N8nApi, key: string, value: string): Promise<void> {
	await tables.upsert('bot_settings', { key }, { value });
}

function storeSettings(shop_name: string, fast: boolean): Row {
	return {
		shop_name,
		waha_session_name: 'default',
		is_enabled: true,
		daily_limit: fast ? 100_000 : 500,
		quiet_from: '',
		quiet_to: '',
		min_delay_seconds: fast ? 0 : 2,
		max_delay_seconds: fast ? 0 : 5,
	};
}
