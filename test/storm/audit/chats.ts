import { ADMIN_CHAT, client, wordsOf } from '../../workflows/support/telegram';
import type { Collected } from '../collect/collected';
import type { PlannedChat } from '../plan/plan';
import type { Invariant } from './invariant';

/** A place where the words of one side have to arrive. */
interface Arrival {
	place: string;
	wanted: string[];
	/** All that has arrived there in this chat, in order. */
	found: string[];
	/** Texts that may be missing: nobody knows whether they arrived, and people were told so. */
	inDoubt: Set<string>;
}

export const arrivedOnce: Invariant = {
	name: 'each chat message is at the other side exactly once',
	check: (collected) => {
		const all = arrivals(collected);
		const inDoubt = all.reduce((sum, { inDoubt: texts }) => sum + texts.size, 0);
		const wanted = all.reduce((sum, one) => sum + one.wanted.length, 0);
		return {
			seen: `${wanted} messages, ${inDoubt} of them in doubt, and people know`,
			findings: all.flatMap(({ place, wanted: texts, found, inDoubt: doubtful }) =>
				texts.flatMap((text) => {
					const times = found.filter((one) => one === text).length;
					if (times === 1 || (times === 0 && doubtful.has(text))) return [];
					return [`"${text}" is ${times} times in ${place}`];
				}),
			),
		};
	},
};

export const inOrder: Invariant = {
	name: 'the messages of a chat are in order',
	check: (collected) => {
		const all = arrivals(collected);
		const { late } = collected.played;
		return {
			seen: `${all.length} lanes`,
			findings: all.flatMap(({ place, wanted, found }) => {
				const tied = wanted.filter((text) => !late.includes(text));
				const seen = [...new Set(found)].filter((text) => tied.includes(text));
				const due = tied.filter((text) => seen.includes(text));
				const wrong = seen.findIndex((text, index) => text !== due[index]);
				return wrong < 0 ? [] : [`${place}: "${seen[wrong]}" stands where "${due[wrong]}" belongs`];
			}),
		};
	},
};

/** The lanes of all chats. */
function arrivals(collected: Collected): Arrival[] {
	return collected.plan.chats.flatMap((chat) => [
		...arrivalsOfClient(chat, collected),
		arrivalOfManager(chat, collected),
	]);
}

function arrivalsOfClient(chat: PlannedChat, { wahelp, amocrm }: Collected): Arrival[] {
	const { phone } = client(chat.client);
	const wanted = textsOf(chat, 'client');
	const contacts = amocrm.contacts
		.filter(({ fields }) => String(fields.PHONE).replace(/\D/g, '') === phone)
		.map(({ id }) => id);
	const leads = amocrm.leads
		.filter((lead) => lead.contacts.some((id) => contacts.includes(id)))
		.map(({ id }) => id);
	const notes = amocrm.notes
		.filter(({ on, id }) => (on === 'contacts' ? contacts : leads).includes(id))
		.map(({ text }) => wordsOf(text));
	const messages = wahelp.messages.filter((message) => message.phone === phone);
	const place = (vendor: string) => `the chat of client ${chat.client} at ${vendor}`;
	const inDoubt = new Set<string>();
	return [
		{ place: place('Wahelp'), wanted, found: messages.map(({ text }) => text), inDoubt },
		{ place: place('amoCRM'), wanted, found: notes, inDoubt },
	];
}

function arrivalOfManager(chat: PlannedChat, { tables, telegram, amocrm }: Collected): Arrival {
	const { id } = client(chat.client);
	const wanted = textsOf(chat, 'manager');
	// The alert goes out over the vendor that has just lost an answer; the note for the manager waits until it is there.
	const told = [
		...telegram.messages.filter((message) => message.chat === ADMIN_CHAT),
		...amocrm.notes,
	].map((one) => one.text);
	const inDoubt = tables.relay_messages
		.filter((row) => row.telegram_id === String(id) && row.status === 'in_doubt')
		.map((row) => String(row.text))
		.filter((text) => wanted.includes(text) && told.some((one) => one.includes(text)));
	return {
		place: `the chat of client ${chat.client} at Telegram`,
		wanted,
		found: telegram.messages.filter((message) => message.chat === id).map(({ text }) => text),
		inDoubt: new Set(inDoubt),
	};
}

function textsOf({ messages }: PlannedChat, side: 'client' | 'manager'): string[] {
	return messages.filter(({ from }) => from === side).map(({ text }) => text);
}
