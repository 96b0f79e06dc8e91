import { buyer } from '../../workflows/support/sitniks';
import { client } from '../../workflows/support/telegram';
import { FIELDS, person } from '../../workflows/support/payments';
import type { Stage } from './stage';

/** Webhooks come again until they are taken, however long n8n is dead. */
const REPEATED = Array.from({ length: 60 }, () => 3000);
const HOUR = 3_600_000;
/** Older than `pending_max_age_hours` (72) and `sitniks_give_up_hours` (24) allow. */
const MESSAGE_AGE = 73 * HOUR;
const STAGE_AGE = 25 * HOUR;

/** People, shops, templates, and how restless the vendors are even on a good day. */
export async function prepare(stage: Stage): Promise<void> {
	await switchVendors(stage);
	await openShops(stage);
	await introduce(stage);
	await plantOldRows(stage);
}

async function switchVendors({ world, plan, talk }: Stage): Promise<void> {
	await talk.setting('relay_confirm_pause_seconds', '0');
	await world.fault('amocrm', { searchLagMs: 2000 });
	// An emit is over when Telegram has the update: the next one of the chat waits for its turn there.
	await world.fault('telegram', { emitWaitMs: 1, retryUnitMs: 500, webhookTimeoutMs: 120_000 });
	await world.fault('wahelp', {
		echo: 'before',
		copies: 2,
		shuffle: 300,
		statusUpdates: false,
		webhookTimeoutMs: 60_000,
		retryDelaysMs: REPEATED,
	});
	await world.fault('sitniks', {
		copies: 2,
		shuffle: 200,
		webhookTimeoutMs: 60_000,
		retryDelaysMs: REPEATED,
	});
	const unknownNumbers = plan.orders
		.filter((one) => one.buyer === 'unknown')
		.map((one) => one.phone);
	await world.fault('waha', { acksShuffled: true, acksRepeated: true, unknownNumbers });
}

async function openShops({ world, talk }: Stage): Promise<void> {
	await world.sandbox.api.tables.insert('whatsapp_templates', [
		{
			store_id: '',
			template_name: 'Спасибо',
			order_kind: 'completed',
			template_text: 'Спасибо за заказ {order_num}!',
			media_url: '',
			weight: 1,
			is_active: true,
		},
	]);
	await talk.setting('whatsapp_contact_hourly_limit', '4');
	await world.settings('store-3', { min_delay_seconds: 1, max_delay_seconds: 2 });
}

async function introduce({ plan, payments, talk, sales, played }: Stage): Promise<void> {
	for (const { number, lead } of plan.payers) {
		if (!lead) continue;
		const fields = { [FIELDS.total]: lead.total, [FIELDS.count]: lead.count };
		await payments.clientWithLead(person(number), { fields });
	}
	await talk.known(...plan.chats.map((chat) => client(chat.client)));
	for (const { buyer: number, network } of plan.dialogues) {
		if (network === 'telegram') {
			played.sitniksChats[number] = await sales.appears(buyer(number));
		}
	}
}

/**
 * What has waited for too long must not go out any more. The rows are nobody's until their time is
 * moved: n8n would deliver them at once.
 */
async function plantOldRows({ world, played }: Stage): Promise<void> {
	const { tables } = world.sandbox.api;
	const plant = async (table: string, row: Parameters<typeof tables.insert>[1][0], age: number) => {
		const [{ id }] = await tables.insert(table, [{ ...row, status: 'planted' }]);
		world.date(table, 'createdAt', Date.now() - age, [id]);
		await tables.update(table, { id }, { status: 'pending' });
	};
	const orderCode = '930000001';
	const userId = 'telegram:599999999';
	const outboxRow = {
		store_id: 'store-1',
		order_id: orderCode,
		order_kind: 'new',
		customer_phone: '+77015990001',
		message_text: `Заказ ${orderCode}`,
		media_url: '',
		template_id: '1',
		waha_message_id: `3EB0${orderCode}`,
		attempts: 0,
	};
	await plant('whatsapp_messages_log', outboxRow, MESSAGE_AGE);
	const stageRow = {
		user_id: userId,
		stage: 'first_touch',
		event_key: 'planted:1',
		chat_status: 'Взято в роботу',
		telegram_username: 'planted_one',
		attempts: 0,
	};
	await plant('sitniks_stages', stageRow, STAGE_AGE);
	played.aged = { orders: [orderCode], stageUsers: [userId] };
}
