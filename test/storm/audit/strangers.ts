import { person } from '../../workflows/support/payments';
import { buyer } from '../../workflows/support/sitniks';
import { ADMIN_CHAT, client } from '../../workflows/support/telegram';
import type { Collected } from '../collect/collected';
import type { Invariant } from './invariant';

/** Who may read a text: its own chat, and the shop's people. */
interface Words {
	text: string;
	telegram: number;
	phone: string;
}

export const noStrangers: Invariant = {
	name: 'nobody is told what is not meant for him',
	check: (collected) => {
		const { telegram, wahelp, waha, sitniks, amocrm } = collected;
		const count =
			telegram.messages.length +
			wahelp.messages.length +
			waha.messages.length +
			amocrm.notes.length +
			sitniks.chats.flatMap(({ sent }) => sent).length;
		return {
			seen: `${count} messages and notes`,
			findings: [
				...strangersInTelegram(collected),
				...strangersInWahelp(collected),
				...strangersInWhatsApp(collected),
				...strangersInAmo(collected),
			],
		};
	},
};

function wordsOf({ plan }: Collected): Words[] {
	return plan.chats.flatMap((chat) => {
		const { id, phone } = client(chat.client);
		return chat.messages.map(({ text }) => ({ text, telegram: id, phone }));
	});
}

function strangersInTelegram(collected: Collected): string[] {
	const { plan, telegram } = collected;
	const words = wordsOf(collected);
	const known = new Set([
		...plan.chats.map((chat) => client(chat.client).id),
		...plan.dialogues.map((dialogue) => buyer(dialogue.buyer).id),
	]);
	return telegram.messages.flatMap(({ chat, text }) => {
		if (chat === ADMIN_CHAT) return [];
		if (!known.has(chat)) return [`Telegram: chat ${chat} got a message and is nobody's`];
		const foreign = words.find((one) => one.telegram !== chat && text.includes(one.text));
		return foreign ? [`Telegram: chat ${chat} got "${foreign.text}"`] : [];
	});
}

function strangersInWahelp(collected: Collected): string[] {
	const words = wordsOf(collected);
	return collected.wahelp.messages.flatMap(({ phone, text }) => {
		const owner = words.find((one) => one.text === text);
		return owner?.phone === phone ? [] : [`Wahelp: "${text}" stands in the chat of ${phone}`];
	});
}

function strangersInWhatsApp({ plan, waha }: Collected): string[] {
	const phones = new Set(plan.orders.map(({ phone }) => phone));
	return waha.messages.flatMap(({ phone, text }) => {
		if (!phones.has(phone)) return [`WhatsApp: ${phone} got a message and has ordered nothing`];
		const order = plan.orders.find(({ code }) => text.includes(code));
		return order && order.phone !== phone ? [`WhatsApp: ${phone} was told of ${order.code}`] : [];
	});
}

/** Words of clients stand on their own cards, payments on those of their payers. */
function strangersInAmo(collected: Collected): string[] {
	const { amocrm, plan } = collected;
	const words = wordsOf(collected);
	const payers = new Set(plan.payers.map(({ number }) => person(number).telegram_id));
	return amocrm.notes.flatMap(({ on, id, text }) => {
		const owner = words.find((one) => text.includes(one.text));
		if (!owner) return [];
		const lead = amocrm.leads.find((one) => one.id === id);
		const contactIds = on === 'contacts' ? [id] : (lead?.contacts ?? []);
		const cards = amocrm.contacts.filter((contact) => contactIds.includes(contact.id));
		const isOwn = cards.some(
			({ fields }) => String(fields.PHONE).replace(/\D/g, '') === owner.phone,
		);
		const isPayers = cards.some(({ fields }) => payers.has(fields['990001']));
		return isOwn && !isPayers ? [] : [`amoCRM: "${owner.text}" stands on ${on} ${id}`];
	});
}
